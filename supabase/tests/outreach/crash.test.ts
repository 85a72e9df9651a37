import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FaultKind } from '#lib/integrations/sandbox/faults.ts'
import { serveText } from '#lib/recovery/outreach.ts'
import { plus, times } from '../claiming.ts'
import { useDatabase } from '../database.ts'
import { leadOf, loseCall, messageOf } from '../leads.ts'
import { catchLog, makeTextingClinic, secret, startCarrier, workerOn, type Carrier } from './carrier.ts'
import type { Order } from './crashing-worker.ts'
import { openNursery, type Mortal } from './mortal.ts'

// Every step of sending one text, discovered and not listed: a worker is killed at its first step, then another at its second,
// until one lives to the end. Whoever comes after goes on from what is in the database, with a clock that the test moves.

type Fault = readonly [kind: FaultKind, method?: 'POST' | 'GET']
type Outcome = { diedAt: string; texts: number; state: string; attempts: number; seconds: number }
const lanes = 4
/** Milliseconds; a process is born and killed for every step, which is slow on a busy machine. */
const patience = 300_000
const db = useDatabase({ max: 30 })
const nursery = openNursery()
let logged: ReturnType<typeof catchLog>
beforeAll(async () => {
  logged = catchLog()
  await nursery.warm()
})
afterAll(() => {
  logged.release()
  nursery.close()
})

/**
 * A lost call ten minutes ago, so that the sweeper, which has no other clock, finds its text overdue whatever happens to it;
 * to the millisecond, which is as fine as the clock of a worker goes.
 */
async function loseCallLongAgo() {
  const clinic = await makeTextingClinic(db.sql)
  const lost = await loseCall(db.sql, clinic)
  const [row] = await db.sql<{ at: Date }[]>`update messages set due_at = date_trunc('milliseconds', due_at) - interval '10 minutes',
    next_at = date_trunc('milliseconds', due_at) - interval '10 minutes' where id = ${lost.messageId} returning due_at as at`
  return { leadId: lost.leadId!, messageId: lost.messageId!, hungUpAt: row!.at }
}

/** The job of a killed worker is locked for hours or lost: the sweeper, which comes every 15 seconds, gives its text another. */
async function sweep(messageId: string, carrier: Carrier): Promise<void> {
  const key = `text:${messageId}`
  await db.sql`select graphile_worker.remove_job(${key})`
  const { state, next_at: nextAt } = await messageOf(db.sql, messageId)
  if (['accepted', 'needs_review'].includes(state as string)) return
  await db.sql`select app.requeue_outreach()`
  const jobs = await db.sql`select 1 from graphile_worker.jobs where key = ${key}`
  // The carrier's callback may have come in between, and then there is nothing left to do.
  if (jobs.length === 0) return expect((await messageOf(db.sql, messageId)).state).toBe('accepted')
  const overdue = plus(nextAt as Date, 25 / 60)
  if (overdue > carrier.clock.now) carrier.clock.now = overdue
}

/** Goes on until nothing is left to do; a job that throws comes again after three seconds. */
async function finish(serve: () => Promise<Date | null | 'died'>, carrier: Carrier): Promise<'died' | 'done'> {
  for (let turn = 0; turn < 40; turn++) {
    const at = await serve()
    if (at === 'died') return 'died'
    if (at === null) return 'done'
    if (at > carrier.clock.now) carrier.clock.now = at
  }
  throw new Error('the text is never done with')
}

async function askMortal(worker: Mortal, carrier: Carrier, order: Pick<Order, 'messageId' | 'dieAt' | 'isCareless'>): Promise<Date | null | 'died'> {
  const now = carrier.clock.now
  const done = await worker.ask({ ...order, databaseUrl: db.url, settings: carrier.settings, appUrl: carrier.appUrl, secret, now: now.toISOString() })
  if (done === 'died') return 'died'
  return done.isFailed ? plus(now, 3 / 60) : done.at === null ? null : new Date(done.at)
}

/** One text, a worker killed at step `dieAt`, and everybody after it. Null when the worker came to the end before that step. */
async function live(faults: readonly Fault[], dieAt: number, isCareless = false): Promise<Outcome | null> {
  const worker = nursery.hire()
  const { leadId, messageId, hungUpAt } = await loseCallLongAgo()
  const carrier = await startCarrier(db.sql, hungUpAt)
  try {
    for (const [kind, method] of faults) await carrier.fault(kind, 1, method)
    const end = await finish(() => askMortal(worker, carrier, { messageId, dieAt, isCareless }), carrier)
    if (end === 'died') {
      await sweep(messageId, carrier)
      const deps = workerOn(db.sql, carrier)
      await finish(() => serveText(deps, messageId).catch(() => plus(carrier.clock.now, 3 / 60)), carrier)
    }
    await worker.end()
    await carrier.settled()
    expect(carrier.callbacks.filter((status) => status !== 204)).toEqual([])
    expect(worker.log()).not.toContain('text-sent-twice')
    const [texts, message, lead] = [await carrier.texts(), await messageOf(db.sql, messageId), await leadOf(db.sql, leadId)]
    const outcome = {
      diedAt: worker.diedAt(), texts: texts.length, state: message.state as string, attempts: message.attempts as number,
      seconds: (+carrier.clock.now - +hungUpAt) / 1_000,
    }
    if (message.state === 'accepted' && !isCareless) {
      expect({ ...outcome, sid: message.provider_sid, lead: lead.status }).toMatchObject({ texts: 1, sid: texts[0]?.sid, lead: 'contacted' })
    }
    if (message.state === 'needs_review') {
      expect(lead).toMatchObject({ status: 'needs_person', reason: 'unconfirmed' })
      expect(await db.sql`select reason from staff_tasks where lead_id = ${leadId} and kind = 'lead' and done_at is null`).toEqual([{ reason: 'unconfirmed' }])
    }
    return end === 'died' ? outcome : null
  } finally {
    await carrier.close()
  }
}

/** Kills at every step there is, several at a time, and answers what became of each text. */
async function killEverywhere(faults: readonly Fault[], isCareless = false): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let next = 1
  let isThrough = false
  await Promise.all(times(lanes, async () => {
    while (!isThrough) {
      const outcome = await live(faults, next++, isCareless)
      if (outcome) outcomes.push(outcome)
      else isThrough = true
    }
  }))
  return outcomes
}

const weather: Record<string, readonly Fault[]> = {
  'nothing else': [],
  'a request that is never answered': [['timeout', 'POST']],
  'an answer that is lost': [['drop-after-commit', 'POST']],
  'an answer that is lost, and no callback': [['drop-after-commit', 'POST'], ['callbacks-none']],
  'too many requests': [['429', 'POST']],
  'an error at the carrier': [['500', 'POST']],
  'an error when the text is looked up': [['500', 'GET'], ['drop-after-commit', 'POST'], ['callbacks-none']],
  'an answer that comes too late': [['late', 'POST']],
  'no callback': [['callbacks-none']],
  'callbacks the wrong way round': [['callbacks-reversed']],
  'every callback twice': [['callbacks-duplicated']],
}

describe('a worker that is killed at every step', () => {
  const died = new Set<string>()

  test.each(Object.entries(weather))('and %s: the text goes once', async (_name, faults) => {
    const outcomes = await killEverywhere(faults)
    for (const { diedAt } of outcomes) died.add(diedAt)
    expect(outcomes.length).toBeGreaterThanOrEqual(9)
    const isSwallowed = faults.some(([kind, method]) => (kind === 'timeout' || kind === '500') && method === 'POST')
    for (const outcome of outcomes) {
      if (outcome.texts === 1) expect(outcome).toMatchObject({ state: 'accepted' })
      // Rather none than two: for a person, and only where the fault swallowed one attempt and the kill, between commit and request, the other.
      else expect({ ...outcome, isSwallowed }).toMatchObject({ diedAt: 'commit', texts: 0, state: 'needs_review', attempts: 2, isSwallowed: true })
      expect(outcome.seconds).toBeLessThan(300)
    }
    expect(outcomes.filter((outcome) => outcome.texts === 0).length > 0).toBe(isSwallowed)
  }, patience)

  test('was killed after every statement, commit and request', () => {
    const all = ['nothing', 'reading', 'begin', 'prepare_text', 'start_text', 'commit', 'send', 'find', 'text_accepted', 'text_absent', 'text_later', 'text_unknown']
    expect([...died].sort()).toEqual(all.sort())
  })
})

describe('a worker that commits its attempt only after the text has gone', () => {
  test('texts somebody twice when it is killed in between: the order is what holds', async () => {
    const outcomes = await killEverywhere([['callbacks-none']], true)
    expect(outcomes.map(({ diedAt, texts }) => ({ diedAt, texts }))).toEqual(expect.arrayContaining([{ diedAt: 'send', texts: 2 }]))
  }, patience)
})
