import type { Sql } from 'postgres'
import { daysAfter, makeBareTables, makeBenchClinic, wishOf, type BenchClinic, type Wish } from '#lib/bench/diary.ts'
import { figuresOf, newTally, ratioOf, runBatch, type Figures } from '#lib/bench/measure.ts'
import { throughBareStatement, throughReadThenInsert, throughRpc, type Way } from '#lib/bench/ways.ts'

export type Sizes = { rounds: number; claimsPerRound: number; callersAtOnce: number; contenders: number; contendedRounds: number }
export type Comparison = { figures: Figures[]; ratios: { way: string; against: string; throughput: number; latencyP50: number; latencyP99: number }[] }

/**
 * Runs each way in every round, in an order that turns, so that a machine that slows down slows them all. The wishes of a
 * round are the same for each way, which have tables of their own.
 */
async function interleaved(ways: readonly Way[], rounds: number, wishesOf: (round: number) => Wish[], atOnce: number): Promise<Comparison> {
  const tallies = ways.map((way) => newTally(way.name))
  const before = await Promise.all(ways.map((way) => way.doubleBookings()))
  for (let round = 0; round < rounds; round++) {
    const wishes = wishesOf(round)
    for (let turn = 0; turn < ways.length; turn++) {
      const index = (turn + round) % ways.length
      await runBatch(tallies[index]!, wishes, atOnce, ways[index]!.claim)
    }
  }
  const after = await Promise.all(ways.map((way) => way.doubleBookings()))
  tallies.forEach((tally, index) => { tally.doubleBookings = after[index]! - before[index]! })
  const figures = tallies.map(figuresOf)
  const [product, ...others] = figures
  return { figures, ratios: others.map((other) => ({ way: product!.way, against: other.way, ...ratioOf(product!, other) })) }
}

/**
 * Claims without rivals (each its own practitioner and time) and 100 callers for one slot: the RPC, the bare statement
 * under the same constraint, and reading before inserting, on one pool size and in one run.
 */
export async function benchRpc(admin: Sql, pool: Sql, sizes: Sizes, now: Date): Promise<{ uncontended: Comparison; contended: Comparison; clinic: BenchClinic }> {
  const clinic = await makeBenchClinic(admin, 24)
  await makeBareTables(admin)
  const ways = [throughRpc(pool, admin, clinic), throughBareStatement(pool), throughReadThenInsert(pool)]

  // Connections, plans and caches are warm before anything is counted.
  const warmDay = daysAfter(now, 2)
  for (const way of ways) {
    await runBatch(newTally('warm-up'), Array.from({ length: 4 * sizes.contenders }, (_, i) => wishOf(clinic, warmDay, i)), sizes.contenders, way.claim)
  }
  const firstDay = daysAfter(now, 10)
  const uncontended = await interleaved(ways, sizes.rounds, (round) =>
    Array.from({ length: sizes.claimsPerRound }, (_, i) => wishOf(clinic, firstDay, round * sizes.claimsPerRound + i)), sizes.callersAtOnce)

  const contendedDay = daysAfter(now, 300)
  const contended = await interleaved(ways, sizes.contendedRounds, (round) => {
    const wish = wishOf(clinic, contendedDay, round)
    return Array.from({ length: sizes.contenders }, () => wish)
  }, sizes.contenders)
  return { uncontended, contended, clinic }
}
