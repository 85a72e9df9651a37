import { wordsFor } from '#components/contacts/export-words.ts'
import { civilDay, formatDateLong, formatTime } from '#lib/shared/format.ts'

export type ExportFact = {
  term: string
  text: string
  /** Points at the person, so that "hide names" reaches it: a detail by itself, or words that may hold their name. */
  kind: 'plain' | 'detail' | 'words'
}

/** One thing that is held, for reading: its facts, and the lists inside it. */
export type ExportEntry = { facts: ExportFact[]; lists: { term: string; entries: ExportEntry[] }[] }

type Row = Record<string, unknown>

const DETAILS = new Set(['name', 'phone', 'email', 'dob', 'postcode', 'address'])
const WORDS = new Set(['text', 'body', 'say'])

const TERMS: Record<string, string> = {
  dob: 'Date of birth', isHumanOnly: 'Asked for a person instead of a machine', createdAt: 'Since', updatedAt: 'Last changed',
  deletedAtVoicePlatformAt: 'Deleted at Vapi', isUnderAge: 'May be under 18', isEmergency: 'May have been an emergency',
  wasTransferred: 'Passed to a person', inCalendar: 'In Google Calendar', attended: 'Came', trail: 'What was done with it',
  toolCalls: 'What the agent looked up', ageAnswers: 'Asked about their age', by: 'By', valuePence: 'Price of the treatment', endedReason: 'How it ended', direction: 'Which way', body: 'Words',
  text: 'Words', scriptVersion: 'Script', words: 'Evidence', say: 'Told to say', code: 'Answer', value: 'Answer', basis: 'Rests on',
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/
const DAY = /^\d{4}-\d{2}-\d{2}$/
const CODE = /^[a-z]+([_-][a-z]+)+$/

/** 'endedReason' -> 'Ended reason'; a few have words of their own. */
function termOf(key: string): string {
  const words = key.replace(/At$/, '').replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ').toLowerCase()
  return TERMS[key] ?? words.charAt(0).toUpperCase() + words.slice(1)
}

function textOf(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return String(value)
  if (INSTANT.test(value)) return `${formatDateLong(civilDay(value))}, ${formatTime(value)}`
  if (DAY.test(value)) return formatDateLong(value)
  return CODE.test(value) ? value.replaceAll(/[_-]/g, ' ') : value
}

/** What a reader looks for first; a document of the database has no order of its own. */
const FIRST = [
  'name', 'phone', 'email', 'dob', 'address', 'postcode', 'start', 'end', 'at', 'startedAt', 'endedAt', 'createdAt', 'heardAt', 'receivedOn',
  'procedure', 'practitioner', 'direction', 'kind', 'status', 'state', 'action', 'body',
]
const rankOf = (key: string): number => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length)

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Times that were offered are one line, soonest first as they were said. */
const timesOf = (rows: Row[]): string => rows.map((row) => textOf(String(row.start))).join('; ')

/**
 * A row of an export as something to read. Nothing that says anything is left out, so that a new kind of data shows by itself;
 * ids, which say nothing to a person, and what is empty are only in the file.
 */
export function entryOf(row: Row): ExportEntry {
  const entry: ExportEntry = { facts: [], lists: [] }
  if (typeof row.role === 'string' && typeof row.text === 'string') return { facts: [turnOf(row)], lists: [] }
  for (const [key, value] of Object.entries(row).toSorted(([a], [b]) => rankOf(a) - rankOf(b))) {
    if (value === null || value === undefined || value === '' || /^id$|Ids?$/.test(key)) continue
    const term = termOf(key)
    const isPersonal = DETAILS.has(key) && !(typeof value === 'string' && CODE.test(value))
    const kind = isPersonal ? 'detail' : WORDS.has(key) ? 'words' : 'plain'
    if (Array.isArray(value)) addList(entry, term, value)
    else if (isRow(value)) addList(entry, term, [value])
    else if (typeof value !== 'object') entry.facts.push({ term, text: wordsFor(key, value as string | number | boolean) ?? textOf(value as string | number | boolean), kind })
  }
  return isEvent(row, entry) ? { facts: [eventOf(entry)], lists: [] } : entry
}

/** One turn of a conversation is one line; which version of the redactor it went through is in the file. */
function turnOf({ role, text, at }: Row): ExportFact {
  const who = role === 'assistant' ? 'Agent' : 'Caller'
  return { term: typeof at === 'string' ? `${who} ${at.slice(11, 19)}` : who, text: String(text), kind: 'words' }
}

/** Something that happened at a moment, with little to say, is one line: when, and what. */
const isEvent = (row: Row, { facts, lists }: ExportEntry): boolean =>
  typeof row.at === 'string' && lists.length === 0 && facts.length <= 4 && facts.every((fact) => fact.kind === 'plain')

function eventOf({ facts }: ExportEntry): ExportFact {
  const [at, ...rest] = facts
  return { term: at!.text, text: rest.map((fact) => fact.text).join(', '), kind: 'plain' }
}

function addList(entry: ExportEntry, term: string, values: unknown[]): void {
  const rows = values.filter(isRow)
  if (rows.length > 0 && rows.every((row) => typeof row.start === 'string')) {
    entry.facts.push({ term, text: timesOf(rows), kind: 'plain' })
  } else if (rows.length > 0) {
    const entries = rows.map(entryOf).filter(({ facts, lists }) => facts.length + lists.length > 0)
    if (entries.length > 0) entry.lists.push({ term, entries })
  } else if (values.length > 0) {
    entry.facts.push({ term, text: values.map((one) => textOf(one as string)).join(', '), kind: 'plain' })
  }
}
