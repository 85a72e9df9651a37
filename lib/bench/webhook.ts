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

/** So many calls in progress, each with a tool call a second, which is more than people who talk ask for. */
async function converse(tally: ReturnType<typeof newTally>, target: WebhookTarget, times: Claim[], calls: number): Promise<void> {
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: calls }, async (_, caller) => {
    await pause((caller * 1_000) / calls)
    for (let turn = caller; turn < times.length; turn += calls) {
      const dueAt = performance.now() + 1_000
      await runBatch(tally, [times[turn]!], 1, (time) => claimThrough(target, time, turn))
      await pause(Math.max(0, dueAt - performance.now()))
    }
  }))
  tally.busyMs = performance.now() - startedAt
}

/**
 * The whole way in, as Vapi goes it: 20 calls in progress at the pace of speech, then 20 that claim without pause, each a
 * free time of its own, then 100 callers for one time, so many rounds. Books synthetic callers in the target's clinic, so it is for an instance made for measuring.
 * Throws when the product offers too few free times, or does not answer at all.
 */
export async function benchWebhook(target: WebhookTarget, sizes = { calls: 200, callsAtOnce: 20, contenders: 100, rounds: 3 }, now = new Date()): Promise<Figures[]> {
  const times = await freeTimes(target, now, sizes.calls + sizes.rounds)
  if (times.length <= sizes.rounds) throw new Error('the clinic has too few free times to measure with')
  const contended = times.slice(0, sizes.rounds)
  const own = times.slice(sizes.rounds)
  const spoken = own.splice(0, Math.floor(own.length / 2))

  const talking = newTally(`webhook, ${sizes.callsAtOnce} calls in progress`)
  await converse(talking, target, spoken, sizes.callsAtOnce)
  const quiet = newTally(`webhook, ${sizes.callsAtOnce} without pause`)
  await runBatch(quiet, own.map((time, caller) => ({ time, caller })), sizes.callsAtOnce, ({ time, caller }) => claimThrough(target, time, caller))

  const crowd = newTally(`webhook, ${sizes.contenders} for one slot`)
  for (const time of contended) {
    const before = crowd.outcomes.won
    await runBatch(crowd, Array.from({ length: sizes.contenders }, (_, caller) => caller), sizes.contenders, (caller) => claimThrough(target, time, caller))
    crowd.doubleBookings += Math.max(0, crowd.outcomes.won - before - 1)
  }
  return [figuresOf(talking), figuresOf(quiet), figuresOf(crowd)]
}
