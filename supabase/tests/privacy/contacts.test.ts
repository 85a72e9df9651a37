import { beforeAll, describe, expect, test } from 'vitest'
import { listCalls } from '#lib/calls/call-log.ts'
import { listContactLines, readContactLog } from '#lib/calls/contact-log.ts'
import { listContacts, readContact } from '#lib/tenancy/contacts.ts'
import { member } from '../claiming.ts'
import { makeClinic, useDatabase, type TestClinic } from '../database.ts'
import { useDoor } from '../recovery/texting.ts'

describe('the contacts of a clinic', () => {
  const db = useDatabase({ max: 4 })
  useDoor(db)
  let clinic: TestClinic
  let stranger: TestClinic
  const ids: Record<string, string> = {}
  const owner = () => member(clinic.ownerId)

  async function addContact(clinicId: string, person: { name: string | null; phone?: string; email?: string; postcode?: string }, minute: number) {
    const [row] = await db.sql<{ id: string }[]>`insert into contacts (clinic_id, name, phone, email, postcode, dob, address, created_at)
      values (${clinicId}, ${person.name}, ${person.phone ?? null}, ${person.email ?? null}, ${person.postcode ?? null},
        ${person.postcode ? '1988-02-03' : null}, ${person.postcode ? '4 Mill Lane' : null}, now() + make_interval(mins => ${minute})) returning id`
    return row!.id
  }

  async function addCall(contactId: string, vapiCallId: string, isEmergency = false) {
    const [row] = await db.sql<{ id: string }[]>`insert into calls (clinic_id, vapi_call_id, status, contact_id, started_at, ended_at, is_emergency)
      values (${clinic.id}, ${vapiCallId}, 'ended', ${contactId}, now() - interval '1 hour', now(), ${isEmergency}) returning id`
    return row!.id
  }

  beforeAll(async () => {
    clinic = await makeClinic(db.sql)
    stranger = await makeClinic(db.sql)
    ids.ffion = await addContact(clinic.id, { name: 'Ffion Hallam', phone: '+447700900611', email: 'ffion_h@example.com' }, 1)
    ids.yasmin = await addContact(clinic.id, { name: 'Yasmin 100% Thorpe', phone: '+442079460622', postcode: 'CF10 3AT' }, 2)
    ids.nameless = await addContact(clinic.id, { name: null, phone: '+447700900633' }, 3)
    ids.foreign = await addContact(stranger.id, { name: 'Ffion Hallam', phone: '+447700900611' }, 1)
    const quiet = await addCall(ids.ffion, 'call-quiet')
    ids.alarm = await addCall(ids.yasmin, 'call-alarm', true)
    await db.sql`insert into logs (clinic_id, call_id, position, role, text, redactor_version) values
      (${clinic.id}, ${quiet}, 0, 'assistant', 'Hello?', '1'), (${clinic.id}, ${quiet}, 1, 'user', 'It is [NAME].', '1')`
    const [coming, past] = [['2 days', 'booked'], ['-2 days', 'booked']] as const
    for (const [when, status] of [coming, past]) {
      await db.sql`insert into bookings (clinic_id, practitioner_id, procedure_id, contact_id, status, during, buffer_before_minutes, buffer_after_minutes)
        values (${clinic.id}, ${clinic.practitionerIds[0]}, ${clinic.procedures.facelift}, ${ids.ffion}, ${status},
          tstzrange(now() + ${when}::interval, now() + ${when}::interval + interval '45 minutes'), 0, 0)`
    }
  })

  test.each([
    ['part of a name, in any case', 'hALL', ['ffion']],
    ['a number as it is said at home', '07700 900611', ['ffion']],
    ['a number as it is written abroad', '+44 20 7946', ['yasmin']],
    ['the middle of a number', '7946', ['yasmin']],
    ['digits that several share', '770 0900', ['nameless', 'ffion']],
    ['an email address', 'FFION_H@', ['ffion']],
    ['a postcode without its space', 'cf103at', ['yasmin']],
    ['a per cent sign as itself', '100%', ['yasmin']],
    ['a low line as itself', 'n_h', ['ffion']],
    ['a quote', '\' or true --', []],
    ['two digits, which are no number', '61', []],
  ])('are found by %s', async (_, q, names) => {
    expect((await listContacts(owner(), clinic.id, { q })).items.map((one) => one.id)).toEqual(names.map((name) => ids[name]))
  })

  test('come newest first, page by page, each once', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listContacts(owner(), clinic.id, { limit: 1, cursor })
      seen.push(...page.items.map((one) => one.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual([ids.nameless, ids.yasmin, ids.ffion])
  })

  test('are nothing to a stranger, by list, search or id, while the stranger keeps their own', async () => {
    const other = member(stranger.ownerId)
    expect((await listContacts(other, clinic.id)).items).toEqual([])
    expect((await listContactLines(other, clinic.id, { q: 'Hallam' })).items).toEqual([])
    expect(await readContact(other, clinic.id, ids.ffion!)).toBeNull()
    expect(await readContactLog(other, clinic.id, ids.ffion!)).toMatchObject({ calls: [], bookings: [], counts: { calls: 0, bookings: 0 } })
    expect((await listContacts(other, stranger.id, { q: 'Hallam' })).items.map((one) => one.id)).toEqual([ids.foreign])
    expect((await listContacts(owner(), clinic.id, { cursor: ids.foreign })).items).toEqual([])
  })

  test('carry their last call and the next booking, never a past one', async () => {
    const { items } = await listContactLines(owner(), clinic.id)
    const ffion = items.find((one) => one.id === ids.ffion)!
    expect(Date.parse(ffion.nextBookingAt!)).toBeGreaterThan(Date.now())
    expect(Date.parse(ffion.lastCallAt!)).toBeLessThan(Date.now())
    expect(items.find((one) => one.id === ids.nameless)).toMatchObject({ name: null, lastCallAt: null, nextBookingAt: null, leadCount: 0 })
  })

  test('have a page with everything that is held of them', async () => {
    expect(await readContact(owner(), clinic.id, ids.yasmin!)).toMatchObject({ dob: '1988-02-03', postcode: 'CF10 3AT', address: '4 Mill Lane', isHumanOnly: false })
    const log = await readContactLog(owner(), clinic.id, ids.ffion!)
    expect(log.counts).toEqual({ calls: 1, transcripts: 1, bookings: 2, coming: 1, leads: 0, textsOut: 0, textsIn: 0 })
    expect(log.calls[0]).toMatchObject({ outcome: 'not-booked', hasTranscript: true, isEmergency: false })
    expect(log.bookings.map((one) => one.practitioner)).toEqual(['Dr First', 'Dr First'])
  })

  test('an emergency among their calls can be picked out, whatever became of it', async () => {
    const { items } = await listCalls(owner(), clinic.id, { outcome: 'emergency' })
    expect(items.map(({ id, isEmergency, outcome }) => ({ id, isEmergency, outcome }))).toEqual([{ id: ids.alarm, isEmergency: true, outcome: 'not-booked' }])
    expect((await listCalls(owner(), clinic.id, { outcome: 'booked' })).items).toEqual([])
  })
})
