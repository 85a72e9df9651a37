import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { raiseAlertIn } from '#lib/calls/emergency.ts'
import { answerToolCalls, noteStatus, openCallFor, type CallFacts } from '#lib/calls/webhook.ts'
import type { ReportedTurn } from '#lib/calls/transcript.ts'
import { hashOf } from '#lib/tenancy/keys.ts'
import { voiceAgent } from './claiming.ts'
import { actAs, aWednesday, makeClinic, useDatabase } from './database.ts'
import { anyMobile } from './leads.ts'
import { useDoor } from './recovery/texting.ts'

describe('tool calls, through the webhook\'s own door', () => {
  const db = useDatabase({ max: 2 })
  useDoor(db)
  const start = aWednesday().toISOString()

  async function ringing() {
    const clinic = await makeClinic(db.sql)
    const call: CallFacts = { id: randomUUID(), at: new Date(), phone: anyMobile(), isTest: false, isOutbound: false, greetingVersion: null }
    const use = async (name: string, given: Record<string, unknown>, id: string = randomUUID(), within = call) =>
      (await answerToolCalls(voiceAgent(clinic.id), clinic.id, within, [{ id, name, arguments: given }]))[0]!.result
    const version = async () => (await db.sql<{ version: string }[]>`select ctid::text || ' ' || xmax::text as version from calls where vapi_call_id = ${call.id}`)[0]!.version
    return { clinic, call, use, version }
  }

  /** The same, with a secret: `atOnce` is the way of a message with one tool call. */
  async function ringingBySecret(facts: Partial<CallFacts> = {}) {
    const { clinic, call: known } = await ringing()
    const secret = randomUUID()
    await db.sql`insert into app.clinic_keys (clinic_id, kind, hash) values (${clinic.id}, 'vapi', ${hashOf(secret)})`
    const call = { ...known, ...facts }
    const asked = (name: string, given: Record<string, unknown>, id: string) => [{ id, name, arguments: given }]
    const atOnce = async (name: string, given: Record<string, unknown>, said: ReportedTurn[] = [], id: string = randomUUID()) => {
      const opened = (await openCallFor(secret, call, asked(name, given, id), said))!.opened
      // Read before the tool is answered: what had been done by then.
      const [done] = await db.sql<{ bookings: number; answers: number }[]>`select (select count(*)::int from bookings where clinic_id = ${clinic.id}) as bookings,
        (select count(*)::int from tool_calls where clinic_id = ${clinic.id}) as answers`
      const [answer] = await answerToolCalls(voiceAgent(clinic.id), clinic.id, call, asked(name, given, id), said, opened)
      return { ...done!, looked: opened.state.looked, result: answer!.result }
    }
    const inSteps = async (name: string, given: Record<string, unknown>, id: string = randomUUID()) =>
      (await answerToolCalls(voiceAgent(clinic.id), clinic.id, call, asked(name, given, id)))[0]!.result
    return { clinic, call, atOnce, inSteps }
  }
  const claim = { procedure: 'facelift', start, name: 'Philippa Underwood' }

  test('what a call knows already neither writes nor locks its row', async () => {
    const { clinic, call, use, version } = await ringing()
    const told = { procedure: 'facelift', name: 'Philippa Underwood' }
    await use('capture_lead', told)
    const [place] = (await version()).split(' ')
    await noteStatus(voiceAgent(clinic.id), clinic.id, call, 'in-progress', null)
    const untouched = await version()
    await noteStatus(voiceAgent(clinic.id), clinic.id, call, 'in-progress', null)
    expect(await version()).toBe(untouched)
    await use('capture_lead', told)
    await use('check_availability', { procedure: 'facelift' })
    expect((await use('claim_slot', claim)).status).toBe(201)
    expect((await version()).split(' ')[0]).toBe(place)
    // What is new still is.
    await use('capture_lead', { procedure: 'lip-filler' })
    expect((await version()).split(' ')[0]).not.toBe(place)
  })

  test('two calls may use one id of a tool call, as models do that count from nought: each has its own booking', async () => {
    const { call, use } = await ringing()
    expect((await use('claim_slot', claim, 'call_0')).status).toBe(201)
    const later = new Date(Date.parse(start) + 7 * 86_400_000).toISOString()
    expect(await use('claim_slot', { ...claim, start: later }, 'call_0', { ...call, id: randomUUID(), phone: anyMobile() })).toMatchObject({ status: 201 })
    expect((await use('claim_slot', claim, 'call_0')).status).toBe(201)
  })

  test('a booking and its answer are one: what cannot be remembered is not booked', async () => {
    const { clinic, use } = await ringing()
    await db.sql.unsafe(`create function app.forgetful() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
      create trigger forgetful before insert on public.tool_calls for each row execute function app.forgetful()`)
    try {
      expect((await use('claim_slot', claim)).status).toBe(500)
      expect(await db.sql`select 1 from bookings where clinic_id = ${clinic.id}`).toHaveLength(0)
    } finally {
      await db.sql.unsafe('drop trigger forgetful on public.tool_calls; drop function app.forgetful()')
    }
    expect((await use('claim_slot', claim)).status).toBe(201)
  })

  const day = (days: number) => new Date(Date.parse(start) + days * 86_400_000).toISOString().slice(0, 10)
  const hour = 3_600_000
  test.each([
    ['claim_slot', claim, {}],
    ['claim_slot', { ...claim, procedure: 'Facelift', phone: anyMobile() }, { phone: null }],
    ['claim_slot', { ...claim, procedure: 'Facelift consultation' }, {}],
    ['claim_slot', { ...claim, procedure: 'no such thing' }, {}],
    ['claim_slot', { ...claim, start: start.slice(0, 16) }, {}],
    ['claim_slot', { ...claim, start: 'half past never, next week' }, {}],
    ['claim_slot', { ...claim, start: '2020-01-01T10:00:00Z' }, {}],
    ['claim_slot', { ...claim, start: start.replace('00:00.', '00:30.') }, {}],
    ['claim_slot', { ...claim, practitionerId: randomUUID() }, {}],
    ['claim_slot', { ...claim, procedure: 'lip-filler' }, {}],
    ['claim_slot', { ...claim, procedure: 'lip-filler', ageConfirmed: true }, {}],
    ['claim_slot', claim, { phone: null }],
    ['claim_slot', { ...claim, phone: 'a lot of sevens' }, {}],
    ['claim_slot', { ...claim, name: '12' }, {}],
    ['claim_slot', { procedure: 'facelift' }, {}],
    ['check_availability', { procedure: 'facelift' }, {}],
    ['check_availability', { procedure: 'Facelift consultation', from: day(0), to: day(1) }, {}],
    ['check_availability', { procedure: 'facelift', from: '2020-01-01', to: '2020-01-02' }, {}],
    ['check_availability', { procedure: 'facelift', from: `${day(3)}T10:00:00Z`, to: day(90) }, {}],
    ['check_availability', { procedure: 'facelift', from: day(3), to: day(1) }, {}],
    ['check_availability', { procedure: 'facelift', from: 'soon' }, {}],
    ['check_availability', { procedure: 'facelift', practitionerId: randomUUID() }, {}],
    ['check_availability', { procedure: 'no such thing' }, {}],
  ] as [string, Record<string, unknown>, Partial<CallFacts>][])('%s %j at once says what it says in steps', async (name, given, facts) => {
    const plain = (result: Record<string, unknown>) => JSON.parse(JSON.stringify(result, (key, value: unknown) => (key === 'id' || key === 'practitionerId' ? 'an id' : value))) as unknown
    const [quick, slow] = [await ringingBySecret(facts), await ringingBySecret(facts)]
    // Somebody else has the next hour, so that what is offered instead is told alike too.
    for (const { inSteps } of [quick, slow]) await inSteps('claim_slot', { ...claim, start: new Date(Date.parse(start) + hour).toISOString() })
    expect(plain((await quick.atOnce(name, given)).result)).toEqual(plain(await slow.inSteps(name, given)))
  })

  test('a claim is done when its call is open, and free times are read; a repeat hears the same words and books nothing', async () => {
    const { atOnce } = await ringingBySecret()
    expect((await atOnce('check_availability', { procedure: 'facelift' })).looked).toMatchObject({ procedure: 'facelift', slots: expect.arrayContaining([expect.objectContaining({ start: expect.any(String) })]) })
    const id = randomUUID()
    const first = await atOnce('claim_slot', claim, [], id)
    expect(first).toMatchObject({ bookings: 1, answers: 2, result: { status: 201 } })
    expect(await atOnce('claim_slot', claim, [], id)).toEqual(first)
    // Taken by now, and that is an answer too.
    expect(await atOnce('claim_slot', { ...claim, start: new Date(Date.parse(start) + 15 * 60_000).toISOString() })).toMatchObject({ bookings: 2, answers: 3, result: { status: 201 } })
    expect(await atOnce('claim_slot', { ...claim, start: new Date(Date.parse(start) + 20 * 60_000).toISOString() })).toMatchObject({ bookings: 2, answers: 4, result: { status: 409 } })
  })

  test('nothing is booked at once for somebody who may be in danger, now or since earlier in the call', async () => {
    const { atOnce } = await ringingBySecret()
    const said: ReportedTurn[] = [{ role: 'caller', text: 'my lip has gone white and I can\'t breathe', at: new Date() }]
    expect(await atOnce('claim_slot', claim, said)).toMatchObject({ bookings: 0, result: { code: 'emergency' } })
    const earlier = await ringingBySecret()
    await raiseAlertIn(voiceAgent(earlier.clinic.id), earlier.clinic.id, earlier.call, 'medical')
    expect(await earlier.atOnce('claim_slot', claim)).toMatchObject({ bookings: 0, result: { code: 'emergency' } })
    expect(await earlier.atOnce('check_availability', { procedure: 'facelift' })).toMatchObject({ looked: undefined, result: { code: 'emergency' } })
  })

  test('a booking that is told of is on the disk: its commit waits, and that of a look does not', async () => {
    await db.sql.unsafe(`create table app.commits (how text); grant insert on app.commits to public;
      create function app.note_commit() returns trigger language plpgsql as $$ begin insert into app.commits values (current_setting('synchronous_commit')); return null; end $$;
      create constraint trigger note_commit after insert on public.calls deferrable initially deferred for each row execute function app.note_commit()`)
    try {
      const how = async (name: string, given: Record<string, unknown>) => {
        await db.sql`delete from app.commits`
        const { atOnce } = await ringingBySecret()
        await atOnce(name, given)
        return (await db.sql<{ how: string }[]>`select how from app.commits`).map((row) => row.how)
      }
      expect(await how('claim_slot', claim)).toEqual(['on'])
      expect(await how('check_availability', { procedure: 'facelift' })).toEqual(['off'])
    } finally {
      await db.sql.unsafe('drop trigger note_commit on public.calls; drop function app.note_commit(); drop table app.commits')
    }
  })

  test('what is done before anybody calls books as a caller does, and leaves nothing', async () => {
    await ringing()
    const rows = () => db.sql`select (select count(*) from bookings) as bookings, (select count(*) from calls) as calls, (select count(*) from contacts) as contacts,
      (select count(*) from tool_calls) as answers, (select count(*) from graphile_worker.jobs) as jobs, (select count(*) from app.idempotency_keys) as keys`
    const before = await rows()
    // A number that was taken stays taken, whatever is undone.
    await db.sql.unsafe(`create sequence app.booked; create function app.count_booked() returns trigger language plpgsql security definer as $$ begin perform nextval('app.booked'); return null; end $$;
      create trigger count_booked after insert on public.bookings for each row execute function app.count_booked()`)
    try {
      await actAs(db.sql, { role: 'anon' }, (tx) => tx`select app.warm_up()`)
      expect(await db.sql`select last_value::int as times from app.booked`).toEqual([{ times: 6 }])
      expect(await rows()).toEqual(before)
    } finally {
      await db.sql.unsafe('drop trigger count_booked on public.bookings; drop function app.count_booked(); drop sequence app.booked')
    }
  })
})
