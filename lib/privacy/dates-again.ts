import { dayAndMonth, mayBegin, ordinalAt, two, yearAt } from './date-numbers.ts'
import type { Found } from './numbers.ts'
import { read, type Doc } from './text.ts'

/** "I said ninety two, I meant eighty two": years beside a date of birth that is told in full. */
export function yearsPutRight({ words }: Doc, births: readonly Found[]): Found[] {
  if (births.length === 0) return []
  return words.flatMap((_, i): Found[] => {
    const year = /^(?:said|meant|mean|not|put)$/.test(words[i - 1]?.w ?? '') ? yearAt(words, i) : null
    const isOpen = year && !births.some((one) => one.from < i + year.took && i < one.to)
    return isOpen ? [{ from: i, to: i + year.took, label: 'DOB' }] : []
  })
}

/** "On the nineteenth, my date of birth is …", "rebooked for 30 November": a day beside a date of birth that is told in full, and not told of it. */
export function isAppointment({ words }: Doc, { from, to, value }: Found, births: readonly Found[]): boolean {
  const whole = births.filter((one) => one.value)
  const isApart = whole.length > 0 && whole.every((one) => Math.min(Math.abs(from - one.to), Math.abs(one.from - to)) > 2)
  const before = words.slice(Math.max(0, from - 2), from).map(({ w }) => w).join(' ')
  return !value && isApart && (to - from > 1 || yearAt(words, from) === null) && /(?:^|\b)(?:on the|for the|on|for|to the|until the|till the)$/.test(before)
}

/** "Oh four oh seven ninety six, fourth of July": the day of birth again, in other words. */
export function saidAgain({ words }: Doc, births: readonly Found[]): Found[] {
  const days = births.flatMap(({ value }) => (value ? [value.slice(5)] : []))
  if (days.length === 0) return []
  const isOpen = (i: number) => !words[i]!.isMask && !births.some((one) => one.from <= i && i < one.to)
  return words.flatMap((word, i): Found[] => {
    const date = isOpen(i) && mayBegin(word.w) ? dayAndMonth(words, i, true) : null
    const isSame = date !== null && days.includes(`${two(date.month)}-${two(date.day)}`) && words.slice(i, date.to).every((_, k) => isOpen(i + k))
    const year = isSame ? yearAt(words, date.to) : null
    return isSame && (date.isNamed || year) ? [{ from: i, to: year ? date.to + year.took : date.to, label: 'DOB' }] : []
  })
}

/** A date of birth with another day, when a text says one: "it's the twelfth, not the second". Undefined when it says none. */
export function dayCorrected(dob: string | undefined, text: string): string | undefined {
  if (!dob) return undefined
  const { words } = read(text)
  for (let i = 0; i < words.length; i += 1) {
    const day = ordinalAt(words, i)
    const isDenied = words.slice(Math.max(0, i - 2), i).some((word) => word.w === 'not')
    if (day && !isDenied && day.value <= 31 && /\b(?:not|no|sorry|it is|actually|should)\b/.test(words.map((word) => word.w).join(' ')))
      return `${dob.slice(0, 8)}${two(day.value)}`
  }
  return undefined
}
