/** What one way of claiming did over many claims; times in milliseconds. */
export type Figures = {
  way: string
  claims: number
  won: number
  refused: number
  errors: number
  doubleBookings: number
  claimsPerSecond: number
  latencyMsP50: number
  latencyMsP95: number
  latencyMsP99: number
  latencyMsMax: number
}

export type Outcome = 'won' | 'refused' | 'error'

/** Collects the outcomes of one way of claiming over all its rounds. */
export type Tally = { way: string; latenciesMs: number[]; outcomes: Record<Outcome, number>; busyMs: number; doubleBookings: number }

export const newTally = (way: string): Tally => ({ way, latenciesMs: [], outcomes: { won: 0, refused: 0, error: 0 }, busyMs: 0, doubleBookings: 0 })

/** The value below which the given share (0 to 1) of the values lies: nearest rank, 0 of nothing. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) return 0
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!
}

const round = (value: number, digits = 2) => Number(value.toFixed(digits))

/** The figures of a tally; latencies of errors count too, because a caller waits for those as well. */
export function figuresOf(tally: Tally): Figures {
  const claims = tally.latenciesMs.length
  return {
    way: tally.way, claims, won: tally.outcomes.won, refused: tally.outcomes.refused, errors: tally.outcomes.error,
    doubleBookings: tally.doubleBookings,
    claimsPerSecond: round(tally.busyMs === 0 ? 0 : claims / (tally.busyMs / 1_000), 1),
    latencyMsP50: round(percentile(tally.latenciesMs, 0.5)),
    latencyMsP95: round(percentile(tally.latenciesMs, 0.95)),
    latencyMsP99: round(percentile(tally.latenciesMs, 0.99)),
    latencyMsMax: round(percentile(tally.latenciesMs, 1)),
  }
}

/**
 * Runs the jobs with so many at once, and adds latencies, outcomes and the time that all of it took to the tally.
 * A job that throws is an error of the way that is measured, not of the benchmark.
 */
export async function runBatch<T>(tally: Tally, jobs: readonly T[], concurrency: number, run: (job: T) => Promise<Outcome>): Promise<void> {
  let next = 0
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: Math.min(concurrency, jobs.length) }, async () => {
    for (let job = next++; job < jobs.length; job = next++) {
      const askedAt = performance.now()
      const outcome = await run(jobs[job]!).catch((): Outcome => 'error')
      tally.latenciesMs.push(performance.now() - askedAt)
      tally.outcomes[outcome]++
    }
  }))
  tally.busyMs += performance.now() - startedAt
}

/** Claims a second and latency of `way` as multiples of those of `base`, both measured in the same run. */
export function ratioOf(way: Figures, base: Figures): { throughput: number; latencyP50: number; latencyP99: number } {
  const over = (a: number, b: number) => (b === 0 ? 0 : round(a / b))
  return {
    throughput: over(way.claimsPerSecond, base.claimsPerSecond),
    latencyP50: over(way.latencyMsP50, base.latencyMsP50), latencyP99: over(way.latencyMsP99, base.latencyMsP99),
  }
}

const columns: [keyof Figures, string][] = [
  ['way', 'way'], ['claims', 'claims'], ['won', 'won'], ['refused', 'refused'], ['errors', 'errors'], ['doubleBookings', 'double bookings'],
  ['claimsPerSecond', 'claims/s'], ['latencyMsP50', 'p50 ms'], ['latencyMsP95', 'p95 ms'], ['latencyMsP99', 'p99 ms'], ['latencyMsMax', 'max ms'],
]

/** The figures as lines of text in columns: names to the left, numbers to the right. */
export function tableOf(rows: readonly Figures[]): string {
  const cells = [columns.map(([, title]) => title), ...rows.map((row) => columns.map(([key]) => String(row[key])))]
  const widths = columns.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)))
  return cells.map((line) => line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ')).join('\n')
}
