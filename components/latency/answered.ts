import { PARTS } from '#components/latency/words.ts'
import type { TurnLatency } from '#lib/calls/latency/types.ts'

/** What a turn took as it was reported, whole or by its parts, in milliseconds; 0 when nothing was. */
export const totalOf = (turn: TurnLatency): number => turn.turnMs ?? PARTS.reduce((sum, { key }) => sum + (turn[key] ?? 0), 0)

/**
 * The turns that were reported, and beside them the waits that were heard but that nobody could match with a turn: these are no turns more.
 * A call of which nothing was reported has its waits for turns.
 */
export function apart(turns: readonly TurnLatency[]): { told: TurnLatency[]; heardOnly: TurnLatency[] } {
  const isTold = (turn: TurnLatency) => turn.turnMs !== null || PARTS.some(({ key }) => turn[key] !== null)
  const told = turns.filter(isTold)
  return told.length === 0 ? { told: [...turns], heardOnly: [] } : { told, heardOnly: turns.filter((turn) => !isTold(turn)) }
}

/** How many turns were answered later than a number of milliseconds: as reported, else as the caller heard it. */
export const lateIn = (turns: readonly TurnLatency[], mostMs: number): number =>
  turns.filter((turn) => (totalOf(turn) || (turn.gapHeardMs ?? 0)) > mostMs).length
