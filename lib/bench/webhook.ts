import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { daysAfter } from '#lib/bench/diary.ts'
import { fetchPatiently } from '#lib/bench/patient.ts'
import { figuresOf, newTally, runBatch, type Figures, type Outcome } from '#lib/bench/measure.ts'

/** A running product and one of its clinics; `secret` is the clinic's Vapi secret. */
export type WebhookTarget = {
  appUrl: string
  secret: string
  clinic: { procedureSlug: string; practitionerIds: string[]; timeZone: string }
}
type Claim = { start: string; practitionerId: string }

const requestTimeoutMs = 30_000

/** A server message as Vapi sends one for a tool call; only synthetic data, from numbers that are nobody's. */
export function toolCallMessage(name: string, args: Record<string, unknown>, caller: number): unknown {
  const toolCall = { id: `call_${randomUUID()}`, type: 'function', function: { name, arguments: JSON.stringify(args) } }
  const customer = { number: `+447700900${String(100 + (caller % 100))}` }
  return {
    message: {
      timestamp: Date.now(), type: 'tool-calls', toolCallList: [toolCall],
      toolWithToolCallList: [{ type: 'function', async: false, function: { name }, toolCall }],
      artifact: { messages: [] },
      call: { id: randomUUID(), type: 'inboundPhoneCall', status: 'in-progress', customer },
      customer,
    },
  }
}

async function ask(target: WebhookTarget, name: string, args: Record<string, unknown>, caller: number): Promise<Record<string, unknown>> {
  const body = JSON.stringify(toolCallMessage(name, args, caller))
  const response = await fetchPatiently(`${target.appUrl}/api/vapi/webhook`, () => ({
    method: 'POST', headers: { 'content-type': 'application/json', 'x-vapi-secret': target.secret }, body, signal: AbortSignal.timeout(requestTimeoutMs),
  }))
  if (!response.ok) throw new Error(`the webhook answered ${response.status}`)
  const { results } = (await response.json()) as { results: { result: string }[] }
  return JSON.parse(results[0]!.result) as Record<string, unknown>
}

async function claimThrough(target: WebhookTarget, claim: Claim, caller: number): Promise<Outcome> {
  const { status } = await ask(target, 'claim_slot', { procedure: target.clinic.procedureSlug, ...claim, name: 'Robin Bench' }, caller)
  return status === 201 ? 'won' : status === 409 ? 'refused' : 'error'
}

/** Free times that the product itself offers, none of which overlap another of the same practitioner. */
async function freeTimes(target: WebhookTarget, now: Date, wanted: number): Promise<Claim[]> {
  const found = new Map<string, Claim & { endsAt: number }>()
  const last = new Map<string, number>()
  for (let day = 1; day < 85 && found.size < wanted; day++) {
    const date = daysAfter(now, day).toISOString().slice(0, 10)
    for (const practitionerId of target.clinic.practitionerIds) {
      const answer = await ask(target, 'check_availability', { procedure: target.clinic.procedureSlug, from: date, to: date, practitionerId }, day)
      for (const slot of (answer.slots ?? []) as { start: string; end: string; practitionerId: string }[]) {
        if (Date.parse(slot.start) < (last.get(slot.practitionerId) ?? 0)) continue
        last.set(slot.practitionerId, Date.parse(slot.end))
        found.set(`${slot.practitionerId} ${slot.start}`, { start: slot.start, practitionerId: slot.practitionerId, endsAt: Date.parse(slot.end) })
      }
    }
  }
  return [...found.values()].slice(0, wanted).map(({ start, practitionerId }) => ({ start, practitionerId }))
}

/** The diary as a caller asks for it: a week from tomorrow on. */
async function look(target: WebhookTarget, caller: number): Promise<Outcome> {
  const { status } = await ask(target, 'check_availability', { procedure: target.clinic.procedureSlug }, caller)
  return status === 200 ? 'won' : 'error'
}

type Act = (turn: number) => Promise<Outcome>

/** So many calls in progress, each with so many turns, one a pace: people who talk ask for less. */
async function converse(name: string, { calls, turns, paceMs }: { calls: number; turns: number; paceMs: number }, act: Act): Promise<Figures> {
  const tally = newTally(name)
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: calls }, async (_, caller) => {
    await pause((caller * paceMs) / calls)
    for (let turn = 0; turn < turns; turn++) {
      const dueAt = performance.now() + paceMs
      await runBatch(tally, [turn * calls + caller], 1, act)
      await pause(Math.max(0, dueAt - performance.now()))
    }
  }))
  tally.busyMs = performance.now() - startedAt
  return figuresOf(tally)
}

/**
 * The whole way in, as Vapi goes it: one call and 20 in progress at the pace of speech, looking at the diary and claiming, then 20 that claim without pause, each a
 * free time of its own, then 100 callers for one time, so many rounds. Books synthetic callers in the target's clinic, so it is for an instance made for measuring.
 * Throws when the product offers too few free times, or does not answer at all.
 */
export async function benchWebhook(target: WebhookTarget, sizes = { calls: 240, callsAtOnce: 20, alone: 40, contenders: 100, rounds: 3 }, now = new Date()): Promise<Figures[]> {
  const times = await freeTimes(target, now, sizes.calls + sizes.rounds)
  if (times.length <= sizes.rounds) throw new Error('the clinic has too few free times to measure with')
  const contended = times.slice(0, sizes.rounds)
  const own = times.slice(sizes.rounds)
  const spoken = own.splice(0, Math.floor(own.length / 2))
  const alone = own.splice(0, Math.min(sizes.alone, Math.floor(own.length / 2)))
  const many = { calls: sizes.callsAtOnce, turns: Math.floor(spoken.length / sizes.callsAtOnce), paceMs: 1_000 }
  const one = { calls: 1, turns: alone.length, paceMs: 200 }
  const talking = [
    await converse('webhook, 1 call, looks at the diary', one, (turn) => look(target, turn)),
    await converse('webhook, 1 call, claims', one, (turn) => claimThrough(target, alone[turn]!, turn)),
    await converse(`webhook, ${many.calls} calls, look at the diary`, many, (turn) => look(target, turn)),
    await converse(`webhook, ${many.calls} calls, claim`, many, (turn) => claimThrough(target, spoken[turn]!, turn)),
  ]
  const quiet = newTally(`webhook, ${sizes.callsAtOnce} without pause`)
  await runBatch(quiet, own.map((time, caller) => ({ time, caller })), sizes.callsAtOnce, ({ time, caller }) => claimThrough(target, time, caller))

  const crowd = newTally(`webhook, ${sizes.contenders} for one slot`)
  for (const time of contended) {
    const before = crowd.outcomes.won
    await runBatch(crowd, Array.from({ length: sizes.contenders }, (_, caller) => caller), sizes.contenders, (caller) => claimThrough(target, time, caller))
    crowd.doubleBookings += Math.max(0, crowd.outcomes.won - before - 1)
  }
  return [...talking, figuresOf(quiet), figuresOf(crowd)]
}
