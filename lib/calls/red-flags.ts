import { dangerIn, type DangerKind } from '#lib/calls/hearing/danger.ts'
import { exchangesOf, type Turn } from '#lib/calls/hearing/talk.ts'

export type { DangerKind } from '#lib/calls/hearing/danger.ts'

/** Characters of a turn that are read, however long somebody goes on. */
const longestHeard = 4000

/**
 * What is said to somebody who may be in danger, word for word. It sends them to help and does nothing else: no triage, no
 * advice, no reassurance. Part of the program, so that no setting of a clinic can change it or take it away.
 */
export const emergencyScript: Readonly<Record<DangerKind, string>> = {
  medical:
    'If anyone has trouble breathing, chest pain, loss of sight, or skin turning white, grey or blue, hang up and call 999 now, '
    + 'or go to A and E. For urgent medical advice, call NHS 111. I am letting the clinic\'s on-call team know right now. '
    + 'If you would like a person, say so and I will try to put you through.',
  distress:
    'If you or anyone else is in danger, hang up and call 999 now. For urgent help at any hour, call NHS 111. '
    + 'You can ring the Samaritans free, day or night, on 116 123. I am letting the clinic\'s on-call team know right now. '
    + 'If you would like a person, say so and I will try to put you through.',
}

/**
 * Whether something that was said is a red flag: its kind and nothing else, so that no word of it can travel on. Fixed
 * phrases, asked before any model is.
 */
export function dangerOf(turns: readonly Turn[]): DangerKind | null {
  const read = turns.map((turn) => ({ ...turn, text: turn.text.slice(0, longestHeard) }))
  return dangerIn(exchangesOf(read))?.kind ?? null
}
