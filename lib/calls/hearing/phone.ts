import { plain, type Turn } from '#lib/calls/hearing/talk.ts'
import { toE164 } from '#lib/shared/phone.ts'

const digits: Record<string, string> = {
  zero: '0', oh: '0', o: '0', nought: '0', naught: '0', nil: '0',
  one: '1', two: '2', three: '3', four: '4', five: '5', six: '6', seven: '7', eight: '8', nine: '9',
}
const teens: Record<string, string> = {
  ten: '10', eleven: '11', twelve: '12', thirteen: '13', fourteen: '14',
  fifteen: '15', sixteen: '16', seventeen: '17', eighteen: '18', nineteen: '19',
}
const tens: Record<string, string> = {
  twenty: '2', thirty: '3', forty: '4', fifty: '5', sixty: '6', seventy: '7', eighty: '8', ninety: '9',
}
const times: Record<string, number> = { double: 2, triple: 3, treble: 3 }
const zeros: Record<string, string> = { hundred: '00', thousand: '000' }
const pauses = new Set([
  'um', 'umm', 'uh', 'er', 'erm', 'then', 'and', 'so', 'yeah', 'yes', 'ok', 'okay', 'space', 'dash', 'hyphen',
])
const corrections = new Set(['no', 'sorry', 'wait', 'actually', 'mean', 'rather', 'scrap', 'correction', 'oops'])

// Only then does a "no, 456" belong to a number.
const asksForNumber = /\b(?:number|digits|phone|mobile|reach you)\b|\d{3}/

/** Digits as they were said, one after the other; `isCorrection` when the caller took something back just before. */
type Run = { parts: string[]; isCorrection: boolean; isFirst: boolean; isLast: boolean }

const digitIn = (word = ''): string | null => (/^\d$/.test(word) ? word : digits[word] ?? null)
const startsCountry = /^\d|^(?:one|two|three|four|five|six|seven|eight|nine|double)$/

/** What a word, with those after it, adds to a number, and how many words that took; null for a word that is none. */
function partAt(words: readonly string[], at: number): { part: string; took: number } | null {
  const word = words[at]!
  if (/^\+?\d+$/.test(word)) return { part: word, took: 1 }
  if (word === 'plus' && startsCountry.test(words[at + 1] ?? '')) return { part: '+', took: 1 }
  const repeated = times[word] && digitIn(words[at + 1])
  if (repeated) return { part: repeated.repeat(times[word]!), took: 2 }
  const ten = tens[word]
  if (ten) {
    const unit = digitIn(words[at + 1])
    return unit && unit !== '0' ? { part: ten + unit, took: 2 } : { part: `${ten}0`, took: 1 }
  }
  const part = digits[word] ?? teens[word] ?? zeros[word]
  return part ? { part, took: 1 } : null
}

function runsIn(text: string): Run[] {
  const words = plain(text).replace(/\+\s*(?=\d)/g, ' +').replace(/(?<=\d)[-./()]+|[-./()]+(?=\d)/g, ' ')
    .split(/[^a-z0-9+']+|-/).filter((word) => word !== '')
  const runs: Run[] = []
  let parts: string[] = []
  let isCorrection = false
  let hasWords = false
  const close = (isLast: boolean) => {
    if (parts.some((part) => part !== '+')) runs.push({ parts, isCorrection, isFirst: !hasWords, isLast })
    if (parts.length > 0) [parts, isCorrection, hasWords] = [[], false, true]
  }
  for (let at = 0; at < words.length;) {
    const one = partAt(words, at)
    // "Hundred" needs something before it, and in "oh, 07700" the "oh" is none of it.
    const isSigh = words[at] === 'oh' && /^0\d/.test(words[at + 1] ?? '')
    const isNone = parts.length === 0 && (words[at]! in zeros || isSigh)
    if (one && !isNone) {
      parts.push(one.part)
      at += one.took
      continue
    }
    if (!pauses.has(words[at]!)) {
      close(false)
      if (corrections.has(words[at]!)) isCorrection = true
      else hasWords = true
    }
    at += 1
  }
  close(true)
  return runs
}

/** A whole number of the length that its beginning asks for; a part of one is none. */
function numberIn(text: string): string | null {
  return /^(?:0?7\d{9}|0[1-35689]\d{9}|01\d{8}|(?:\+|00)440?[1-9]\d{8,9}|(?:\+|00)(?!44)[1-9]\d{7,14})$/.test(text)
    ? toE164(text) : null
}

/** The number that a run holds, though "and I'm 34" may follow it or a house number stand before. The longest wins. */
function numberOf({ parts }: Run): string | null {
  if (parts.join('').length > 17) return null
  for (let from = 0; from < parts.length && parts.slice(0, from).join('').length <= 3; from += 1) {
    for (let to = parts.length; to > from; to -= 1) {
      const number = numberIn(parts.slice(from, to).join(''))
      if (number) return number
    }
  }
  return null
}

/**
 * The telephone number a caller gave, E.164: in any grouping, in digits or words, over several turns, the last whole
 * one. "No, sorry, 456" puts right the end of the one before. Nothing is taken from what the agent said.
 */
export function phoneIn(turns: readonly Turn[]): string | null {
  let found: string | null = null
  let open: Run | null = null
  let isAskedFor = false
  for (const turn of turns) {
    if (turn.role !== 'caller') {
      isAskedFor = asksForNumber.test(plain(turn.text))
      continue
    }
    for (const run of runsIn(turn.text)) {
      const said = run.parts.join('')
      const goesOn: boolean = open !== null && run.isFirst && !run.isCorrection
      const joined: Run | null = goesOn ? { ...run, parts: [...open!.parts, ...run.parts] } : null
      const number: string | null = numberOf(run) ?? (joined && numberOf(joined))
      if (number) [found, isAskedFor] = [number, true]
      else if (found && isAskedFor && run.isCorrection && /^\d{3,6}$/.test(said)) {
        found = found.slice(0, -said.length) + said
      }
      open = !number && run.isLast ? (joined ?? run) : null
    }
  }
  return found
}
