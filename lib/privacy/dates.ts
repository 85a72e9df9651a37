import { isAppointment, saidAgain, yearsPutRight } from './dates-again.ts'
import { dayAndMonth, isDay, mayBegin, monthAt, numberAt, ordinalAt, skip, two, yearAt } from './date-numbers.ts'
import { isUnknown } from './misheard.ts'
import { mayBeName } from './name-words.ts'
import type { Found } from './numbers.ts'
import type { Expectation } from './types.ts'
import type { Doc, Range, Word } from './text.ts'

/** Days with a name, as month and day. */
export const namedDays: [words: string, month: number, day: number][] = [
  ['new year day', 1, 1],
  ['new years day', 1, 1],
  ['new year eve', 12, 31],
  ['new years eve', 12, 31],
  ['christmas day', 12, 25],
  ['christmas eve', 12, 24],
  ['boxing day', 12, 26],
  ['st valentine day', 2, 14],
  ['st valentines day', 2, 14],
  ['saint valentine day', 2, 14],
  ['valentine day', 2, 14],
  ['valentines day', 2, 14],
  ['halloween', 10, 31],
  ['bonfire night', 11, 5],
  ['saint patrick day', 3, 17],
  ['st patrick day', 3, 17],
  ['st patricks day', 3, 17],
  ['april fools day', 4, 1],
  ['april fool day', 4, 1],
  ['saint george day', 4, 23],
  ['st george day', 4, 23],
  ['burns night', 1, 25],
  ['leap day', 2, 29],
  ['may day', 5, 1],
  ['guy fawkes night', 11, 5],
  ['guy fawkes', 11, 5],
  ['hogmanay', 12, 31],
  ['midsummer day', 6, 24],
  ['saint david day', 3, 1],
  ['st david day', 3, 1],
  ['saint andrew day', 11, 30],
  ['st andrew day', 11, 30],
  ['remembrance day', 11, 11],
  ['armistice day', 11, 11],
]
const namedBeginnings = new Set(namedDays.map(([name]) => name.split(' ', 1)[0]!))
/** Nobody who was born later calls a clinic for themselves: such a date is an appointment. */
const newestBirthYear = 2020

type Date = Range & { day: number; month: number; year: number | null; isShort: boolean; isNamed: boolean }

const isMeasure =
  /^(?:pounds?|quid|past|to|minutes?|mins?|o'?clock|am|pm|percent|ml|mil|sessions?|weeks?|months?|days?|years?)$/

/** Whether all that stands between two words is a slash, a dot or a hyphen, as in a written date. */
function areWritten(doc: Doc, from: number, to: number): boolean {
  const between = doc.text.slice(doc.words[from]!.end, doc.words[to - 1]!.start)
  return /^[/.-]\d{1,2}[/.-]$/.test(between)
}

function dateAt(doc: Doc, i: number, isAsked: boolean): Date | null {
  const { words } = doc
  for (const [name, month, day] of namedDays) {
    if (!name.startsWith(words[i]!.w)) continue
    const length = name.split(' ').length
    if (
      words
        .slice(i, i + length)
        .map((word) => word.w)
        .join(' ') !== name
    )
      continue
    const at = skip(words, skip(words, i + length, 'in'), 'of')
    const year = yearAt(words, at)
    return {
      from: i,
      to: year ? at + year.took : i + length,
      day,
      month,
      year: year?.value ?? null,
      isShort: year?.isShort ?? false,
      isNamed: true,
    }
  }
  const iso = /^(?:19|20)\d\d$/.test(words[i]!.w) && words[i + 2] && areWritten(doc, i, i + 3)
  if (iso) {
    const [month, day] = [Number(words[i + 1]!.w), Number(words[i + 2]!.w)]
    return { from: i, to: i + 3, day, month, year: Number(words[i]!.w), isShort: false, isNamed: true }
  }
  const early = yearAt(words, i)
  const after = early && !early.isShort ? dayAndMonth(words, skip(words, i + early.took, 'on', 'the'), isAsked) : null
  if (early && after?.isNamed)
    return { from: i, to: after.to, day: after.day, month: after.month, year: early.value, isShort: false, isNamed: true }
  const start = dayAndMonth(words, i, isAsked)
  if (!start) return null
  const at = skip(words, skip(words, start.to, 'in'), 'of')
  const year = yearAt(words, at)
  const isWritten = words[i + 2] !== undefined && areWritten(doc, i, i + 3)
  if (!start.isNamed && !isWritten && !(year && !year.isShort)) return null
  const isTime = year?.isShort && !isAsked && words[at]!.gap === ','
  const isYear = year && !isTime && !isMeasure.test(words[at + year.took]?.w ?? '')
  return {
    from: i,
    to: isYear ? at + year.took : start.to,
    day: start.day,
    month: start.month,
    year: isYear ? year.value : null,
    isShort: isYear ? year.isShort : false,
    isNamed: start.isNamed || isWritten,
  }
}

const bornBefore =
  /\b(?:born|birth|dob|d o b|birthday|birthdate|date of birth|(?:turned|turning|turns?|will be|i be|hit|hitting) (?:a |the )?(?:big )?(?:eighteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|\d\d)(?: \w+)?)\b[^.]{0,40}$|\b(?:i am|she is|he is) (?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?: (?:one|two|three|four|five|six|seven|eight|nine))?|\d\d) (?:on|this|next|in)(?: the)?$/
const bornIn = /\bborn(?: (?:back )?in(?: the year)?)?$/
/** "Five ten seventy five" and nothing before it: a day, a month and a year of the century before. */
const opening = /(?:^|\bput |^[a-z]+ (?=it is ))(?:(?:the|so|yeah|yes|it is|that is|i am|ok|okay|right|oh|well|my|mine is) )*$/

/**
 * Dates: those of birth, which go, and the words of all others, which are no telephone number. A date is one of birth when
 * that was asked for or said, or when its year is one in which a caller can have been born. Day before month.
 */
export function datesIn(doc: Doc, expects: Expectation): { births: Found[]; taken: Set<number> } {
  const births: Found[] = []
  const taken = new Set<number>()
  const isAsked = expects === 'dob' || /\b(?:date of birth|dob|d o b|dee oh bee|birth date|birthdate|date o birth)\b/.test(doc.line)
  const offsets = lineOffsets(doc)
  for (let i = 0; i < doc.words.length;) {
    if (!mayBegin(doc.words[i]!.w) && !namedBeginnings.has(doc.words[i]!.w)) {
      i += 1
      continue
    }
    const isFirst = doc.words[i]!.gap === ',' || isAfterName(doc, i) || (offsets[i]! < 60 && opening.test(`${doc.line.slice(0, offsets[i]!)} `.trimStart()))
    const isSaid = isAsked || (isFirst && isWholeDate(doc, i)) || bornBefore.test(doc.line.slice(Math.max(0, offsets[i]! - 70), offsets[i]))
    const date = doc.words[i]!.isMask ? null : dateAt(doc, i, isSaid)
    const whole = !date?.year && isSaid && !doc.words[i]!.isMask ? monthAndYear(doc.words, i) : null
    if (whole) {
      births.push(...whole)
      i = whole.at(-1)!.to
      continue
    }
    if (!date) {
      const isOpen = isSaid && !doc.words[i]!.isMask
      const year = isOpen ? yearAt(doc.words, i) : null
      const part = isOpen && isAsked && !year ? (ordinalAt(doc.words, i) ?? monthAt(doc.words, i)) : null
      const took = (year ?? part)?.took ?? 0
      if ((year && (!year.isShort || isAsked || bornIn.test(doc.line.slice(0, offsets[i]!)))) || part) births.push({ from: i, to: i + took, label: 'DOB' })
      i += Math.max(1, took)
      continue
    }
    const later = date.year === null && date.isNamed && !isSaid ? yearAfter(doc.words, date.to) : null
    if (later) {
      const value = isDay(later.year, date.month, date.day) ? `${later.year}-${two(date.month)}-${two(date.day)}` : undefined
      births.push({ from: date.from, to: date.to, label: 'DOB', value }, { from: later.from, to: later.to, label: 'DOB' })
      i = later.to
      continue
    }
    const isBirth = isSaid || (date.year !== null && date.year <= newestBirthYear && (!date.isShort || (date.isNamed && (date.year < 2000 || saysYear(doc, date.to)))))
    if (isBirth) {
      const value =
        date.year && isDay(date.year, date.month, date.day)
          ? `${date.year}-${two(date.month)}-${two(date.day)}`
          : undefined
      births.push({ from: date.from, to: date.to, label: 'DOB', value })
    } else if (date.isNamed) for (let k = date.from; k < date.to; k += 1) taken.add(k)
    i = date.to
  }
  const told = expects === 'dob' ? births : births.filter((one) => !isAppointment(doc, one, births))
  for (const { from, to } of births.filter((one) => !told.includes(one))) for (let k = from; k < to; k += 1) taken.add(k)
  return { births: [...told, ...yearsPutRight(doc, told), ...saidAgain(doc, told)], taken }
}

/** "The twelfth of July, aye, orange day, nineteen seventy": a year in which a caller can have been born, some words after a day. */
function yearAfter(words: readonly Word[], from: number): (Range & { year: number }) | null {
  for (let i = from; i < Math.min(from + 5, words.length) && words[i]!.gap !== '.' && !words[i]!.isMask; i += 1) {
    const year = yearAt(words, i)
    if (year && !year.isShort) return year.value <= 2008 && i > from ? { from: i, to: i + year.took, year: year.value } : null
    if (mayBegin(words[i]!.w) || /^(?:at|about|for|since|from|in)$/.test(words[i]!.w)) return null
  }
  return null
}

/** "Born in September nineteen sixty eight, on the nineteenth": the month and the year, and the day where it comes after them. */
function monthAndYear(words: readonly Word[], i: number): Found[] | null {
  const month = monthAt(words, i)
  const at = month ? skip(words, i + month.took, 'of', 'in') : i
  const year = month ? yearAt(words, at) : null
  // "March ninety seven": no month has so many days.
  if (!month || !year || (year.isShort && year.value > 1999)) return null
  const to = at + year.took
  const dayAt = skip(words, skip(words, skip(words, skip(words, to, 'and'), 'on', 'it'), 'is'), 'the')
  const day = dayAt > to ? ordinalAt(words, dayAt) : null
  if (!day || !isDay(year.value, month.value, day.value)) return [{ from: i, to, label: 'DOB' }]
  return [{ from: i, to: dayAt + day.took, label: 'DOB', value: `${year.value}-${two(month.value)}-${two(day.value)}` }]
}

const goesOnCounting = /^(?:hundred|thousand|oh|o|nought|zero|double|triple|hours?|am|pm)$/
/** "The third of the ninth oh four", "11 dec 03" say a year where no figure goes on: "the third of may oh nine thirty" is a time. */
const saysYear = ({ words }: Doc, to: number): boolean =>
  (/^(?:oh|o|nought|zero)$/.test(words[to - 2]!.w) || /^0\d$/.test(words[to - 1]!.w)) && numberAt(words, to) === null && !goesOnCounting.test(words[to]?.w ?? '')

/** Whether all that was said before a word is somebody's name: "hazel stobbart five eight sixty one". */
const isAfterName = ({ words }: Doc, i: number): boolean =>
  i >= 2 && i <= 3 && words.slice(0, i).every((word) => mayBeName(word.w) || isUnknown(word.w)) && words.slice(0, i).some((word) => isUnknown(word.w))

/** "11 05 73", as recognition writes a day, a month and a year. */
const inPairs = /^\d\d \d\d \d\d(?!\d)/

/** Three numbers that can only be a day, a month and a year up to 1999, and after them no quantity. */
function isWholeDate(doc: Doc, i: number): boolean {
  if (!/^[a-z]/.test(doc.words[i]!.w) && doc.words[i]!.gap !== ',' && !inPairs.test(doc.text.slice(doc.words[i]!.start, doc.words[i]!.start + 9))) return false
  const date = doc.words[i]!.isMask ? null : dateAt(doc, i, true)
  if (!date?.year || !date.isShort || date.year > 1999 || date.year < 1930 || !isDay(date.year, date.month, date.day)) return false
  // "The thirty first", and in the next turn "six forty".
  if (doc.text.slice(doc.words[i]!.start, doc.words[date.to - 1]!.end).includes('\n')) return false
  const next = doc.words[date.to]?.w ?? ''
  return date.to - date.from >= 3 && !isMeasure.test(next) && numberAt(doc.words, date.to) === null && !/^(?:hundred|thousand|oh|o|double)$/.test(next)
}

/** Where each word begins in the line. */
function lineOffsets(doc: Doc): number[] {
  const offsets: number[] = []
  for (let k = doc.at.length - 1; k >= 0; k -= 1) offsets[doc.at[k]!] = k
  return offsets
}
