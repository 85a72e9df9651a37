import { list, type Word } from './text.ts'

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
/** A two-digit year up to this is of this century. */
const newestShortYear = 20

/** The first words of all that is read here. */
const beginnings = new Set([...months, ...shortMonths, 'sept', ...units, ...ordinals, 'twentieth', 'thirtieth', ...Object.keys(tens), 'oh', 'o', 'nought'])
/** Whether a number, a day, a month or a year may begin with a word: with most none does, and they need no closer look. */
export const mayBegin = (w: string): boolean => beginnings.has(w) || /^\d/.test(w)

export type Read = { value: number; took: number }

/** A number from 0 to 99, in digits or words. */
export function numberAt(words: readonly Word[], i: number): Read | null {
  const w = words[i]?.w ?? ''
  if (/^\d{1,2}$/.test(w)) return { value: Number(w), took: 1 }
  const zero = /^(?:oh|o|zero|nought)$/.test(w)
  const unit = units.indexOf(words[i + (zero || tens[w] ? 1 : 0)]?.w ?? '')
  if (zero) return unit > 0 && unit < 10 ? { value: unit, took: 2 } : null
  if (tens[w]) return unit > 0 && unit < 10 ? { value: tens[w] + unit, took: 2 } : { value: tens[w], took: 1 }
  return unit > 0 ? { value: unit, took: 1 } : null
}

/** "The twenty first", "21st". */
export function ordinalAt(words: readonly Word[], i: number): Read | null {
  const w = words[i]?.w ?? ''
  const written = /^(\d{1,2})(?:st|nd|rd|th)$/.exec(w)
  if (written) return { value: Number(written[1]), took: 1 }
  const one = ordinals.indexOf(w)
  if (one > 0) return { value: one, took: 1 }
  if (w === 'twentieth' || w === 'thirtieth') return { value: w === 'twentieth' ? 20 : 30, took: 1 }
  const next = ordinals.indexOf(words[i + 1]?.w ?? '')
  return tens[w] && next > 0 && next < 10 ? { value: tens[w] + next, took: 2 } : null
}

export function monthAt(words: readonly Word[], i: number): Read | null {
  const w = words[i]?.w ?? ''
  const named = Math.max(months.indexOf(w), shortMonths.indexOf(w === 'sept' ? 'sep' : w))
  return named >= 0 ? { value: named + 1, took: 1 } : null
}

/** A year: 1977, "nineteen seventy seven", "two thousand and four", "twenty ten", "ninety five", "'95". */
export function yearAt(words: readonly Word[], i: number): (Read & { isShort: boolean }) | null {
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

/** The place after a word, when it is one of those. */
export const skip = (words: readonly Word[], i: number, ...those: string[]): number =>
  those.includes(words[i]?.w ?? '') ? i + 1 : i

/** The day and the month that begin at a word; a bare "three ten" only where a date of birth is expected. */
export function dayAndMonth(
  words: readonly Word[],
  i: number,
  isAsked: boolean,
): { day: number; month: number; to: number; isNamed: boolean } | null {
  const named = monthAt(words, i)
  if (named) {
    const at = skip(words, i + 1, 'the')
    // "… echo, november. First name …" is spelled.
    if (words[at]?.w === 'first' && /^names?$/.test(words[at + 1]?.w ?? '')) return null
    const day = ordinalAt(words, at) ?? (yearAt(words, at)?.isShort === false ? null : numberAt(words, at))
    return day && day.value >= 1 && day.value <= 31
      ? { day: day.value, month: named.value, to: at + day.took, isNamed: true }
      : null
  }
  const ordinal = ordinalAt(words, i)
  const day = ordinal ?? numberAt(words, i)
  if (!day || day.value < 1 || day.value > 31) return null
  const at = skip(words, skip(words, i + day.took, 'of', 'o'), 'the')
  const month = monthAt(words, at)
  if (month) return { day: day.value, month: month.value, to: at + month.took, isNamed: true }
  const plain = numberAt(words, at)
  // "Twenty second oh three nineteen ninety six": between a day and a year stands a month.
  const isBetween = plain !== null && yearAt(words, at + plain.took)?.isShort === false
  const counted = ordinalAt(words, at) ?? (isAsked || !ordinal || isBetween ? plain : null)
  const isDate = counted && counted.value >= 1 && counted.value <= 12
  const isSpoken = (ordinal && (ordinalAt(words, at) || isBetween)) || isAsked
  return isDate ? { day: day.value, month: counted.value, to: at + counted.took, isNamed: Boolean(isSpoken) } : null
}

export const two = (value: number): string => String(value).padStart(2, '0')
export const isDay = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
