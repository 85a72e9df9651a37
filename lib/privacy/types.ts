import type { Tagger } from './model/tagger.ts'

/** Labels of masks as they stand in a stored transcript. Article 9 is kept coarse on purpose: a finer label would tell. */
export const labels = [
  'PHONE',
  'NAME',
  'EMAIL',
  'ADDRESS',
  'POSTCODE',
  'DOB',
  'CARD',
  'NHS_NUMBER',
  'NI_NUMBER',
  'HEALTH',
  'SENSITIVE',
] as const

export type Label = (typeof labels)[number]

/** Characters `start` to `end` (exclusive, UTF-16 units) of the original text. */
export type Span = { start: number; end: number; label: Label }

export type Turn = { role: 'user' | 'assistant'; text: string }

/**
 * What was understood well enough for the contacts table: phone E.164, dob YYYY-MM-DD, postcode with its space, name and
 * address as they were said.
 */
export type Contact = {
  name?: string
  phone?: string
  email?: string
  dob?: string
  postcode?: string
  address?: string
}

/** What the agent's last question asks for; it holds until the next question. */
export type Expectation =
  | 'name'
  | 'phone'
  | 'email'
  | 'dob'
  | 'address'
  | 'postcode'
  | 'card'
  | 'nhs'
  | 'ni'
  | 'health'
  | 'identity'
  | 'booking'
  | 'none'

/** Parts that can be left out, so that a test can show what each of them is worth. */
export type Part = 'lexicon' | 'frames' | 'state' | 'misheard' | 'propagation' | 'model'

/** What a detector is told about a turn besides its text. */
export type Context = {
  role: Turn['role']
  expectation: Expectation
  /** Nobody asked outright: it follows from what was read back or announced, so that only plain digits and letters answer it. */
  isSoft?: boolean
  /** The question is about treatments of the past, so that a treatment answers it and is not one that is asked for. */
  isPast?: boolean
  keep: KeepList
  without: ReadonlySet<Part>
  tagger?: Tagger
}

/**
 * Finds what must not be stored. The rules are detectors; a model can be added as one more, whose spans are masked too.
 * It must be pure, and may throw: then the turn is not stored.
 */
export interface Detector {
  readonly name: string
  detect(text: string, context: Context): readonly Span[]
}

/** Phrases of the clinic's own that are never masked: staff and procedures, lower case, words parted by one space. */
export type KeepList = { staff: ReadonlySet<string>; procedures: ReadonlySet<string> }

/** How to redact. Read once: options that were used before must not be changed afterwards. */
export type Options = {
  /** Names of the clinic's practitioners; they stay. */
  staff?: readonly string[]
  /** Names of the clinic's procedures; they stay when they are asked for. */
  procedures?: readonly string[]
  /** Further detectors, run after the rules. */
  detectors?: readonly Detector[]
  /** Another tagger than the one that is shipped; only training does. */
  tagger?: Tagger
  /** Parts left out; only tests do. */
  without?: readonly Part[]
}

/** What stands for a turn that could not be worked on: never the text. */
export const unprocessed = '[REDACTED: could not be processed]'

/** A longer turn, in UTF-16 units, is not worked on. */
export const longestTurn = 10_000
