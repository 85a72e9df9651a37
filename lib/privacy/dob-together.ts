import { monthAt, numberAt, ordinalAt, yearAt } from './date-numbers.ts'
import { dayAndMonth, isDay, two } from './date-numbers.ts'
import { namedDays } from './dates.ts'
import type { Found } from './numbers.ts'
import { said } from './email-read.ts'
import type { Doc, Range } from './text.ts'

type Part = Range & { day?: number; month?: number; year?: number }

/** What part of a date begins at a word. `known`: what was said before, without which a bare number is no day. */
function partAt({ words }: Doc, i: number, known: Part): Part | null {
  const named = namedDays.find(([name]) => said(words, i, i + name.split(' ').length) === name)
  if (named) return { from: i, to: i + named[0].split(' ').length, month: named[1], day: named[2] }
  const both = dayAndMonth(words, i, false)
  if (both?.isNamed) return { from: i, to: both.to, day: both.day, month: both.month }
  const day = ordinalAt(words, i)
  if (day) return { from: i, to: i + day.took, day: day.value }
  const month = monthAt(words, i)
  if (month) return { from: i, to: i + month.took, month: month.value }
  const year = yearAt(words, i)
  if (year && (!year.isShort || (year.value < 2000 && year.value > 1931))) return { from: i, to: i + year.took, year: year.value }
  const bare = known.month && !known.day ? numberAt(words, i) : null
  return bare && bare.value >= 1 && bare.value <= 31 ? { from: i, to: i + bare.took, day: bare.value } : null
}

/**
 * A date of birth that was asked for and given in pieces, in any order: "twenty fifth — of? — december — and the year? — sixty
 * five". What is said last of a piece counts. Null when a piece is missing.
 */
function dobTogether(doc: Doc): string | null {
  const date: Part = { from: 0, to: 0 }
  for (let i = 0; i < doc.words.length;) {
    const part = doc.words[i]!.isMask ? null : partAt(doc, i, date)
    if (part) Object.assign(date, part)
    i = part ? part.to : i + 1
  }
  const { day, month, year } = date
  if (!day || !month || !year || !isDay(year, month, day)) return null
  return `${year}-${two(month)}-${two(day)}`
}

/** The year that takes the place of one that was said: "nineteen ninety, no, ninety one". */
function yearPutRight(doc: Doc, date: Found): Found | null {
  let i = date.to
  while (i < date.to + 3 && /^(?:no|sorry|wait|not|i|mean|make|that)$/.test(doc.words[i]?.w ?? '')) i += 1
  const year = i > date.to && doc.words[date.to]!.w !== 'not' && doc.words[i] && !doc.words[i]!.isMask ? yearAt(doc.words, i) : null
  if (!year || year.value > 2019 || !date.value) return null
  return { from: i, to: i + year.took, label: 'DOB', value: `${year.value}${date.value.slice(4)}` }
}

/** Gives what was found of a date of birth its value when that was put right, or given in pieces (`isAsked`). */
export function completeBirth(doc: Doc, births: Found[], isAsked: boolean): void {
  const whole = births.findLast((one) => one.value)
  const right = whole ? yearPutRight(doc, whole) : null
  const again = right ? births.find((one) => one.from === right.from) : undefined
  if (again) again.value = right!.value
  else if (right) births.push(right)
  const last = births.at(-1)
  const value = isAsked && !whole && last ? dobTogether(doc) : null
  if (last && value) last.value = value
}
