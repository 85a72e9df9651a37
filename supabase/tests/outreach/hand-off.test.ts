import type { Sql } from 'postgres'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askAfterSilentCalls } from '#lib/calls/silent.ts'
import { claim, plus, times, voiceAgent } from '../claiming.ts'
import { aWednesday, actAs, makeClinic, useDatabase, type TestClinic } from '../database.ts'
import { anyMobile, endCall, leadOf, loseCall, messageOf, startCall, whatCameOf, type LostCall } from '../leads.ts'

type Call = Awaited<ReturnType<typeof startCall>>
const sources = ['ended', 'report', 'sweeper'] as const
type Source = (typeof sources)[number]

/** Every order of every choice of the three. */
const orders: Source[][] = sources.flatMap((first) => [[first], ...sources.filter((one) => one !== first).flatMap((second) => [
  [first, second], ...sources.filter((one) => one !== first && one !== second).map((third) => [first, second, third])])])

/** The worker's own question about calls that fell silent, with a platform that knows how the call ended. */
async function sweep(sql: Sql, call: Call): Promise<void> {
  // The call's row first, as everything that works on a call takes it: many of these at once would else stand in each other's way.
  await sql.begin(async (tx) => {
    await tx`update calls set created_at = created_at - interval '2 minutes', end_heard_at = end_heard_at - interval '70 seconds', asked_at = null where id = ${call.callId}`
    await tx`update tool_calls set at = at - interval '2 minutes' where call_id = ${call.callId}`
  })
  await askAfterSilentCalls(sql, async (id) => (id !== call.vapiCallId ? 'still-going' : {
    call: { id, at: new Date(), phone: null, isTest: false, isOutbound: false, greetingVersion: null },
    report: { endedAt: new Date(), endedReason: 'customer-ended-call', latency: {}, turns: [], toolCalls: [] },
  }))
}

const tell = (sql: Sql, clinic: TestClinic, call: Call, source: Source, details: LostCall = {}) =>
  (source === 'sweeper' ? sweep(sql, call) : endCall(sql, clinic, call.callId, call.vapiCallId, source, details))

/** How many leads, recovery texts and jobs there are of a call. */
async function countsOf(sql: Sql, callId: string) {
  const [row] = await sql<{ leads: number; texts: number; jobs: number }[]>`select
    (select count(*)::int from leads where call_id = ${callId}) as leads,
    (select count(*)::int from messages m join leads l on l.id = m.lead_id where l.call_id = ${callId} and m.kind = 'recovery') as texts,
    (select count(*)::int from graphile_worker.jobs j join messages m on j.key = 'text:' || m.id join leads l on l.id = m.lead_id where l.call_id = ${callId}) as jobs`
  return row!
}
const once = { leads: 1, texts: 1, jobs: 1 }
const none = { leads: 0, texts: 0, jobs: 0 }

/** Lets the product's own door lead into this database, for what goes through it. */
function useDoor(db: { url: string }): void {
  beforeAll(() => { globalThis.callwaitingPool = postgres(db.url, { max: 8, onnotice: () => undefined, connection: { role: 'anon' } }) })
  afterAll(async () => {
    await globalThis.callwaitingPool!.end()
    globalThis.callwaitingPool = undefined
  })
}

describe('whatever tells that a call is over', () => {
  const db = useDatabase({ max: 20 })
  useDoor(db)

  test.each(orders.map((order) => [order.join(', '), order] as const))('one lead, one text, one job: %s', async (_name, order) => {
    const clinic = await makeClinic(db.sql)
    for (let often = 1; often <= 10; often++) {
      const call = await startCall(db.sql, clinic)
      for (const source of order) for (let n = 0; n < often; n++) await tell(db.sql, clinic, call, source)
      expect(await countsOf(db.sql, call.callId)).toEqual(once)
    }
  })

  test('one of each also when all tell it at the same moment, ten times, from many connections', async () => {
    const clinic = await makeClinic(db.sql)
    for (let round = 0; round < 10; round++) {
      const call = await startCall(db.sql, clinic)
      await Promise.all(times(30, (n) => tell(db.sql, clinic, call, sources[(n + round) % 3]!)))
      expect(await countsOf(db.sql, call.callId)).toEqual(once)
    }
  })

  test('the end alone waits fifteen seconds for the report, which pulls the text forward', async () => {
    const clinic = await makeClinic(db.sql)
    const call = await startCall(db.sql, clinic)
    await tell(db.sql, clinic, call, 'ended')
    const { messageId } = await whatCameOf(db.sql, call.callId)
    const read = async () => (await db.sql<Record<string, boolean>[]>`select m.due_at >= c.end_heard_at + interval '15 seconds' as "waits",
      m.due_at <= clock_timestamp() + interval '15 seconds' as "isSoon", m.due_at <= clock_timestamp() as "isDue",
      m.next_at = m.due_at and j.run_at = m.due_at and l.eligible_at = m.due_at as "agrees"
      from messages m join leads l on l.id = m.lead_id join calls c on c.id = l.call_id join graphile_worker.jobs j on j.key = 'text:' || m.id
      where m.id = ${messageId}`)[0]
    expect(await read()).toMatchObject({ waits: true, isSoon: true, agrees: true })
    await tell(db.sql, clinic, call, 'report')
    expect(await read()).toMatchObject({ waits: false, isDue: true, agrees: true })
  })

  test('the promise runs for five minutes from hanging up, by the platform\'s clock if that can be', async () => {
    const clinic = await makeClinic(db.sql)
    const seconds = async (endedAt: string) => {
      const { callId, vapiCallId } = await startCall(db.sql, clinic)
      await db.sql`update calls set started_at = now() - interval '1 hour' where id = ${callId}`
      await actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`
        select note_call(${clinic.id}, ${vapiCallId}, 'ended', now() + ${endedAt}::interval, null, 'customer-ended-call', false)`)
      const [row] = await db.sql<{ promise: number; ago: number }[]>`select extract(epoch from l.deadline_at - l.hung_up_at)::int as promise,
        round(extract(epoch from c.end_heard_at - l.hung_up_at) / 10)::int * 10 as ago from leads l join calls c on c.id = l.call_id where c.id = ${callId}`
      return row
    }
    expect(await seconds('-40 seconds')).toEqual({ promise: 300, ago: 40 })
    expect(await seconds('30 seconds')).toEqual({ promise: 300, ago: 0 })
    expect(await seconds('-30 minutes')).toEqual({ promise: 300, ago: 0 })
  })
})

describe('why the line went dead', () => {
  const db = useDatabase()
  useDoor(db)

  test.each([
    'customer-ended-call', 'customer-ended-call-during-transfer', 'silence-timed-out', 'exceeded-max-duration', 'assistant-said-end-call-phrase',
    'pipeline-error-openai-llm-failed', 'call.in-progress.error-transfer-failed', 'call.forwarding.no-answer', 'call.forwarding.operator-busy',
    'twilio-failed-to-connect-call', 'worker-shutdown', 'a-reason-that-is-not-known-yet',
  ])('%s makes a lead all the same', async (endedReason) => {
    const clinic = await makeClinic(db.sql)
    const lost = await loseCall(db.sql, clinic, { endedReason })
    expect(await leadOf(db.sql, lost.leadId!)).toMatchObject({ status: 'waiting', reason: null, stage: 'offered' })
    expect(await countsOf(db.sql, lost.callId)).toEqual(once)
  })

  test('a call whose platform has never heard of it is still somebody who rang', async () => {
    const clinic = await makeClinic(db.sql)
    const call = await startCall(db.sql, clinic)
    await db.sql`update calls set created_at = created_at - interval '2 minutes' where id = ${call.callId}`
    await db.sql`update tool_calls set at = at - interval '2 minutes' where call_id = ${call.callId}`
    await askAfterSilentCalls(db.sql, async () => 'unknown')
    expect(await countsOf(db.sql, call.callId)).toEqual(once)
  })

  test.each(sources)('a caller who was put through is with a person: no lead by %s', async (source) => {
    const clinic = await makeClinic(db.sql)
    const call = await startCall(db.sql, clinic)
    await actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select note_call(${clinic.id}, ${call.vapiCallId}, 'forwarding', now())`)
    if (source === 'sweeper') await tell(db.sql, clinic, call, 'ended', { endedReason: 'assistant-forwarded-call' })
    await tell(db.sql, clinic, call, source, { endedReason: 'assistant-forwarded-call' })
    expect(await countsOf(db.sql, call.callId)).toEqual(none)
  })

  test('who booked in the call, or rang back and booked, is nobody to win back', async () => {
    const clinic = await makeClinic(db.sql)
    const inCall = await startCall(db.sql, clinic)
    expect(await claim(db.sql, clinic, { start: aWednesday(), callId: inCall.callId }, voiceAgent(clinic.id))).toMatchObject({ status: 201 })
    const byDesk = await startCall(db.sql, clinic)
    expect(await claim(db.sql, clinic, { start: plus(aWednesday(), 180), contact: { name: 'Tamsin Okafor', phone: byDesk.phone! } })).toMatchObject({ status: 201 })
    for (const call of [inCall, byDesk]) {
      for (const source of sources) await tell(db.sql, clinic, call, source)
      expect(await countsOf(db.sql, call.callId)).toEqual(none)
    }
  })

  test.each(['reschedule_booking', 'cancel_booking'])('%s that worked is what they rang for; one that did not makes a lead', async (tool) => {
    const clinic = await makeClinic(db.sql)
    for (const status of [200, 409]) {
      const call = await startCall(db.sql, clinic)
      await actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select note_tool_call(${call.callId}, 'changed', ${tool}, ${tx.json({ status })}, 1)`)
      for (const source of ['ended', 'report'] as const) await tell(db.sql, clinic, call, source)
      expect(await countsOf(db.sql, call.callId)).toEqual(status === 200 ? none : once)
    }
  })
})

describe('lead, text and job', () => {
  const db = useDatabase()

  test('exist together or not at all: no job, no lead, and the call has not ended either', async () => {
    const clinic = await makeClinic(db.sql)
    const [enqueue] = await db.sql<{ source: string }[]>`select pg_get_functiondef('app.enqueue(text, jsonb, text, text, timestamptz)'::regprocedure) as source`
    for (const source of ['ended', 'report'] as const) {
      const call = await startCall(db.sql, clinic)
      await db.sql.unsafe(enqueue!.source.replace(/perform[^;]*;/, 'raise exception \'no queue\';'))
      await expect(tell(db.sql, clinic, call, source)).rejects.toThrow('no queue')
      expect(await countsOf(db.sql, call.callId)).toEqual(none)
      expect(await db.sql`select status, report_at from calls where id = ${call.callId}`).toEqual([{ status: 'in-progress', report_at: null }])
      expect(await db.sql`select id from consents where call_id = ${call.callId}`).toEqual([])
      await db.sql.unsafe(enqueue!.source)
      await tell(db.sql, clinic, call, source)
      expect(await countsOf(db.sql, call.callId)).toEqual(once)
    }
  })

  test('are the newer call\'s own when the same person is cut off twice', async () => {
    const clinic = await makeClinic(db.sql)
    const phone = anyMobile()
    const [first, second] = [await loseCall(db.sql, clinic, { phone }), await loseCall(db.sql, clinic, { phone })]
    expect(first.leadId).not.toBe(second.leadId)
    expect((await messageOf(db.sql, first.messageId!)).contact_id).toBe((await messageOf(db.sql, second.messageId!)).contact_id)
  })
})

/** The hand-off without one of its "on conflict" clauses: it inserts, and leaves the rest to the index. */
async function insertOnly(sql: Sql, conflict: RegExp): Promise<void> {
  const [row] = await sql<{ source: string }[]>`select pg_get_functiondef('app.hand_off(uuid, boolean)'::regprocedure) as source`
  const source = row!.source.replace(conflict, '\n  returning')
  expect(source).not.toBe(row!.source)
  await sql.unsafe(source)
}

describe.each([
  ['leads_one_a_call', /\n\s+on conflict \(call_id\)[^;]*?\n\s+returning/, 'alter table leads drop constraint leads_one_a_call', { leads: 2, texts: 2, jobs: 2 }],
  [
    'messages_one_recovery_a_lead', /\n\s+on conflict \(clinic_id, lead_id\)[^;]*?\n\s+returning/, 'drop index messages_one_recovery_a_lead',
    { leads: 1, texts: 2, jobs: 2 },
  ],
] as const)('a hand-off that does not look first', (index, conflict, removal, doubled) => {
  const db = useDatabase()

  test(`is stopped by ${index}, and doubles once that is gone`, async () => {
    const clinic = await makeClinic(db.sql)
    await insertOnly(db.sql, conflict)
    const call = await startCall(db.sql, clinic)
    await tell(db.sql, clinic, call, 'ended')
    await expect(tell(db.sql, clinic, call, 'report')).rejects.toMatchObject({ code: '23505', constraint_name: index })
    expect(await countsOf(db.sql, call.callId)).toEqual(once)
    await db.sql.unsafe(removal)
    await tell(db.sql, clinic, call, 'report')
    expect(await countsOf(db.sql, call.callId)).toEqual(doubled)
  })
})
