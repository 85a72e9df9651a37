import type { Found } from './numbers.ts'
import type { Expectation } from './types.ts'
import type { Doc, Range, Word } from './text.ts'
import { list } from './text.ts'

const months = list('january february march april may june july august september october november december')
const shortMonths = list('jan feb mar apr may jun jul aug sep oct nov dec')
const units = list(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen ' +
    'seventeen eighteen nineteen',
)
const ordinals = list(
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth ' +
    'fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth',
)
const tens: Record<string, number> = {
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
}
/** Days with a name, as month and day. */
const namedDays: [words: string, month: number, day: number][] = [
  ['new year day', 1, 1],
  ['new years day', 1, 1],
  ['new year eve', 12, 31],
  ['new years eve', 12, 31],
  ['christmas day', 12, 25],
  ['christmas eve', 12, 24],
  ['boxing day', 12, 26],
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
]
/** A two-digit year up to this is of this century. */
const newestShortYear = 20
/** Nobody who was born later calls a clinic for themselves: such a date is an appointment. */
const newestBirthYear = 2020

type Read = { value: number; took: number }

/** A number from 0 to 99, in digits or words. */
function numberAt(words: readonly Word[], i: number): Read | null {
  const w = words[i]?.w ?? ''
  if (/^\d{1,2}$/.test(w)) return { value: Number(w), took: 1 }
  const zero = /^(?:oh|o|zero|nought)$/.test(w)
  const unit = units.indexOf(words[i + (zero || tens[w] ? 1 : 0)]?.w ?? '')
  if (zero) return unit > 0 && unit < 10 ? { value: unit, took: 2 } : null
  if (tens[w]) return unit > 0 && unit < 10 ? { value: tens[w] + unit, took: 2 } : { value: tens[w], took: 1 }
  return unit > 0 ? { value: unit, took: 1 } : null
}

/** "The twenty first", "21st". */
function ordinalAt(words: readonly Word[], i: number): Read | null {
  const w = words[i]?.w ?? ''
  const written = /^(\d{1,2})(?:st|nd|rd|th)$/.exec(w)
  if (written) return { value: Number(written[1]), took: 1 }
  const one = ordinals.indexOf(w)
  if (one > 0) return { value: one, took: 1 }
  if (w === 'twentieth' || w === 'thirtieth') return { value: w === 'twentieth' ? 20 : 30, took: 1 }
  const next = ordinals.indexOf(words[i + 1]?.w ?? '')
  return tens[w] && next > 0 && next < 10 ? { value: tens[w] + next, took: 2 } : null
}

function monthAt(words: readonly Word[], i: number): Read | null {
  const w = words[i]?.w ?? ''
  const named = Math.max(months.indexOf(w), shortMonths.indexOf(w === 'sept' ? 'sep' : w))
  return named >= 0 ? { value: named + 1, took: 1 } : null
}

/** A year: 1977, "nineteen seventy seven", "two thousand and four", "twenty ten", "ninety five", "'95". */
function yearAt(words: readonly Word[], i: number): (Read & { isShort: boolean }) | null {
  const w = words[i]?.w ?? ''
  if (/^(?:19|20)\d\d$/.test(w)) return { value: Number(w), took: 1, isShort: false }
  if (w === 'two' && words[i + 1]?.w === 'thousand') {
    const skip = words[i + 2]?.w === 'and' ? 3 : 2
    const rest = numberAt(words, i + skip)
    return rest && rest.value < 30
      ? { value: 2000 + rest.value, took: skip + rest.took, isShort: false }
      : { value: 2000, took: 2, isShort: false }
  }
  const century = w === 'nineteen' || w === '19' ? 1900 : w === 'twenty' || w === '20' ? 2000 : 0
  if (century) {
    if (words[i + 1]?.w === 'hundred') return { value: century, took: 2, isShort: false }
    const rest = numberAt(words, i + 1)
    const isWhole = rest && (rest.value >= 10 || rest.took === 2)
    if (isWhole && (century === 1900 || rest.value <= 30))
      return { value: century + rest.value, took: 1 + rest.took, isShort: false }
  }
  const two = numberAt(words, i)
  if (!two || (two.value < 10 && two.took === 1 && !/^0\d$/.test(w))) return null
  return { value: two.value <= newestShortYear ? 2000 + two.value : 1900 + two.value, took: two.took, isShort: true }
}

type Date = Range & { day: number; month: number; year: number | null; isShort: boolean; isNamed: boolean }

const skip = (words: readonly Word[], i: number, ...those: string[]): number =>
  those.includes(words[i]?.w ?? '') ? i + 1 : i

/** The day and the month that begin at a word; a bare "three ten" only where a date of birth is expected. */
function dayAndMonth(
  words: readonly Word[],
  i: number,
  isAsked: boolean,
): { day: number; month: number; to: number; isNamed: boolean } | null {
  const named = monthAt(words, i)
  if (named) {
    const at = skip(words, i + 1, 'the')
    const day = ordinalAt(words, at) ?? (yearAt(words, at)?.isShort === false ? null : numberAt(words, at))
    return day && day.value >= 1 && day.value <= 31
      ? { day: day.value, month: named.value, to: at + day.took, isNamed: true }
      : null
  }
  const ordinal = ordinalAt(words, i)
  const day = ordinal ?? numberAt(words, i)
  if (!day || day.value < 1 || day.value > 31) return null
  const at = skip(words, skip(words, i + day.took, 'of'), 'the')
  const month = monthAt(words, at)
  if (month) return { day: day.value, month: month.value, to: at + month.took, isNamed: true }
  const counted = ordinalAt(words, at) ?? (isAsked || !ordinal ? numberAt(words, at) : null)
  const isDate = counted && counted.value >= 1 && counted.value <= 12
  const isSpoken = (ordinal && ordinalAt(words, at)) || isAsked
  return isDate ? { day: day.value, month: counted.value, to: at + counted.took, isNamed: Boolean(isSpoken) } : null
}

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
  const start = dayAndMonth(words, i, isAsked)
  if (!start) return null
  const at = skip(words, skip(words, start.to, 'in'), 'of')
  const year = yearAt(words, at)
  const isWritten = words[i + 2] !== undefined && areWritten(doc, i, i + 3)
  if (!start.isNamed && !isWritten && !(year && !year.isShort)) return null
  const isYear = year && !isMeasure.test(words[at + year.took]?.w ?? '')
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

const two = (value: number): string => String(value).padStart(2, '0')
const isDay = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()

const bornBefore = /\b(?:born|birth|dob|d o b|birthday|birthdate|date of birth)\b[^.]{0,40}$/

/**
 * Dates: those of birth, which go, and the words of all others, which are no telephone number. A date is one of birth when
 * that was asked for or said, or when its year is one in which a caller can have been born. Day before month.
 */
export function datesIn(doc: Doc, expects: Expectation): { births: Found[]; taken: Set<number> } {
  const births: Found[] = []
  const taken = new Set<number>()
  const isAsked = expects === 'dob' || /\b(?:date of birth|dob|d o b|birth date|birthdate)\b/.test(doc.line)
  const offsets = lineOffsets(doc)
  for (let i = 0; i < doc.words.length;) {
    const isSaid = isAsked || bornBefore.test(doc.line.slice(Math.max(0, offsets[i]! - 70), offsets[i]))
    const date = doc.words[i]!.isMask ? null : dateAt(doc, i, isSaid)
    if (!date) {
      const year = isSaid && !doc.words[i]!.isMask ? yearAt(doc.words, i) : null
      if (year && (!year.isShort || isAsked)) births.push({ from: i, to: i + year.took, label: 'DOB' })
      i += year && isSaid ? year.took : 1
      continue
    }
    const isBirth = isSaid || (date.year !== null && date.year <= newestBirthYear && (!date.isShort || date.isNamed))
    if (isBirth) {
      const value =
        date.year && isDay(date.year, date.month, date.day)
          ? `${date.year}-${two(date.month)}-${two(date.day)}`
          : undefined
      births.push({ from: date.from, to: date.to, label: 'DOB', value })
    } else if (date.isNamed) for (let k = date.from; k < date.to; k += 1) taken.add(k)
    i = date.to
  }
  return { births, taken }
}

/** Where each word begins in the line. */
function lineOffsets(doc: Doc): number[] {
  const offsets: number[] = []
  for (let k = doc.at.length - 1; k >= 0; k -= 1) offsets[doc.at[k]!] = k
  return offsets
}
