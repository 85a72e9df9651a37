import { redactCall } from '../redact.ts'
import type { Marked } from '../score.ts'
import { list, type Doc } from '../text.ts'
import { randomOf, type Lesson } from './learning.ts'
import { readingOf } from './net.ts'

const contact = new Set(['phone', 'email', 'dob', 'nhs_number', 'payment_card', 'ni_number'])
const sensitive = new Set(
  'sexual_orientation gender_identity sex_life religion ethnicity politics union'.split(' '),
)

/** The class of a category that people marked, by its place in `classes`; numbers and mail are left to the rules. */
export const classOf = (category: string): number =>
  category === 'name'
    ? 3
    : category === 'address' || category === 'postcode'
      ? 4
      : contact.has(category)
        ? 0
        : sensitive.has(category)
          ? 2
          : 1

/** Words that tell nothing by themselves. */
const free = new Set(
  list(`a an the of and or i my me we at on in to for it is was am are be been have has had do did does no not yes yeah
  so just really about with maybe that this they he she his her our your you some any from by as up out would will can`),
)

/**
 * A phrase about health or belief of more words than this teaches that the turn has something to hide, and not which of its words: some
 * authors mark what tells, others the whole of what is told, and of both the first is what should go.
 */
const longest = 5
const isSecret = (category: string): boolean => [1, 2].includes(classOf(category))

/** One record of seven is never learned from: by these it is measured, see `floor.test.ts`. */
export const isHeldBack = (_: unknown, place: number): boolean => place % 7 === 3

/** Whether a file is measured by: one whose sentences share their phrases would only be told what it has learned. */
export const isMeasured = (file: string): boolean => file !== 'frames-and-fillers.jsonl'

const openings: [RegExp, string][] = [
  [/^(?:my|me|our|his|her|the|a|an|this|some)$/, 'the'],
  [/ing$/, 'ing'],
  [/^(?:been|gone|got|had|have|can|couldn|never|not|on|in|under|no|don|i)$/, ''],
  [/^(?:all|very|really|quite|pretty|so|too|bit)$/, 'very'],
  [/(?:ed|en)$/, 'ed'],
]

/** Phrases of one shape can stand for each other in most sentences: how the first word is built, and whether there are more than two. */
function shapeOf(phrase: string): string {
  const words = phrase.toLowerCase().split(/[\s']+/)
  const opening = openings.find(([pattern]) => pattern.test(words[0]!))
  return `${opening ? opening[1] || words[0] : 'noun'} ${words.length > 2 ? 'more' : ''}`
}

/**
 * The same sentences with other phrases of the same author in the places of those that were marked, of the same category and
 * shape: so that neither a phrase nor what stands around it is learned by heart. Calls of several turns are left out.
 */
export function varied(records: readonly Marked[], seed: number): Marked[] {
  const random = randomOf(seed)
  const phrases = new Map<string, string[]>()
  const keyOf = (category: string, phrase: string) => `${category} ${shapeOf(phrase)}`
  const textOf = ({ text, turns }: Marked, turn = 0) => turns?.[turn]?.text ?? text ?? ''
  for (const record of records)
    for (const { start, end, category, turn } of record.spans) {
      const phrase = textOf(record, turn).slice(start, end)
      const key = keyOf(category, phrase)
      phrases.set(key, [...(phrases.get(key) ?? []), phrase])
    }
  return records.flatMap((record) => {
    const whole = record.turns ? '' : textOf(record)
    let [text, at] = ['', 0]
    const spans: Marked['spans'] = []
    for (const { start, end, category } of [...record.spans].sort((a, b) => a.start - b.start)) {
      if (start < at || whole === '') continue
      const others = phrases.get(keyOf(category, whole.slice(start, end)))!
      const phrase = others[Math.floor(random() * others.length)]!
      text += whole.slice(at, start)
      spans.push({ start: text.length, end: text.length + phrase.length, category })
      text += phrase
      at = end
    }
    text += whole.slice(at)
    return text === whole ? [] : [{ ...record, text, spans }]
  })
}

/** What marked calls teach: the turns as the redactor sees them, with what the rules made of them, and the marks. */
export function lessonsOf(records: readonly Marked[]): Lesson[] {
  const lessons: Lesson[] = []
  for (const record of records) {
    const turns = record.turns ?? [{ role: 'user' as const, text: record.text! }]
    // Once before, so that every pattern is ready and no turn is tried twice.
    redactCall(turns, { without: ['model'] })
    let at = -1
    const marksOf = (doc: Doc) => {
      do at += 1
      while (turns[at] && turns[at]!.text !== doc.text)
      return record.spans.filter((span) => (span.turn ?? 0) === at)
    }
    redactCall(turns, {
      tagger: (doc, features, known) => {
        const marks = marksOf(doc)
        const gold = Uint8Array.from(doc.words, (word) => {
          const mark = marks.find((one) => word.start < one.end && one.start < word.end)
          return mark ? classOf(mark.category) : 0
        })
        const length = new Map(marks.map((mark) => [mark, doc.words.filter((word) => word.start < mark.end && mark.start < word.end).length]))
        const isLong = (word: Doc['words'][number]) =>
          marks.some((mark) => word.start < mark.end && mark.start < word.end && isSecret(mark.category) && length.get(mark)! > longest)
        const isFree = Uint8Array.from(doc.words, (word) => (free.has(word.w) || isLong(word) ? 1 : 0))
        lessons.push({ features, reading: readingOf(doc, known), gold, free: isFree })
        return null
      },
    })
  }
  return lessons
}
