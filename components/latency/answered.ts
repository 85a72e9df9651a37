import { PARTS } from '#components/latency/words.ts'
import type { TurnLatency } from '#lib/calls/latency/types.ts'

/** What a turn took as it was reported, whole or by its parts, in milliseconds; 0 when nothing was. */
export const totalOf = (turn: TurnLatency): number => turn.turnMs ?? PARTS.reduce((sum, { key }) => sum + (turn[key] ?? 0), 0)

/** How many turns were answered later than a number of milliseconds: as reported, else as the caller heard it. */
export const lateIn = (turns: readonly TurnLatency[], mostMs: number): number =>
  turns.filter((turn) => (totalOf(turn) || (turn.gapHeardMs ?? 0)) > mostMs).length
