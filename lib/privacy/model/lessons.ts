import { redactCall } from '../redact.ts'
import type { Marked } from '../score.ts'
import { list, type Doc } from '../text.ts'
import type { Lesson } from './learning.ts'
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

/** One record of seven is never learned from: by these it is measured, see `floor.test.ts`. */
export const isHeldBack = (_: unknown, place: number): boolean => place % 7 === 3

/** Whether a file is measured by: one whose sentences share their phrases would only be told what it has learned. */
export const isMeasured = (file: string): boolean => file !== 'frames-and-fillers.jsonl'

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
        const isFree = Uint8Array.from(doc.words, ({ w }) => (free.has(w) ? 1 : 0))
        lessons.push({ features, reading: readingOf(doc, known), gold, free: isFree })
        return null
      },
    })
  }
  return lessons
}
