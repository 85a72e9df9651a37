import { phoneOf } from './phone-of.ts'
import { withExpiry } from './card-expiry.ts'
import { goesOnWith, goingOn, mobileInPieces, putRightDigits } from './number-goes-on.ts'
import { isBare, runsOf, symbolAt, type Spelled } from './spelling.ts'
import type { Expectation, Label } from './types.ts'
import { placesOf, type Doc, type Range } from './text.ts'

/** A number that must go, as words, what it says when it could be read, and the digits that were said. */
export type Found = Range & { label: Label; value?: string; said?: string }

/** An NHS number is ten digits whose last is a check digit modulo 11 (NHS Data Dictionary, "NHS NUMBER"). */
export function isNhsNumber(digits: string): boolean {
  if (!/^\d{10}$/.test(digits)) return false
  const sum = [...digits.slice(0, 9)].reduce((all, digit, i) => all + Number(digit) * (10 - i), 0)
  const check = 11 - (sum % 11)
  return check !== 10 && (check === 11 ? 0 : check) === Number(digits[9])
}

/** The check digit of payment cards (ISO/IEC 7812-1, Luhn). */
export function isLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((all, digit, i) => {
    const value = Number(digit) * (i % 2 === 1 ? 2 : 1)
    return all + (value > 9 ? value - 9 : value)
  }, 0)
  return digits.length > 0 && sum % 10 === 0
}

const about = {
  card: /\b(?:card(?! carrying)|visa|mastercard|amex|debit|long number|account|sort code|bank|iban|cvv|cvc|security (?:code|number|digits)|expir\w+|exp|back of|(?:three|number|code|digits) on the back)\b/,
  nhs: /\bn ?h ?s\b|\b(?:health(?: service)?|patient|hospital|medical) (?:number|no|card|record number)\b/,
  phone:
    /\b(?:phone|mobile|number|ring|call|text|reach|landline|whatsapp|mob|cell|contact|digits?|tel|telephone|dial)\b/,
  reference: /\b(?:ref|reference|order|invoice|(?:booking|case|job|claim|confirmation|membership|loyalty) (?:number|ref\w*|code)|voucher|code|promo\w*|quote|ticket)\b/,
}
/** "Last four are": what is read off a card, or the end of a number. */
const lastDigits =
  /\b(?:last|final|first) (?:two|three|four|five|six|few|bit|part)(?: digits| numbers)?(?: (?:of|on) [a-z ]{1,16})? ?(?:is|are|was|being)?(?: the)?$/
const isOfCard = /\b(?:numbers?|digits?|figures|ends|ending|last|cvv|cvc|code|security|back|exp\w*|account|sort|iban|long|front|is|it)\b/
/** The number of a card or of the NHS, when that was spoken of anywhere before in the turn. */
const spokenOf = (doc: Doc, from: number): string => doc.words.slice(Math.max(0, from - 24), from).map((word) => word.w).join(' ')

/** The words before a run, as far as the sentence goes, at most ten. */
function before(doc: Doc, from: number): string {
  const words: string[] = []
  for (let i = from - 1; i >= 0 && words.length < 10; i -= 1) {
    words.unshift(doc.words[i]!.w)
    if (doc.words[i + 1]!.gap === '.') break
  }
  return words.join(' ')
}

const isQuantity =
  /^(?:pounds?|quid|p|grand|percent|am|pm|o|oclock|o'clock|minutes?|mins?|hours?|days?|weeks?|months?|years?|ml|mil|mls|cc|units?|sessions?|per|k|past|to|half|quarter|euros?|people)$/

/** Numbers that an agent asked for, or read back, and what they are called. */
const asked: Partial<Record<Expectation, Label>> = { phone: 'PHONE', card: 'CARD', nhs: 'NHS_NUMBER', ni: 'NI_NUMBER' }

const timely = /\b(?:at|about|around|until|till|after|before|by|past|for)$/

const priced = /\b(?:is it|how much|or|think|costs?|pay|deposit|pounds|quid)\b(?: \w+){0,3}$/

/** Numbers that are everybody's: emergencies, the NHS, the police, the Samaritans. */
const everybodys = new Set(['999', '112', '111', '101', '119', '116123'])

type Said = { digits: string; lead: string; all: string; isSpelled: boolean }

function labelOf({ digits, lead, all, isSpelled }: Said, expects: Expectation): Label | null {
  const length = digits.length
  if (everybodys.has(digits) && (expects === 'none' || expects === 'health' || expects === 'booking')) return null
  if (expects === 'card' && length < 4 && (priced.test(lead) || /\b(?:new|nice|same|different|another|other|this|that|the)$/.test(lead))) return null
  if (expects === 'phone' && length >= 7) return 'PHONE'
  if (digits.startsWith('07') && length >= 9 && length <= 15 && !about.card.test(lead) && expects === 'none') return 'PHONE'
  const isCard = expects === 'card' || about.card.test(lead)
  const isNhs = expects === 'nhs' || about.nhs.test(lead) || (length >= 6 && about.nhs.test(all))
  // "The code's oh one one three for Leeds": of a place, not of an order.
  if (/\bcode(?: is)?$/.test(lead) && /^0[12]\d{2,4}$/.test(digits)) return 'PHONE'
  const isReference =
    about.reference.test(lead) && !about.phone.test(lead.replace(/\b(?:booking|reference|ref|order|invoice|voucher|ticket|quote|case|job|claim|confirmation|membership|loyalty) number\b/g, ''))
  // "My card got declined, so can we do two fifteen": few figures are a card's only where something says so.
  const least = expects === 'card' ? 2 : isOfCard.test(lead) ? 3 : 5
  if (isCard && !isNhs && length >= least && !(length === 11 && digits.startsWith('07'))) return 'CARD'
  if (isNhs && length >= (expects === 'nhs' ? 2 : 3)) return 'NHS_NUMBER'
  if (length >= 12 && length < 16 && /07\d{9}$/.test(digits)) return 'PHONE'
  if (length >= 13) return length <= 16 && phoneOf(digits) ? 'PHONE' : 'CARD'
  if (length === 10 && !digits.startsWith('0') && isNhsNumber(digits) && !/^7/.test(digits)) return 'NHS_NUMBER'
  if ((isReference || (expects === 'booking' && !about.phone.test(lead) && !/^0[127]\d{3}/.test(digits))) && length < 9) return null
  if (length >= 7 || (isSpelled && length >= 6)) return 'PHONE'
  if (expects === 'phone' && length >= 2 && !(length < 5 && timely.test(lead))) return 'PHONE'
  if (expects === 'ni' && length >= 2) return 'NI_NUMBER'
  if (lastDigits.test(lead) && length >= 2) return about.phone.test(lead) ? 'PHONE' : 'CARD'
  if (/\b(?:ends?|ending) (?:in|with)?\b[^.]{0,6}$/.test(lead) && length >= 3) return 'PHONE'
  if (/\b(?:last|first|final|ends?|ending|starts?|begins?)\b/.test(lead) && about.phone.test(lead) && length >= 3)
    return 'PHONE'
  if (/\b(?:was|used to be|old one|changed)\b/.test(lead) && about.phone.test(lead) && length >= 4 && isSpelled) return 'PHONE'
  if (/\b(?:number|mobile|phone) is$/.test(lead) && digits.startsWith('0') && length >= 2) return 'PHONE'
  return /^0(?:7\d{2,}|[12]\d{3,})$/.test(digits) ? 'PHONE' : null
}

const clock = '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:fifteen|(?:twenty|thirty|fifty)(?: five)?|forty(?: five)?|oh five)'
const clockTime = new RegExp(`^${clock}$`)
/** "Two thirty, i mean twelve thirty". */
const spokenTimes = new RegExp(`^(?:${clock}(?: |$)){2,}$`)

/** Whether a run is nothing but times of a clock as they are written, or said. */
function isClock(doc: Doc, run: Spelled): boolean {
  const text = doc.text.slice(doc.words[run.from]!.start, doc.words[run.to - 1]!.end)
  if (run.text.length < 9 && spokenTimes.test(doc.words.slice(run.from, run.to).map((word) => word.w).join(' '))) return true
  // With a dot no more than two: "from 9.15 to 9.45".
  return /^(?:[01]?\d|2[0-3]):[0-5]\d(?:\D+(?:[01]?\d|2[0-3]):[0-5]\d)*$|^(?:1?\d|2[0-3])\.[0-5]\d(?: (?:to|or|and|till|until) (?:1?\d|2[0-3])\.[0-5]\d)?$/.test(text)
}

/** Leaves out a card's or a telephone number's neighbours that are plainly a time, a price or a length. */
function isPlainQuantity(doc: Doc, run: Spelled): boolean {
  const next = doc.words[run.to]?.w ?? ''
  // "The oh seven oh four train".
  if (run.text.length < 5 && /^(?:train|bus|flight|ferry|tram)$/.test(next)) return true
  // A clock's time that is written: "from 13:05 to 15:20". What is multiplied: "six times forty five".
  const isTheTime = /^(?:the|at|a|my)$/.test(doc.words[run.from - 1]?.w ?? '') && clockTime.test(doc.words.slice(run.from, run.to).map((word) => word.w).join(' '))
  if (isTheTime || isClock(doc, run) || (run.text.length < 9 && /^(?:times|multiplied)$/.test(doc.words[run.from - 1]?.w ?? ''))) return true
  const money = doc.text[doc.words[run.from]!.start - 1] ?? ''
  return run.text.length < 7 && (isQuantity.test(next) || /[£$€]/.test(money))
}

/** British numbers that are whole by themselves, whatever was asked for or said right before: "… ninety nine, 0161 496 0404". */
export function phonesIn(doc: Doc, isTaken: (range: Range) => boolean): Found[] {
  return runsOf(doc.words, ({ kind }) => kind === 'digit').flatMap((run): Found[] => {
    for (let k = 0; k + 11 <= run.text.length; k += 1) {
      const from = run.wordOf[k]!
      const isStart = k === 0 || (from !== run.wordOf[k - 1] && doc.words[from]!.gap !== '')
      const value = isStart && k + 11 === run.text.length && /^0[1237]/.test(run.text.slice(k)) ? phoneOf(run.text.slice(k)) : null
      // One that nothing else is said with is read with its neighbours, which may put it right.
      if (value && k === 0 && !isTaken({ from, to: run.to })) return []
      if (value) return [{ from, to: run.to, label: 'PHONE', value, said: run.text.slice(k) }]
    }
    return []
  })
}

/**
 * Numbers of telephones, cards, accounts and the NHS, in digits or words, over pauses and lines. Validators only choose
 * the label: any unexplained run of seven digits goes. `taken` are words that were understood as something else (a date).
 */
export function numbersIn(doc: Doc, expects: Expectation, taken: ReadonlySet<number>): Found[] {
  const found: Found[] = []
  const free = doc.words.map((word, i) => (taken.has(i) ? { ...word, isMask: true } : word))
  const runs = runsOf(free, ({ kind }) => kind === 'digit')
  const isBareAnswer = asked[expects] !== undefined && isBare(doc, runs)
  for (const [i, run] of runs.entries()) {
    if (found.some((one) => one.from === run.from) || isPlainQuantity(doc, run)) continue
    const pieces = expects === 'none' || expects === 'phone' ? mobileInPieces(runs, i) : []
    if (pieces.length > 2) {
      const said = pieces.map(({ text }) => text).join('')
      for (const { from, to } of pieces) found.push({ from, to, label: 'PHONE', value: readPhone(said), said })
      continue
    }
    const hasPlus = doc.words[run.from - 1]?.w === 'plus' || doc.text[doc.words[run.from]!.start - 1] === '+'
    const digits = hasPlus ? `00${run.text}` : run.text
    const next = goesOnWith(doc, run, runs[i + 1])
    const said = {
      digits: next ? digits + next.text : digits,
      lead: before(doc, run.from),
      all: spokenOf(doc, run.from),
      isSpelled: new Set(run.wordOf).size === run.text.length && !/\d/.test(doc.words[run.from]!.w),
    }
    // "I'll give you the new one, o seven seven …": a word, and then a number.
    if (/^107\d{9}$/.test(digits) && doc.words[run.from]!.w === 'one' && run.wordOf[1] !== run.from) {
      found.push({ from: run.wordOf[1]!, to: run.to, label: 'PHONE', value: readPhone(digits.slice(1)), said: digits.slice(1) })
      continue
    }
    const label = isBareAnswer ? (labelOf(said, expects) ?? asked[expects]!) : labelOf(said, expects)
    if (!label) continue
    const isLed = /^(?:plus|cvv|cvc)$/.test(doc.words[run.from - 1]?.w ?? '')
    const from = isLed ? run.from - 1 : run.from
    const value = label === 'PHONE' ? readPhone(said.digits) : said.digits
    found.push({ from, to: run.to, label, value, said: run.text })
    if (next) found.push({ from: next.from, to: next.to, label, value })
  }
  const isFree = (run: Spelled) => !taken.has(run.from) && !isPlainQuantity(doc, run)
  const all = goingOn(doc, runs, withPieces(doc, runs, withExpiry(doc, expects, found), taken), isFree)
  const right = putRightDigits(doc, runs).filter((one) => !taken.has(one.from) && !all.some((other) => other.from < one.to && one.from < other.to))
  return [...all, ...right].sort((a, b) => a.from - b.from)
}

/** A whole number at the start or the end of what was said: the caller may have begun again. */
function readPhone(digits: string): string | undefined {
  // "Oh twenty seven nine four six …": London's code, and the seven behind it.
  if (/^02[1-9]\d{7}$/.test(digits)) return readPhone(`020${digits.slice(2)}`)
  for (const one of [digits, ...(digits.length > 11 ? [digits.slice(-11), digits.slice(0, 11)] : [])]) {
    const phone = phoneOf(one)
    if (phone) return phone
  }
  return undefined
}

/** A number with other last digits, as many as make it whole. */
function endedWith(said: string, last: string): string | undefined {
  for (let cut = 1; cut <= 8; cut += 1) {
    const phone = said.length - cut + last.length === 11 ? phoneOf(said.slice(0, -cut) + last) : null
    if (phone) return phone
  }
  return undefined
}

const putsRight = /\b(?:no|sorry|wait|mean|rather|correction|scrap|oops|actually|repeat|again)\b/

/**
 * Shorter runs next to a number belong to it: "oh seven seven … sorry, double oh … nine one two". What comes after a
 * "no, sorry" takes the place of the last digits.
 */
function withPieces(doc: Doc, runs: readonly Spelled[], found: readonly Found[], taken: ReadonlySet<number>): Found[] {
  const all = [...found]
  for (const run of runs) {
    if (
      run.text.length < 2 ||
      isPlainQuantity(doc, run) ||
      all.some((one) => one.from <= run.from && run.from < one.to)
    )
      continue
    const near = all.find((one) => one.label === 'PHONE' && one.to <= run.from && run.from - one.to <= 5)
    const between = near
      ? doc.words
          .slice(near.to, run.from)
          .map((word) => word.w)
          .join(' ')
      : ''
    if (!near || taken.has(run.from) || !putsRight.test(between) || /\b(?:at|on|around|about)$/.test(between)) continue
    const value = phoneOf(run.text) ?? endedWith(near.said ?? '', run.text)
    all.push({ from: run.from, to: run.to, label: 'PHONE', value, said: run.text })
  }
  return all.sort((a, b) => a.from - b.from)
}

const digit = '(?:oh|zero|nought|one|two|three|four|five|six|seven|eight|nine|double|treble|triple)'
const extension = new RegExp(`\\b(?:extension|ext) (?:\\d{2,5}\\b|${digit}(?: ${digit}){0,4}\\b)`, 'g')
/** "It ends four four seven": a part of a number, whichever number that is. */
const ending = new RegExp(`(?<=\\b(?:it|number|mobile|phone|card|one) (?:ends|ending) (?:in |with )?)(?:\\d{3,4}\\b|${digit}(?: ${digit}){1,4}\\b)`, 'g')

/** "Extension 214" goes with its number, and so does what a number ends in. */
export function extensionsIn(doc: Doc): Found[] {
  const endings = placesOf(doc, ending).map(({ from, to }) => ({ from, to, label: 'PHONE' as const }))
  const extensions = placesOf(doc, extension).map(({ from, to }) => ({ from: from + 1, to, label: 'PHONE' as const }))
  return [...extensions, ...endings]
}
