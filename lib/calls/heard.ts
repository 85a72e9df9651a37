import { underAgeIn } from '#lib/calls/hearing/age.ts'
import { dangerIn, type Danger } from '#lib/calls/hearing/danger.ts'
import { nameFromTool, nameIn } from '#lib/calls/hearing/name.ts'
import { phoneIn } from '#lib/calls/hearing/phone.ts'
import { procedureFromTool, procedureIn, wordsOf, type Procedure } from '#lib/calls/hearing/procedure.ts'
import { exchangesOf, type Evidence, type Turn } from '#lib/calls/hearing/talk.ts'
import { wishesIn } from '#lib/calls/hearing/wishes.ts'
import { isToolName, toolArguments } from '#lib/calls/tools.ts'
import { personNameIn } from '#lib/privacy/person-name.ts'
import { toE164 } from '#lib/shared/phone.ts'

export type { Evidence, Turn } from '#lib/calls/hearing/talk.ts'

/** A tool call as a model wrote it; `arguments` is null when it was not readable. */
export type HeardTool = { name: string; arguments: Record<string, unknown> | null }

/** A call as it was heard, before anything of it is kept. */
export type Conversation = { turns: readonly Turn[]; toolCalls: readonly HeardTool[]; procedures: readonly Procedure[] }

/**
 * What follows from a call. Name, number (E.164) and procedure (a slug of the clinic's) are null when they were not understood.
 * Each wish or warning is null, or the name of our own fixed phrase with its time: what was really said goes no further.
 */
export type Heard = {
  /** The caller said at least a word. */
  spoke: boolean
  name: string | null
  phone: string | null
  procedure: string | null
  /** Beats `agreedToTexts`, whichever came first. */
  refusedTexts: Evidence | null
  agreedToTexts: Evidence | null
  wantsCallBack: Evidence | null
  underAge: Evidence | null
  emergency: Danger | null
}

/** Characters of a turn that are read, however long somebody goes on. */
const longestHeard = 4000

type Details = { name: string | null; phone: string | null; procedure: string | null }

/** Details that a model wrote into valid tool calls, the last of each; `isUnderAge` when it noted that somebody is not 18. */
function fromTools(toolCalls: readonly HeardTool[], procedures: readonly Procedure[]): Details & { isUnderAge: boolean } {
  const details: Details & { isUnderAge: boolean } = { name: null, phone: null, procedure: null, isUnderAge: false }
  for (const call of toolCalls) {
    if (!isToolName(call.name) || !['capture_lead', 'claim_slot', 'check_availability'].includes(call.name)) continue
    const read = toolArguments[call.name].safeParse(call.arguments)
    if (!read.success) continue
    const given = read.data as { name?: string; phone?: string; procedure?: string; ageConfirmed?: boolean }
    details.name = nameFromTool(personNameIn(given.name) ?? undefined) ?? details.name
    details.phone = toE164(given.phone) ?? details.phone
    details.procedure = procedureFromTool(given.procedure, procedures) ?? details.procedure
    if (given.ageConfirmed !== undefined) details.isUnderAge = !given.ageConfirmed
  }
  return details
}

/**
 * Reads a call, in memory, by fixed patterns: a model's own summary can be invented, and is not looked at. Only the caller's words
 * are evidence; the agent's show what a yes, a no or a bare name answers. Tool arguments beat what the patterns made of the words.
 */
export function heardIn({ turns: reported, toolCalls, procedures }: Conversation): Heard {
  const turns = reported.map((turn) => ({ ...turn, text: turn.text.slice(0, longestHeard) }))
  const exchanges = exchangesOf(turns)
  const told = fromTools(toolCalls, procedures)
  return {
    spoke: turns.some((turn) => turn.role === 'caller' && /[\p{L}\p{N}]/u.test(turn.text)),
    name: told.name ?? personNameIn(nameIn(turns, wordsOf(procedures))),
    phone: told.phone ?? phoneIn(turns),
    procedure: told.procedure ?? procedureIn(turns, procedures),
    ...wishesIn(exchanges),
    underAge: underAgeIn(exchanges) ?? (told.isUnderAge ? { words: 'ageConfirmed false', at: null } : null),
    emergency: dangerIn(exchanges),
  }
}

/** Does once, before anybody waits, what the first conversation would otherwise pay for: its patterns are compiled when they are first used. */
export function warmUpHearing(): void {
  const turns: Turn[] = [{ role: 'assistant', text: 'May I take your name, and may we text you?', at: null }, { role: 'caller', text: 'It is Robin Test, I would like a facelift. Yes, on 07700 900123.', at: null }]
  heardIn({ turns, toolCalls: [], procedures: [] })
}
