import { describe, expect, test } from 'vitest'
import { figuresOf, newTally, percentile, ratioOf, runBatch, tableOf } from '#lib/bench/measure.ts'

describe('the figures of a benchmark', () => {
  test('a percentile is a value that was measured: the nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, i) => 100 - i)
    expect([0, 0.5, 0.95, 0.99, 1].map((share) => percentile(values, share))).toEqual([1, 50, 95, 99, 100])
    expect(percentile([7], 0.99)).toBe(7)
    expect(percentile([], 0.5)).toBe(0)
  })

  test('every job runs once, and one that throws counts as an error', async () => {
    const tally = newTally('a way')
    const done: number[] = []
    await runBatch(tally, [0, 1, 2, 3, 4, 5], 4, async (job) => {
      done.push(job)
      if (job === 3) throw new Error('lost')
      return job % 2 === 0 ? 'won' : 'refused'
    })
    expect(done.sort()).toEqual([0, 1, 2, 3, 4, 5])
    expect(figuresOf(tally)).toMatchObject({ way: 'a way', claims: 6, won: 3, refused: 2, errors: 1, doubleBookings: 0 })
  })

  test('a ratio says how many times as fast and as slow, and is 0 where there is nothing to compare with', () => {
    const figures = (claimsPerSecond: number, ms: number) => ({ ...figuresOf(newTally('x')), claimsPerSecond, latencyMsP50: ms, latencyMsP99: 2 * ms })
    expect(ratioOf(figures(50, 8), figures(100, 2))).toEqual({ throughput: 0.5, latencyP50: 4, latencyP99: 4 })
    expect(ratioOf(figures(50, 8), figures(0, 0))).toEqual({ throughput: 0, latencyP50: 0, latencyP99: 0 })
  })

  test('the table lines its columns up', () => {
    const lines = tableOf([figuresOf(newTally('short')), figuresOf(newTally('a longer name'))]).split('\n')
    expect(new Set(lines.map((line) => line.length)).size).toBe(1)
    expect(lines[0]).toMatch(/^way +claims/)
  })
})
