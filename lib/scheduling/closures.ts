import 'server-only'
import { ask } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'
import type { BookingOutside, Closure, NewTimeOff, TimeOff } from '#lib/scheduling/hours-types.ts'

/** What the database answers to a change: the thing, and the bookings that lie outside of hours since. */
type Changed<T> = T & { bookingsOutside: BookingOutside[] }

type WantedClosure = Omit<Closure, 'id' | 'to'> & { to?: string | undefined }

/** Closed and special days that are not over, by day. */
export async function listClosures(actor: Actor, clinicId: string): Promise<Closure[]> {
  const rows = await ask(actor, (sql) => sql<{ closure: Closure }[]>`
    select app.closure_json(h.id) as closure from working_hours_exceptions h join clinics c on c.id = h.clinic_id
    where h.clinic_id = ${clinicId} and h.closure_id is null and exists (select from working_hours_exceptions e
      where (e.id = h.id or e.closure_id = h.id) and e.day >= timezone(c.time_zone, now())::date)
    order by h.day, h.practitioner_id nulls first, h.opens`)
  return rows.map(({ closure }) => closure)
}

/** Closes days, or gives them hours of their own, all or none. Throws a 403 for everybody but an owner in person, a 422 that names what is wrong. */
export async function addClosures(actor: Actor, clinicId: string, closures: readonly WantedClosure[]): Promise<Changed<{ items: Closure[] }>> {
  const [row] = await ask(actor, (sql) => sql<{ changed: Changed<{ items: Closure[] }> }[]>`select add_closures(${clinicId}, ${sql.json(closures as never)}) as changed`)
  return row!.changed
}

/** Takes a run of days away, so that they are like their weekdays again. Throws a 403 for everybody but an owner in person, and when it is not there. */
export async function removeClosure(actor: Actor, clinicId: string, closureId: string): Promise<Changed<{ item: Closure }>> {
  const [row] = await ask(actor, (sql) => sql<{ changed: Changed<{ item: Closure }> }[]>`select remove_closure(${clinicId}, ${closureId}) as changed`)
  return row!.changed
}

/** Time off that is not over, by its beginning. */
export async function listTimeOff(actor: Actor, clinicId: string): Promise<TimeOff[]> {
  const rows = await ask(actor, (sql) => sql<{ item: TimeOff }[]>`
    select app.time_off_json(t.id) as item from time_off t where t.clinic_id = ${clinicId} and upper(t.during) > now() order by t.during, t.id`)
  return rows.map(({ item }) => item)
}

/** Enters when a practitioner is away. Throws a 403 for everybody but an owner in person, and for a practitioner who is not the clinic's. */
export async function addTimeOff(actor: Actor, clinicId: string, wanted: NewTimeOff): Promise<Changed<{ item: TimeOff }>> {
  const { practitionerId, start, end, label } = wanted
  const [row] = await ask(actor, (sql) => sql<{ changed: Changed<{ item: TimeOff }> }[]>`
    select add_time_off(${clinicId}, ${practitionerId}, ${start}, ${end}, ${label}) as changed`)
  return row!.changed
}

/** Takes time off away. Throws a 403 for everybody but an owner in person, and when it is not there. */
export async function removeTimeOff(actor: Actor, clinicId: string, timeOffId: string): Promise<TimeOff> {
  const [row] = await ask(actor, (sql) => sql<{ item: TimeOff }[]>`select remove_time_off(${clinicId}, ${timeOffId}) as item`)
  return row!.item
}
