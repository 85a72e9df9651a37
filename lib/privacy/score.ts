import type { Contact } from './types.ts'

/** A text or a call with what must go from it, as people marked it. `turn` is left out where there is only a text. */
export type Marked = {
  id: string
  text?: string
  turns?: { role: 'user' | 'assistant'; text: string }[]
  spans: { start: number; end: number; category: string; turn?: number }[]
  must_keep?: string[]
  contact?: Contact
  tags?: string[]
}
export type Answer = { texts: readonly string[]; contact: Contact }

type Share = { of: number; hit: number }
export type Score = {
  /** Spans of which no telling word is left, for special categories, contact data and each category. Debatable ones are left out. */
  special: Share
  contact: Share
  categories: Record<string, Share>
  kept: Share
  untouched: Share
  /** Of the telling words that are gone, those that were marked. */
  precision: Share
  fields: Record<string, Share>
  misses: { id: string; category: string; span: string; left: string }[]
}

/** What reaches a person, as opposed to what is told about them (Article 9). */
const contactData = new Set([
  'phone',
  'email',
  'name',
  'dob',
  'address',
  'postcode',
  'nhs_number',
  'payment_card',
  'ni_number',
])
/** Words that tell nothing by themselves. */
const plain = new Set(
  `a an the of and or i i'm i've i'd im ive my me we at on in to for it it's its is was am are be been have has had do did
  does no not yes yeah um uh er so just really about with maybe that this they he she his her our your you some any from by as up out s t m
  ve re d ll`.split(/\s+/),
)

const folded = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replace(/[’‘`]/g, "'").replace(/\s+/g, ' ').trim()
const withoutMasks = (text: string): string => text.replace(/\[[A-Z][A-Z0-9 _]*(?::[^\]]*)?\]/g, ' ')
const telling = (text: string): string[] =>
  (folded(text).match(/[a-z0-9]+(?:'[a-z]+)?/g) ?? []).filter((word) => !plain.has(word))

function counted(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

const holds = (text: string, part: string): boolean => {
  const sought = folded(part)
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
    const [before, after] = [text[at - 1] ?? ' ', text[at + sought.length] ?? ' ']
    if (!/[a-z0-9]/.test(before) && !/[a-z0-9]/.test(after)) return true
  }
  return false
}

const add = (share: Share, isHit: boolean) => {
  share.of += 1
  if (isHit) share.hit += 1
}
const empty = (): Share => ({ of: 0, hit: 0 })
const valueOf = (field: string, value = ''): string => {
  if (field === 'phone') return value.replace(/[^\d+]/g, '')
  const text = folded(value)
  return field === 'name'
    ? text.replace(/^(?:mrs|mr|miss|ms|dr|doctor|mister)\.? /, '').replace(/ /g, '')
    : text.replace(field === 'address' ? /[^a-z0-9 ]/g : / /g, '')
}

function scoreText(score: Score, record: Marked, turn: number, text: string, answer: string): void {
  const left = withoutMasks(answer)
  const after = counted(telling(left))
  const spans = record.spans.filter((span) => (span.turn ?? 0) === turn)
  const inside = counted(spans.flatMap((span) => telling(text.slice(span.start, span.end))))
  const before = counted(telling(text))
  for (const { start, end, category } of spans) {
    const span = text.slice(start, end)
    const isGone =
      !holds(folded(left), span) &&
      telling(span).every((word) => (after.get(word) ?? 0) <= Math.max(0, (before.get(word) ?? 0) - inside.get(word)!))
    if (record.tags?.includes('policy')) continue
    add(contactData.has(category) ? score.contact : score.special, isGone)
    add((score.categories[category] ??= empty()), isGone)
    if (!isGone) score.misses.push({ id: record.id, category, span, left: answer })
  }
  for (const [word, count] of before) {
    const gone = Math.max(0, count - (after.get(word) ?? 0))
    score.precision.of += gone
    score.precision.hit += Math.min(gone, inside.get(word) ?? 0)
  }
}

/** How well `redact` did on marked records: what is left, what was lost, and what was understood. */
export function scoreOf(records: readonly Marked[], redact: (record: Marked) => Answer): Score {
  const score: Score = {
    special: empty(),
    contact: empty(),
    categories: {},
    kept: empty(),
    untouched: empty(),
    precision: empty(),
    fields: {},
    misses: [],
  }
  for (const record of records) {
    const texts = record.turns?.map((turn) => turn.text) ?? [record.text ?? '']
    const { texts: answers, contact } = redact(record)
    texts.forEach((text, turn) => scoreText(score, record, turn, text, answers[turn] ?? ''))
    const all = folded(withoutMasks(answers.join(' ')))
    for (const keep of record.must_keep ?? []) {
      add(score.kept, holds(all, keep))
      if (!holds(all, keep))
        score.misses.push({ id: record.id, category: 'kept', span: keep, left: answers.join(' / ') })
    }
    if (record.tags?.includes('neg')) {
      const isSame = folded(answers.join(' ')) === folded(texts.join(' '))
      add(score.untouched, isSame)
      if (!isSame) score.misses.push({ id: record.id, category: 'untouched', span: '', left: answers.join(' / ') })
    }
    for (const [field, value] of Object.entries(record.contact ?? {})) {
      const isRight = valueOf(field, contact[field as keyof Contact]) === valueOf(field, value)
      add((score.fields[field] ??= empty()), isRight)
      if (!isRight)
        score.misses.push({
          id: record.id,
          category: `field ${field}`,
          span: value,
          left: contact[field as keyof Contact] ?? '',
        })
    }
  }
  return score
}

/** The share as a number from 0 to 1; 1 when there was nothing. */
export const share = ({ of, hit }: Share): number => (of === 0 ? 1 : hit / of)
