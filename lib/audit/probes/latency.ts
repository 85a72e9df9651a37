import { freeTimes, lineTo, type Line, type Slot } from '#lib/audit/probes/asking.ts'
import { notesFor, percentile, type Notes } from '#lib/audit/probes/notes.ts'
import type { Probe, ProbeTarget, SyntheticClinic } from '#lib/audit/types.ts'

/** How the clinic's own calls were answered: milliseconds from the caller's last word to the agent's first. */
export type CallFigures = { calls: number; turnMsP50: number; turnMsP95: number }

/** A caller notices from here on. */
export const promiseMs = 800
/** What the webhook may take of it: alone, and when twenty ask in the same instant. */
const aloneMs = 300
const crowdMs = promiseMs
const rounds = 12
const crowd = 20

type Kind = 'check_availability' | 'claim_slot' | 'status-update'
type Timing = { kind: Kind; tookMs: number; ok: boolean }

/** One turn's worth of asking, as a call does it. */
async function once(line: Line, kind: Kind, slot: Slot | undefined): Promise<Timing> {
  if (kind === 'status-update') {
    const { status, tookMs } = await line.status('in-progress')
    return { kind, tookMs, ok: status === 200 }
  }
  const args = kind === 'check_availability' ? { procedure: 'rhinoplasty' } : { procedure: 'rhinoplasty', start: slot?.start, practitionerId: slot?.practitionerId, name: 'Robin Ashdown' }
  const { result, tookMs } = await line.tool(kind, args)
  return { kind, tookMs, ok: result.status === 200 || result.status === 201 || result.status === 409 }
}

const kinds: Kind[] = ['status-update', 'check_availability', 'claim_slot']

async function alone(target: ProbeTarget, clinic: SyntheticClinic, slots: readonly Slot[]): Promise<Timing[]> {
  const timings: Timing[] = []
  for (let n = 0; n < rounds; n++) {
    const line = lineTo(target, clinic)
    for (const kind of kinds) timings.push(await once(line, kind, slots[n]))
  }
  return timings
}

const together = async (target: ProbeTarget, clinic: SyntheticClinic, slots: readonly Slot[]): Promise<Timing[]> => {
  const lines = Array.from({ length: crowd }, () => lineTo(target, clinic))
  const timings: Timing[] = []
  for (const kind of kinds) timings.push(...(await Promise.all(lines.map((line, n) => once(line, kind, slots[rounds + n])))))
  return timings
}

const worst = (timings: readonly Timing[], rank: number) => Math.max(...kinds.map((kind) => percentile(timings.filter((one) => one.kind === kind).map((one) => one.tookMs), rank) ?? Infinity))

/** Measures, and where the bar was missed once more: a machine may be busy for a moment, a slow webhook is slow again. */
async function measure(notes: Notes, what: string, barMs: number, work: () => Promise<Timing[]>): Promise<Timing[]> {
  let timings = await work()
  if (worst(timings, 95) > barMs) {
    const again = await work()
    if (worst(again, 95) < worst(timings, 95)) timings = again
  }
  for (const kind of kinds) {
    const some = timings.filter((one) => one.kind === kind)
    const [p50, p95] = [percentile(some.map((one) => one.tookMs), 50)!, percentile(some.map((one) => one.tookMs), 95)!]
    const failed = some.filter((one) => !one.ok).length
    notes.note(`${what}: ${kind}`, `answered in ${barMs} ms, 95 of 100`, {
      observed: `${some.length} asked, half within ${p50} ms, 95 of 100 within ${p95} ms${failed > 0 ? `, ${failed} failed` : ''}`, ok: p95 <= barMs && failed === 0, tookMs: p95,
      flaw: failed > 0 ? 'latency/webhook-fails' : 'latency/slow-webhook', location: `POST /api/vapi/webhook ${kind}`,
    })
  }
  return timings
}

/**
 * Promise 5: an answer as fast as a person's. The webhook's part is measured here; `callFigures` tells what the clinic's own calls were
 * like, where there have been any.
 */
export const latencyProbe = (callFigures: () => Promise<CallFigures | null> = async () => null): Probe => async (target) => {
  const notes = notesFor(target)
  const [clinic] = target.clinics
  const slots = (await freeTimes(target, clinic, 'rhinoplasty', { ahead: 3, days: 40 })).filter((slot) => slot.start.slice(14, 16) === '00')
  await once(lineTo(target, clinic), 'check_availability', undefined)
  const one = await measure(notes, 'One call at a time', aloneMs, () => alone(target, clinic, slots))
  const many = await measure(notes, `${crowd} calls in the same instant`, crowdMs, () => together(target, clinic, slots))
  const figures = await callFigures()
  if (figures) {
    notes.note(`The clinic's own calls, ${figures.calls} with figures`, `95 of 100 answered within ${promiseMs} ms`, {
      observed: `half within ${figures.turnMsP50} ms, 95 of 100 within ${figures.turnMsP95} ms`, ok: figures.turnMsP95 <= promiseMs, tookMs: figures.turnMsP95, flaw: 'latency/slow-turns', location: 'public.call_turns',
    })
  }
  const [oneMs, manyMs] = [one.map((timing) => timing.tookMs), many.map((timing) => timing.tookMs)]
  return notes.outcome({
    asked: one.length + many.length, oneMsP50: percentile(oneMs, 50), oneMsP95: percentile(oneMs, 95), twentyMsP50: percentile(manyMs, 50), twentyMsP95: percentile(manyMs, 95),
    callsWithFigures: figures?.calls ?? 0, turnMsP50: figures?.turnMsP50 ?? null, turnMsP95: figures?.turnMsP95 ?? null,
  })
}
