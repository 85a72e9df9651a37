import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/db/actor.ts'
import { apiClient, availableSlots, claim, insertDirectly, member, plus, times, voiceAgent } from './claiming.ts'
import { actAs, aWednesday, makeClinic, useDatabase, type TestClinic } from './database.ts'

type Outside = { id: string; status: string; start: string; practitionerId: string; reason: string }
type Closure = { id: string; practitionerId: string | null; from: string; to: string; label: string; spans: { opens: string; closes: string }[] }
type Wish = { practitionerId?: string | null; from: string; to?: string; spans?: { opens: string; closes: string }[]; label?: string }

describe('opening hours that an owner sets', () => {
  const db = useDatabase({ max: 40 })
  const noon = aWednesday()
  const day = noon.toISOString().slice(0, 10)
  const later = (days: number) => plus(noon, days * 1440).toISOString().slice(0, 10)
  let clinic: TestClinic
  beforeEach(async () => { clinic = await makeClinic(db.sql, { timeZone: 'UTC' }) })

  const call = async <T>(actor: Actor, query: string, values: unknown[]): Promise<T> =>
    (await actAs(db.sql, actor, (tx) => tx.unsafe(`select ${query} as answer`, values as never[])))[0]!.answer as T
  const owner = () => member(clinic.ownerId)
  const close = (closures: Wish[], actor: Actor = owner()) =>
    call<{ items: Closure[]; bookingsOutside: Outside[] }>(actor, `add_closures($1, $2::text::jsonb)`, [clinic.id, JSON.stringify(closures)])
  const open = (id: string, actor: Actor = owner()) => call<{ item: Closure; bookingsOutside: Outside[] }>(actor, `remove_closure($1, $2)`, [clinic.id, id])
  const saveWeek = (week: object[], practitionerId = clinic.practitionerIds[0], actor: Actor = owner()) =>
    call<Outside[]>(actor, `save_week($1, $2, $3::text::jsonb)`, [clinic.id, practitionerId, JSON.stringify(week)])
  const timeOff = (from: Date, to: Date, { practitionerId = clinic.practitionerIds[0], label = '', actor = owner() }: { practitionerId?: string; label?: string; actor?: Actor } = {}) =>
    call<{ item: { id: string; start: string; label: string }; bookingsOutside: Outside[] }>(actor, `add_time_off($1, $2, $3, $4, $5)`, [clinic.id, practitionerId, from, to, label])
  const outside = () => call<Outside[]>(owner(), `bookings_outside($1)`, [clinic.id])
  const weekOf = (id: string) => db.sql`select weekday, left(opens::text, 5) as opens, left(closes::text, 5) as closes from working_hours where practitioner_id = ${id} order by 1, 2`
  const at = (practitionerId = clinic.practitionerIds[0]) => claim(db.sql, clinic, { start: noon, practitionerId }, voiceAgent(clinic.id))

  test('a closed day is bookable before, refused from the very moment it is closed, and bookable again when it is opened', async () => {
    const free = () => availableSlots(db.sql, clinic, { from: noon, until: plus(noon, 60) })
    expect((await free()).length).toBeGreaterThan(0)
    const { items, bookingsOutside } = await close([{ from: day, label: 'Christmas' }])
    expect(items).toEqual([{ id: items[0]!.id, practitionerId: null, from: day, to: day, spans: [], label: 'Christmas' }])
    expect(bookingsOutside).toEqual([])
    expect(await at()).toMatchObject({ status: 409, code: 'slot_unavailable', reason: 'outside_hours' })
    expect(await free()).toEqual([])
    expect((await open(items[0]!.id)).item).toEqual(items[0])
    expect((await free()).length).toBeGreaterThan(0)
    expect((await at()).status).toBe(201)
  })

  test('a run of days is one thing, for the clinic or for one practitioner, closed or with hours of its own, and goes whole', async () => {
    const [second] = [clinic.practitionerIds[1]]
    const spans = [{ opens: '10:00', closes: '12:00' }, { opens: '13:00', closes: '15:30' }]
    const { items: [run] } = await close([{ practitionerId: second, from: day, to: later(2), spans, label: ' Short days ' }])
    expect(run).toMatchObject({ practitionerId: second, from: day, to: later(2), spans, label: 'Short days' })
    expect(await db.sql`select count(*)::int as rows, count(*) filter (where closure_id is null)::int as heads from working_hours_exceptions where clinic_id = ${clinic.id}`).toEqual([{ rows: 6, heads: 1 }])
    expect((await at(second)).status).toBe(201)
    expect((await claim(db.sql, clinic, { start: plus(noon, -75), practitionerId: second })).reason).toBe('outside_hours')
    expect((await claim(db.sql, clinic, { start: plus(noon, 2 * 1440 - 75), practitionerId: second })).reason).toBe('outside_hours')
    expect((await claim(db.sql, clinic, { start: plus(noon, 3 * 1440 - 75), practitionerId: second })).status).toBe(201)
    expect((await at(clinic.practitionerIds[0])).status).toBe(201)
    await open(run!.id)
    expect(await db.sql`select 1 from working_hours_exceptions where clinic_id = ${clinic.id}`).toEqual([])
  })

  test('what is asked for is done whole or not at all, and what is wrong is named by its place', async () => {
    await close([{ from: later(7) }])
    const wrong: [Wish[], string, RegExp][] = [
      [[{ from: day }, { from: later(7) }], 'closures.1.from', /is set already/],
      [[{ from: later(6), to: later(8) }], 'closures.0.from', /is set already/],
      [[{ from: day, to: later(-1) }], 'closures.0.to', /before the first/],
      [[{ from: '2020-12-25' }], 'closures.0.to', /past/],
      [[{ from: day, to: later(400) }], 'closures.0.to', /year/],
      [[{ from: day, spans: [{ opens: '12:00', closes: '10:00' }] }], 'closures.0.spans', /end after/],
      [[{ from: day, spans: [{ opens: '09:00', closes: '12:00' }, { opens: '11:00', closes: '13:00' }] }], 'closures.0.spans', /overlap/],
      [[{ from: day, label: 'x'.repeat(81) }], 'closures.0.label', /80/],
      [[], 'closures', /./], [times(41, (n) => ({ from: later(20 + n) })), 'closures', /forty/], [[{ from: 'soon' }], 'closures', /./],
    ]
    for (const [wish, detail, message] of wrong) await expect(close(wish), JSON.stringify(wish)).rejects.toMatchObject({ code: 'PT422', detail, message: expect.stringMatching(message) })
    expect(await db.sql`select day::text as day from working_hours_exceptions where clinic_id = ${clinic.id}`).toEqual([{ day: later(7) }])
    // One practitioner's own day stands beside the clinic's.
    expect((await close([{ from: later(7), practitionerId: clinic.practitionerIds[0], spans: [{ opens: '09:00', closes: '10:00' }] }])).items).toHaveLength(1)
  })

  test('no writer can make a day closed and open, or hours overlap', async () => {
    const insert = (opens: string | null, closes: string | null) => db.sql`insert into working_hours_exceptions (clinic_id, day, opens, closes) values (${clinic.id}, ${day}, ${opens}, ${closes})`
    await insert(null, null)
    for (const [opens, closes] of [[null, null], ['09:00', '10:00']] as const) await expect(insert(opens, closes)).rejects.toMatchObject({ code: '23P01' })
    await expect(db.sql`insert into working_hours (clinic_id, practitioner_id, weekday, opens, closes) values (${clinic.id}, ${clinic.practitionerIds[0]}, 3, '09:00', '10:00')`).rejects.toMatchObject({ code: '23P01' })
  })

  test('a week is replaced whole, a lunch gap included, or stays as it was', async () => {
    const id = clinic.practitionerIds[0]
    const week = [{ weekday: 3, opens: '09:00', closes: '12:30' }, { weekday: 3, opens: '13:15', closes: '24:00' }, { weekday: 5, opens: '10:00', closes: '14:00' }]
    expect(await saveWeek(week)).toEqual([])
    expect(await weekOf(id)).toEqual(week)
    expect((await claim(db.sql, clinic, { start: plus(noon, -90), practitionerId: id })).reason).toBe('outside_hours')
    const wrong = [[{ weekday: 8, opens: '09:00', closes: '10:00' }], [{ weekday: 1, opens: '10:00', closes: '09:00' }], [{ weekday: 1, opens: '09:00', closes: '12:00' }, { weekday: 1, opens: '11:00', closes: '13:00' }],
      [{ weekday: 1, opens: 'noon', closes: '13:00' }], [{ opens: '09:00', closes: '10:00' }]]
    for (const one of wrong) await expect(saveWeek([...week, ...one]), JSON.stringify(one)).rejects.toMatchObject({ code: 'PT422', detail: 'week' })
    expect(await weekOf(id)).toEqual(week)
    expect(await saveWeek([])).toEqual([])
    expect(await weekOf(id)).toEqual([])
    expect((await weekOf(clinic.practitionerIds[1])).length).toBe(7)
  })

  test('what is booked in time that is closed stays booked, and is named: by the answer that closed it, and from then on', async () => {
    const [first, second] = clinic.practitionerIds
    const [one, two] = [(await at(first)).booking!, (await at(second)).booking!]
    const { bookingsOutside } = await close([{ from: day, practitionerId: first }])
    expect(bookingsOutside).toEqual([{ id: one.id, status: 'booked', start: one.start, end: one.end, practitionerId: first, reason: 'outside_hours' }])
    expect((await close([{ from: later(30) }])).bookingsOutside).toEqual([])
    expect((await timeOff(plus(noon, 30), plus(noon, 90), { practitionerId: second })).bookingsOutside).toMatchObject([{ id: two.id, reason: 'time_off' }])
    expect((await outside()).map(({ id }) => id).sort()).toEqual([one.id, two.id].sort())
    expect(await db.sql`select distinct status from bookings where clinic_id = ${clinic.id}`).toEqual([{ status: 'booked' }])
    expect(await saveWeek([{ weekday: 3, opens: '08:00', closes: '09:00' }], second)).toEqual([])
    await db.sql`update bookings set status = 'cancelled' where id = ${one.id}`
    expect((await outside()).map(({ id }) => id)).toEqual([two.id])
  })

  test('longer hours that are taken away again leave what was booked in them named', async () => {
    await saveWeek([])
    const { items: [late] } = await close([{ from: day, practitionerId: clinic.practitionerIds[0], spans: [{ opens: '13:00', closes: '18:00' }] }])
    const booked = (await at()).booking!
    expect(await outside()).toEqual([])
    expect((await open(late!.id)).bookingsOutside).toMatchObject([{ id: booked.id }])
  })

  test('of claims and a closure at once every booking was refused or is named', async () => {
    for (let round = 0; round < 5; round++) {
      clinic = await makeClinic(db.sql, { timeZone: 'UTC' })
      const [closing, ...claims] = await Promise.all([
        close([{ from: day }]),
        ...times(24, (n) => claim(db.sql, clinic, { start: plus(noon, (n % 12) * 5), practitionerId: clinic.practitionerIds[n % 2]! })),
      ])
      const booked = claims.flatMap(({ booking }) => (booking ? [booking.id] : [])).sort()
      expect(claims.filter(({ status }) => ![201, 409].includes(status))).toEqual([])
      expect(closing.bookingsOutside.map(({ id }) => id).sort()).toEqual(booked)
      expect((await outside()).map(({ id }) => id).sort()).toEqual(booked)
    }
  })

  /** Closes the day and, before that is committed, claims a time on it: answers what either heard. */
  async function claimWhileClosing() {
    let claiming: ReturnType<typeof claim> | undefined
    const [closing] = await actAs(db.sql, owner(), async (tx) => {
      const rows = await tx<{ answer: { bookingsOutside: Outside[] } }[]>`select add_closures(${clinic.id}, ${JSON.stringify([{ from: day }])}::text::jsonb) as answer`
      let isDone = false
      claiming = claim(db.sql, clinic, { start: noon }).finally(() => { isDone = true })
      // Until the claim has either answered or stands in a queue for a lock, as the server itself says.
      for (;;) {
        const [row] = await db.sql<{ waiting: number }[]>`select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
        if (isDone || row!.waiting > 0) return rows
      }
    })
    return { claimed: await claiming!, named: closing!.answer.bookingsOutside }
  }

  test('a claim that comes while the clinic is being closed waits, and meets the closed day', async () => {
    expect(await claimWhileClosing()).toMatchObject({ claimed: { status: 409, reason: 'outside_hours' }, named: [] })
    expect(await outside()).toEqual([])
  })

  test('without the lock it would be booked and not be named by the answer; the list of the page has it all the same', async () => {
    const [{ source } = { source: '' }] = await db.sql<{ source: string }[]>`select pg_get_functiondef('app.hold_diary(uuid)'::regprocedure) as source`
    await db.sql.unsafe(source.replace(' for update;', ';'))
    const { claimed, named } = await claimWhileClosing()
    await db.sql.unsafe(source)
    expect([claimed.status, named]).toEqual([201, []])
    expect((await outside()).map(({ id }) => id)).toEqual([claimed.booking!.id])
  })

  test('a hold counts while it lives; what is over, and whoever works here no more, does not', async () => {
    const held = await claim(db.sql, clinic, { start: noon, practitionerId: clinic.practitionerIds[0], holdSeconds: 300, contact: null })
    await insertDirectly(db.sql, clinic, { start: plus(new Date(), -3 * 1440) })
    await saveWeek([])
    expect(await outside()).toMatchObject([{ id: held.booking!.id, status: 'held' }])
    await db.sql`update bookings set hold_expires_at = now() - interval '1 second' where id = ${held.booking!.id}`
    expect(await outside()).toEqual([])
    await at(clinic.practitionerIds[1])
    await saveWeek([], clinic.practitionerIds[1])
    expect(await outside()).toHaveLength(1)
    await db.sql`update practitioners set is_active = false where id = ${clinic.practitionerIds[1]}`
    expect(await outside()).toEqual([])
  })

  test('time off has an end after its beginning, not all of it past', async () => {
    const { item } = await timeOff(noon, plus(noon, 90), { label: ' Training ' })
    expect(item).toMatchObject({ start: `${day}T14:00:00+00:00`, label: 'Training' })
    expect(await at()).toMatchObject({ status: 409, reason: 'time_off' })
    for (const [from, to] of [[noon, noon], [noon, plus(noon, -1)], [plus(new Date(), -90), plus(new Date(), -30)], [noon, plus(noon, 400 * 1440)]] as const) {
      await expect(timeOff(from, to)).rejects.toMatchObject({ code: 'PT422', detail: 'end' })
    }
    await expect(timeOff(noon, plus(noon, 60), { label: 'x'.repeat(81) })).rejects.toMatchObject({ code: 'PT422', detail: 'label' })
    expect(await call(owner(), `remove_time_off($1, $2)`, [clinic.id, item.id])).toEqual(item)
    expect((await at()).status).toBe(201)
  })

  test('only a signed-in owner changes any of it, and nothing of another clinic\'s; members and keys see it', async () => {
    const theirs = await makeClinic(db.sql)
    const staffId = randomUUID()
    await db.sql`insert into clinic_members (clinic_id, user_id, role) values (${clinic.id}, ${staffId}, 'staff')`
    const { items: [mine] } = await close([{ from: later(7) }])
    const off = (await timeOff(noon, plus(noon, 60))).item
    const deeds = (actor: Actor): [string, () => Promise<unknown>][] => [
      ['close', () => close([{ from: day }], actor)], ['open', () => open(mine!.id, actor)], ['week', () => saveWeek([], undefined, actor)],
      ['time off', () => timeOff(noon, plus(noon, 60), { actor })], ['no time off', () => call(actor, `remove_time_off($1, $2)`, [clinic.id, off.id])],
      ['bank holidays', () => call(actor, `save_bank_holidays($1, $2)`, [clinic.id, 'scotland'])],
    ]
    for (const actor of [member(staffId), member(theirs.ownerId), member(randomUUID()), apiClient(clinic.id), voiceAgent(clinic.id)]) {
      for (const [what, deed] of deeds(actor)) await expect(deed(), what).rejects.toMatchObject({ code: actor.role === 'authenticated' ? 'PT403' : '42501' })
    }
    for (const id of [theirs.practitionerIds[0], randomUUID()]) {
      await expect(close([{ from: day, practitionerId: id }])).rejects.toMatchObject({ code: 'PT403' })
      await expect(saveWeek([], id)).rejects.toMatchObject({ code: 'PT403' })
      await expect(timeOff(noon, plus(noon, 60), { practitionerId: id })).rejects.toMatchObject({ code: 'PT403' })
      await expect(open(id)).rejects.toMatchObject({ code: 'PT403' })
    }
    for (const actor of [member(staffId), apiClient(clinic.id, ['read'])]) {
      expect(await call(actor, `bookings_outside($1)`, [clinic.id])).toEqual([])
      expect(await call(actor, `app.closure_json($1)`, [mine!.id])).toEqual(mine)
      expect(await call(actor, `app.time_off_json($1)`, [off.id])).toEqual(off)
    }
    expect(await call(member(theirs.ownerId), `app.closure_json($1)`, [mine!.id])).toBeNull()
    expect(await call(member(theirs.ownerId), `app.time_off_json($1)`, [off.id])).toBeNull()
  })

  test('each change is a line of the trail, a run of days one, and open pages are told of what comes and what goes', async () => {
    const heard = new Set<string>()
    const listening = await db.sql.listen('clinic_changes', (payload) => heard.add((JSON.parse(payload) as { table: string; clinicId: string }).table))
    const { items: [run] } = await close([{ from: day, to: later(3) }])
    await open(run!.id)
    const { item } = await timeOff(noon, plus(noon, 60))
    await call(owner(), `remove_time_off($1, $2)`, [clinic.id, item.id])
    heard.clear()
    await saveWeek([])
    await call(owner(), `save_bank_holidays($1, $2)`, [clinic.id, 'scotland'])
    await expect(call(owner(), `save_bank_holidays($1, $2)`, [clinic.id, 'wales'])).rejects.toMatchObject({ code: 'PT422' })
    const trail = await call<{ action: string; subjectId: string; actor: string }[]>(owner(), `read_trail($1)`, [clinic.id])
    expect(trail.filter(({ actor }) => actor !== 'none').map(({ action, subjectId }) => [action, subjectId]).reverse()).toEqual([
      ['closure.added', run!.id], ['closure.removed', run!.id], ['time_off.added', item.id], ['time_off.removed', item.id], ['hours.changed', clinic.practitionerIds[0]], ['clinic.changed', clinic.id]])
    await expect.poll(() => [...heard]).toContain('working_hours')
    const { items: [again] } = await close([{ from: day }])
    await expect.poll(() => [...heard]).toContain('working_hours_exceptions')
    heard.clear()
    await open(again!.id)
    await expect.poll(() => [...heard]).toContain('working_hours_exceptions')
    await listening.unlisten()
  })
})
