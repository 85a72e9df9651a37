import { z } from 'zod'
import type { ReportedTurn } from '#lib/calls/transcript.ts'
import { longestTurn } from '#lib/privacy/types.ts'
import { readCalls, type ToolCall } from './wire-tools.ts'
import { turnsOfTranscript } from './wire-transcript.ts'
import { instant, printable } from './wire-words.ts'
import { text, type Spoken, type Wire } from './wire.ts'

const TURNS_MAX = 400
// Of a turn that is not redacted, this much is listened to.
const CUT_LENGTH = 4000

const WireTurn = z.looseObject({
  role: text, message: z.string().optional(), content: z.string().optional(), time: z.number().optional(), toolCalls: z.array(z.unknown()).optional(),
})
const speakers: Record<string, ReportedTurn['role']> = { bot: 'assistant', assistant: 'assistant', user: 'caller' }

/** A turn as it is worked on, or nothing where nothing was said. */
function turnOf(role: ReportedTurn['role'], said: string, at: Date | null): ReportedTurn[] {
  const words = printable(said)
  if (words === '') return []
  return [words.length > longestTurn ? { role, at, text: words.slice(0, CUT_LENGTH), isCut: true } : { role, at, text: words }]
}

const lastOf = (turns: readonly ReportedTurn[]) => ({ turns: turns.slice(-TURNS_MAX), earlier: Math.max(0, turns.length - TURNS_MAX) })

/** What was said and which tools were used; our own prompt and what tools answered stay behind. Old captures have it all a level higher. */
export function saidIn(spoken: Spoken): { turns: ReportedTurn[]; earlier: number; toolCalls: ToolCall[] } {
  const inArtifact = spoken.artifact?.messages ?? []
  const wires = (inArtifact.length > 0 ? inArtifact : spoken.messages ?? []).flatMap((one) => WireTurn.safeParse(one).data ?? [])
  const turns = wires.flatMap(({ role, message, content, time }) => (speakers[role] ? turnOf(speakers[role], message ?? content ?? '', instant(time)) : []))
  const calls = wires.filter((one) => one.role === 'tool_calls').flatMap((one) => one.toolCalls ?? [])
  return { ...lastOf(turns), toolCalls: readCalls(calls).slice(-TURNS_MAX) }
}

/** The same of a call that is over: where no turn of it is in the messages, what was said is read from its text. */
export function reportedIn(spoken: Spoken & { transcript?: string | null | undefined }): ReturnType<typeof saidIn> {
  const said = saidIn(spoken)
  const transcript = spoken.artifact?.transcript || spoken.transcript
  if (said.turns.length > 0 || !transcript) return said
  return { ...said, ...lastOf(turnsOfTranscript(transcript).flatMap(({ role, text }) => turnOf(role, text, null))) }
}

/** What one asks for to be sent final transcripts only; Vapi may give it as the type of such a message as well. */
export const finalTranscript = 'transcript[transcriptType="final"]'

// What was said right before shows what a yes answers.
const RECENT_TURNS = 12

/** What the caller has just said, once it is final, after what was said before it; nothing where it is none of theirs. */
export function transcribed(wire: Wire): ReportedTurn[] {
  const isFinal = wire.transcriptType === 'final' || (wire.type === finalTranscript && !wire.transcriptType)
  const words = printable(wire.transcript ?? '').slice(0, CUT_LENGTH)
  if (!isFinal || wire.role !== 'user' || words === '') return []
  return [...saidIn(wire).turns.slice(-RECENT_TURNS), { role: 'caller', text: words, at: null }]
}
