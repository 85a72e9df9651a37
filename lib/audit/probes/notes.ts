import { setTimeout as pause } from 'node:timers/promises'
import type { Evidence, ProbeOutcome, ProbeTarget, TaskResult } from '#lib/audit/types.ts'

type Seen = { observed: string; ok: boolean; tookMs?: number | undefined; flaw?: string; location?: string }

/** What a probe writes down: each thing tried once, and a flaw for each kind of thing that was not as it must be. */
export function notesFor(target: ProbeTarget) {
  const evidence: Evidence[] = []
  const flaws = new Map<string, ProbeOutcome['flaws'][number]>()
  return {
    /** Notes what was tried, what must be and what was seen; `flaw` is the finding when it was not so. Of several of a kind the first is told. */
    note(what: string, expected: string, { observed, ok, tookMs, flaw, location }: Seen): boolean {
      const one: Evidence = { what, expected, observed, ok, ...(tookMs === undefined ? {} : { tookMs: Math.round(tookMs) }) }
      evidence.push(one)
      target.tell?.(one)
      if (!ok && flaw && !flaws.has(flaw)) flaws.set(flaw, { id: flaw, evidence: `${what}: expected ${expected}; observed ${observed}`, ...(location ? { location } : {}) })
      return ok
    },
    outcome: (metrics: TaskResult['metrics']): ProbeOutcome => ({ metrics, evidence, flaws: [...flaws.values()] }),
  }
}

export type Notes = ReturnType<typeof notesFor>

/** Looks again and again until `found` answers something, or the time is over; then null. */
export async function until<T>(withinMs: number, found: () => Promise<T | null | undefined | false>, everyMs = 200): Promise<T | null> {
  const end = performance.now() + withinMs
  while (true) {
    const value = await found()
    if (value) return value
    if (performance.now() > end) return null
    await pause(everyMs)
  }
}

/** The value below which so many of a hundred lie, by nearest rank; null of none. */
export function percentile(values: readonly number[], rank: number): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted.length === 0 ? null : Math.round(sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)]!)
}

/** "3 x 201, 1 x 409": how often each came. */
export function tally(values: readonly (string | number)[]): string {
  const counts = Map.groupBy(values, (value) => value)
  return [...counts].sort(([a], [b]) => String(a).localeCompare(String(b))).map(([value, some]) => `${some.length} x ${value}`).join(', ') || 'nothing'
}
