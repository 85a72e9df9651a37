import 'server-only'
import { as, ask } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'
import type { UkPart } from '#lib/shared/bank-holidays.ts'
import type { BookingOutside, ClinicHours, PractitionerHours, WeekSpan } from '#lib/scheduling/hours-types.ts'

/** The usual week of everybody who works at the clinic, and what is booked outside of its hours. Throws a 403 when the clinic is not the actor's. */
export async function readHours(actor: Actor, clinicId: string): Promise<ClinicHours> {
  return as(actor, async (tx) => {
    const [[clinic], practitioners, [outside]] = await Promise.all([
      tx<{ timeZone: string; bankHolidays: UkPart | null }[]>`select time_zone as "timeZone", bank_holidays as "bankHolidays" from clinics where id = ${clinicId}`,
      tx<PractitionerHours[]>`select p.id, p.name, p.title, coalesce((select jsonb_agg(jsonb_build_object('weekday', w.weekday, 'opens', left(w.opens::text, 5),
          'closes', left(w.closes::text, 5)) order by w.weekday, w.opens) from working_hours w where w.practitioner_id = p.id), '[]') as week
        from practitioners p where p.clinic_id = ${clinicId} and p.is_active order by p.name`,
      tx<{ bookings: BookingOutside[] }[]>`select bookings_outside(${clinicId}) as bookings`,
    ])
    return { ...clinic!, practitioners: [...practitioners], bookingsOutside: outside!.bookings }
  })
}

/**
 * Replaces a practitioner's usual week; answers it with the bookings that lie outside of hours since. Throws a 403 for everybody but an owner
 * in person, and for a practitioner who is not the clinic's.
 */
export async function saveWeek(
  actor: Actor, clinicId: string, practitionerId: string, week: readonly WeekSpan[],
): Promise<{ week: WeekSpan[]; bookingsOutside: BookingOutside[] }> {
  const [row] = await ask(actor, (sql) => sql<{ outside: BookingOutside[] }[]>`select save_week(${clinicId}, ${practitionerId}, ${sql.json(week as never)}) as outside`)
  const { practitioners } = await readHours(actor, clinicId)
  return { week: practitioners.find(({ id }) => id === practitionerId)?.week ?? [], bookingsOutside: row!.outside }
}

/** Keeps whose bank holidays the clinic goes by. Throws a 403 for everybody but an owner in person. */
export async function saveBankHolidays(actor: Actor, clinicId: string, part: UkPart): Promise<ClinicHours> {
  await ask(actor, (sql) => sql`select save_bank_holidays(${clinicId}, ${part})`)
  return readHours(actor, clinicId)
}
