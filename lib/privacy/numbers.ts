import { runsOf, type Spelled } from './spelling.ts'
import type { Expectation, Label } from './types.ts'
import { placesOf, type Doc, type Range } from './text.ts'

/** A number that must go, as words, and what it says when it could be read. */
export type Found = Range & { label: Label; value?: string }

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

/** The number in E.164 when the digits are a whole British number, or a foreign one that was said with its prefix. */
export function phoneOf(digits: string): string | null {
  const plain = digits.replace(/^(?:00)?44(?:0(?=[1-9]\d{8,9}$))?(?=[1-9]\d{8,9}$)/, '0')
  if (/^0(?:[12358]\d{8,9}|[79]\d{9})$/.test(plain)) return `+44${plain.slice(1)}`
  if (/^7\d{9}$/.test(plain)) return `+44${plain}`
  // E.164 allows fifteen digits, the country's included.
  return /^00[1-9]\d{7,14}$/.test(plain) && !plain.startsWith('0044') ? `+${plain.slice(2)}` : null
}

const about = {
  card: /\b(?:card|visa|mastercard|amex|debit|long number|account|sort code|bank|iban|cvv|cvc|security code|expir\w+|back of)\b/,
  nhs: /\bn ?h ?s\b|\bhealth service number\b|\bpatient number\b/,
  phone:
    /\b(?:phone|mobile|number|ring|call|text|reach|landline|whatsapp|mob|cell|contact|digits?|tel|telephone|dial)\b/,
  reference: /\b(?:ref|reference|order|invoice|booking (?:number|ref\w*|code)|voucher|code|promo\w*|quote|ticket)\b/,
}

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

function labelOf(digits: string, lead: string, expects: Expectation): Label | null {
  const length = digits.length
  const isCard = expects === 'card' || about.card.test(lead)
  const isReference =
    about.reference.test(lead) && !about.phone.test(lead.replace(/\b(?:booking|reference|ref|order) number\b/g, ''))
  if (isCard && length >= 3 && !(length === 11 && digits.startsWith('07'))) return 'CARD'
  if ((expects === 'nhs' || about.nhs.test(lead)) && length >= 3) return 'NHS_NUMBER'
  if (length >= 13) return length <= 16 && phoneOf(digits) ? 'PHONE' : 'CARD'
  if (length === 10 && !digits.startsWith('0') && isNhsNumber(digits) && !/^7/.test(digits)) return 'NHS_NUMBER'
  if (isReference && length < 9) return null
  if (length >= 7) return 'PHONE'
  if (expects === 'phone' && length >= 2) return 'PHONE'
  if (/\b(?:ends?|ending) (?:in|with)\b[^.]{0,6}$/.test(lead) && length >= 3) return 'PHONE'
  if (/\b(?:last|first|final|ends?|ending|starts?|begins?)\b/.test(lead) && about.phone.test(lead) && length >= 3)
    return 'PHONE'
  return /^0(?:7\d{3,}|[12]\d{3,})$/.test(digits) ? 'PHONE' : null
}

/** Leaves out a card's or a telephone number's neighbours that are plainly a time, a price or a length. */
function isPlainQuantity(doc: Doc, run: Spelled): boolean {
  const next = doc.words[run.to]?.w ?? ''
  const money = doc.text[doc.words[run.from]!.start - 1] ?? ''
  return run.text.length < 7 && (isQuantity.test(next) || /[£$€]/.test(money))
}

/**
 * Numbers of telephones, cards, accounts and the NHS, in digits or words, over pauses and lines. Validators only choose
 * the label: any unexplained run of seven digits goes. `taken` are words that were understood as something else (a date).
 */
export function numbersIn(doc: Doc, expects: Expectation, taken: ReadonlySet<number>): Found[] {
  const found: Found[] = []
  const free = doc.words.map((word, i) => (taken.has(i) ? { ...word, isMask: true } : word))
  const runs = runsOf(free, ({ kind }) => kind === 'digit')
  for (const run of runs) {
    if (isPlainQuantity(doc, run)) continue
    const hasPlus = doc.words[run.from - 1]?.w === 'plus' || doc.text[doc.words[run.from]!.start - 1] === '+'
    const digits = hasPlus ? `00${run.text}` : run.text
    const label = labelOf(digits, before(doc, run.from), expects)
    if (!label) continue
    const from = doc.words[run.from - 1]?.w === 'plus' ? run.from - 1 : run.from
    found.push({ from, to: run.to, label, value: label === 'PHONE' ? readPhone(digits) : run.text })
  }
  return withPieces(doc, runs, found, taken)
}

/** A whole number at the start or the end of what was said: the caller may have begun again. */
function readPhone(digits: string): string | undefined {
  for (const one of [digits, ...(digits.length > 11 ? [digits.slice(-11), digits.slice(0, 11)] : [])]) {
    const phone = phoneOf(one)
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
    const old = near.value
    const value =
      old && run.text.length < 9 ? old.slice(0, -run.text.length) + run.text : (phoneOf(run.text) ?? undefined)
    all.push({ from: run.from, to: run.to, label: 'PHONE', value })
  }
  return all.sort((a, b) => a.from - b.from)
}

/** "Extension 214" goes with its number. */
export function extensionsIn(doc: Doc): Found[] {
  return [...placesOf(doc, /\b(?:extension|ext) \d{2,5}\b/g)].map(({ from, to }) => ({
    from: from + 1,
    to,
    label: 'PHONE' as const,
  }))
}
