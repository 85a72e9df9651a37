import type { Found } from './numbers.ts'
import { phoneOf } from './phone-of.ts'
import type { Spelled } from './spelling.ts'
import type { Doc } from './text.ts'

/** Digits of which a whole number has this many: what comes after it is another. */
const whole: Partial<Record<Found['label'], number>> = { PHONE: 11, CARD: 16, NHS_NUMBER: 10 }
/** What callers say between two parts of a number while they look at it; nothing of a time or a price. */
const chatter =
  /^(?:(?:for [a-z]+|then|and|hang on|hold on|wait|sorry|what is it|let me (?:see|look|think|check)|there is (?:one more|another|more)|one more|another one|where was i|it is (?:worn|rubbed|scratched)(?: off)?|bear with me|i (?:think|can not see it|can not read it)|yeah|yes|no|oh|is it|it is|that is|the next (?:bit|part) is|next (?:bit|part) is|next|last|the last (?:bit|one|part) is|rest is|the rest is|carries on|goes on) ?){1,4}$/

/** Two parts as one, where the second begins with what the first ended with: "eight four … what is it, eight four nine". */
function joined(first: string, next: string, most: number): string | null {
  for (let same = Math.min(first.length, next.length); same >= 0; same -= 1)
    if (first.endsWith(next.slice(0, same)) && first.length + next.length - same === most) return first + next.slice(same)
  return first.length + next.length <= most ? first + next : null
}

/** Runs of digits that go on with a number which is not whole yet, with only chatter between. */
export function goingOn(doc: Doc, runs: readonly Spelled[], found: readonly Found[], isOpen: (run: Spelled) => boolean): Found[] {
  const all = [...found]
  for (const run of runs) {
    const before = all.findLast((one) => one.to <= run.from)
    const most = before && whole[before.label]
    if (!before?.said || !most || before.said.length >= most || run.from - before.to > 8 || !isOpen(run)) continue
    if (all.some((one) => one.from < run.to && run.from < one.to)) continue
    const between = doc.words.slice(before.to, run.from).map((word) => word.w).join(' ')
    const said = chatter.test(between) ? joined(before.said, run.text, most) : null
    if (said === null || (run.text.length === 1 && said.length < most)) continue
    const value = before.label === 'PHONE' ? (phoneOf(said) ?? undefined) : said
    all.push({ from: run.from, to: run.to, label: before.label, value, said })
  }
  return all
}

const tells = /\b(?:wrong|rest|number|digits?|mobile|phone|landline)\b/

/** "It's not two five nine, it's two nine five", "six oh two at the end": digits of a number that are put right, whichever number that is. */
export function putRightDigits(doc: Doc, runs: readonly Spelled[]): Found[] {
  const isAtEnd = ({ to }: Spelled) => /^(?:at|on) the end\b/.test(doc.words.slice(to, to + 3).map((word) => word.w).join(' '))
  if (!tells.test(doc.line) && !runs.some(isAtEnd)) return []
  return runs.flatMap((run, i) => {
    const next = runs[i + 1]
    const isPart = run.text.length >= 2 && run.text.length <= 6
    if (isPart && (isAtEnd(run) || (doc.words[run.from - 1]?.w === 'not' && i > 0 && run.from - runs[i - 1]!.to <= 5 && runs[i - 1]!.text.length === run.text.length)))
      return [{ from: run.from, to: run.to, label: 'PHONE' as const, ...(doc.words[run.from - 1]?.w === 'not' ? {} : { said: run.text }) }]
    const isSame = next !== undefined && run.text.length >= 2 && run.text.length <= 6 && next.text.length === run.text.length
    if (!isSame || doc.words[run.from - 1]?.w !== 'not') return []
    if (!/^(?:it is|but|its|is)(?: \w+)?$/.test(doc.words.slice(run.to, next.from).map((word) => word.w).join(' '))) return []
    return [{ from: run.from, to: run.to, label: 'PHONE' as const }, { from: next.from, to: next.to, label: 'PHONE' as const, said: next.text }]
  })
}

/** "Oh double seven double oh, are you writing? nine double oh, got it? seven two four": pieces that are a mobile number together. */
export function mobileInPieces(runs: readonly Spelled[], at: number): Spelled[] {
  const pieces = [runs[at]!]
  let length = runs[at]!.text.length
  for (let i = at + 1; i < runs.length && length < 11 && runs[i]!.from - pieces.at(-1)!.to <= 5; i += 1) {
    pieces.push(runs[i]!)
    length += runs[i]!.text.length
  }
  return pieces.length > 1 && length === 11 && runs[at]!.text.startsWith('07') && pieces.every(({ text }) => text.length > 1) ? pieces : []
}

const between =
  /^(?:(?:and|then|the|rest|is|last|next|bit|part|that|was|it|so|of|ends?|ending|with|in|hang|on|let|me|see|what|hold|wait|three|four|er|where) ?){1,8}$/

/** The run after another with only chatter between, when the two make a whole number: "… and then the rest is …". */
export function goesOnWith(doc: Doc, run: Spelled, next: Spelled | undefined): Spelled | null {
  if (!next || run.text.length < 3 || next.text.length < 3 || next.from - run.to > 8) return null
  const words = doc.words.slice(run.to, next.from)
  const length = run.text.length + next.text.length
  const isWhole = length === 10 || length === 11 || length === 16
  // Eleven figures that begin as a mobile number are one, whatever is said between.
  const isMobile = length === 11 && /^07/.test(run.text) && words.length <= 6 && !words.some((word) => word.isMask)
  return isWhole && words.length > 0 && (isMobile || between.test(words.map((word) => word.w).join(' '))) ? next : null
}
