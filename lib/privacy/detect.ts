import { addressesIn } from './address.ts'
import { answerEnd, answerIn } from './answers.ts'
import { datesIn } from './dates.ts'
import { completeBirth } from './dob-together.ts'
import { emailPiece, emailsIn } from './email.ts'
import { secretsIn, type Secret } from './health.ts'
import { proceduresIn } from './keep.ts'
import { nameOf } from './name-of.ts'
import { namesReadBack } from './name-said.ts'
import { namesIn } from './names.ts'
import { extensionsIn, numbersIn, phonesIn, type Found } from './numbers.ts'
import { codesIn } from './postcode.ts'
import { putRightIn } from './put-right.ts'
import { isBare, runsOf } from './spelling.ts'
import { charsOf, list, read, spanAtEach, type Doc, type Range } from './text.ts'
import type { Contact, Context, Expectation, Span } from './types.ts'

const spanOf = (doc: Doc, found: Range & { label: Span['label'] }): Span => ({
  ...charsOf(doc, found),
  label: found.label,
})

/** What a caller can be reached by, in one turn or in several that belong together (parted by lines). */
export type Details = { spans: Span[]; contact: Contact; names: ReturnType<typeof namesIn>; digits: string[] }

/** By what somebody can be reached: beside it stand people's names. */
const reaches = new Set<Span['label']>(['PHONE', 'EMAIL', 'ADDRESS', 'POSTCODE'])
const currency = /[£$€]/
const ours = /^(?:(?:yes|yeah|sure|of course|hi|hello) )*(?:it is|we are|we re|you will find us|our (?:new )?address is|the clinic is|the address is)\b(?!.*\b(?:your|you at|have you|got you|for you|still)\b)(?!.*\?)/

/** Numbers, addresses, names and dates of birth. Values are taken only from what a caller said. */
export function detailsIn(text: string, context: Context, isBare = true): Details {
  const doc = read(text)
  const expects: Expectation = context.without.has('state') ? 'none' : context.expectation
  const found: Found[] = []
  // What has the sign of a currency before it is a price, and ends a number: "07700 900583, £60 paid".
  const taken = new Set<number>()
  if (currency.test(text)) doc.words.forEach(({ start }, i) => currency.test(text[start - 1] ?? '') && taken.add(i))
  const take = (one: Found) => {
    for (let i = one.from; i < one.to; i += 1) if (taken.has(i)) return
    for (let i = one.from; i < one.to; i += 1) taken.add(i)
    found.push(one)
  }
  emailsIn(doc, expects).forEach(take)
  const piece = expects === 'email' && isBare && found.length === 0 ? emailPiece(doc, context.isSoft) : null
  if (piece) take(piece)
  codesIn(masking(doc, taken), expects).forEach((one) => take({ ...one, to: afterExamples(doc, one.to) }))
  if (expects === 'postcode' || found.some(({ label }) => label === 'POSTCODE')) inwardIn(masking(doc, taken)).forEach(take)
  const isNumberAsked = ['phone', 'card', 'nhs', 'ni', 'postcode'].includes(expects)
  const first = datesIn(masking(doc, taken), expects)
  const phones = isNumberAsked ? [] : phonesIn(masking(doc, taken), (range) => first.births.some((one) => one.from < range.to && range.from < one.to))
  phones.forEach(take)
  const { births, taken: dates } = phones.length === 0 ? first : datesIn(masking(doc, taken), expects)
  completeBirth(masking(doc, taken), births, expects === 'dob' && !context.isSoft)
  if (!isNumberAsked) births.forEach(take)
  for (const i of isNumberAsked ? [] : dates) taken.add(i)
  numbersIn(doc, context.isSoft && !isPlainly(doc) ? 'none' : expects, taken).forEach(take)
  extensionsIn(doc).forEach(take)
  // "It's fifty four Wellington Street, just past the bank": an agent on where the clinic is.
  if (context.role === 'user' || !ours.test(doc.line))
    addressesIn(doc, context.isSoft && expects === 'address' ? 'none' : expects, taken, found.filter(({ label }) => label === 'POSTCODE')).forEach(take)
  putRightIn(doc, found, taken).forEach(take)
  const open = masking(doc, taken)
  const names = context.role === 'user' ? namesIn(open, expects, context.keep, found.some(({ label }) => reaches.has(label))) : namesReadBack(open, context.keep)
  names.forEach(take)
  return {
    spans: found.map((one) => spanOf(doc, one)),
    contact: contactOf(found),
    names: names.filter((one) => found.includes(one)),
    digits: found.filter((one) => one.label === 'PHONE' && one.said).map((one) => one.said!),
  }
}

const putsRight = /\b(?:no|not|end|sorry|should|instead|last|wrong|it is)\b/

/** Whether a turn answers with a number although nobody asked for one: it is nothing but digits, or puts some right. */
function isPlainly(doc: Doc): boolean {
  const runs = runsOf(doc.words, ({ kind }) => kind === 'digit')
  return isBare(doc, runs) || (putsRight.test(doc.line) && runs.some((run) => run.text.length >= 3))
}

const isLetterAt = ({ words }: Doc, i: number): boolean => /^[a-z]$/.test(words[i]?.w ?? '') && !words[i]!.isMask

/** "Three q w, q for queen": a letter that is explained belongs to the code before it. */
function afterExamples(doc: Doc, from: number): number {
  let to = from
  for (;;) {
    const link = isLetterAt(doc, to) ? (doc.words[to + 1]?.w ?? '') : ''
    const at = link === 'for' ? to + 2 : link === 'as' && doc.words[to + 2]?.w === 'in' ? to + 3 : -1
    if (at < 0 || !doc.words[at]?.w.startsWith(doc.words[to]!.w) || doc.words[at]!.w.length < 2) return to
    to = at + 1
  }
}

const figure = /^(?:\d|one|two|three|four|five|six|seven|eight|nine|zero|oh)$/

/** "Eight a a, or is it eight a e?": the second half of a postcode, said again by itself. */
const inwardIn = (doc: Doc): Found[] =>
  doc.words.flatMap(({ w, isMask }, i): Found[] => (!isMask && figure.test(w) && isLetterAt(doc, i + 1) && isLetterAt(doc, i + 2) && !isLetterAt(doc, i + 3) ? [{ from: i, to: i + 3, label: 'POSTCODE' }] : []))

/** The same words, those that are understood already closed to the next reader. */
const masking = (doc: Doc, taken: ReadonlySet<number>): Doc => ({
  ...doc,
  words: doc.words.map((word, i) => (taken.has(i) ? { ...word, isMask: true } : word)),
})

function contactOf(found: readonly Found[]): Contact {
  const last = (label: Span['label']) =>
    found
      .filter((one) => one.label === label && one.value)
      .sort((a, b) => a.from - b.from)
      .at(-1)?.value
  const contact: Contact = {}
  const [phone, email, dob, postcode, address] = [
    last('PHONE'),
    last('EMAIL'),
    last('DOB'),
    last('POSTCODE'),
    last('ADDRESS'),
  ]
  if (phone) contact.phone = phone
  if (email) contact.email = email
  if (dob) contact.dob = dob
  if (postcode) contact.postcode = postcode
  if (address) contact.address = address
  return contact
}

export { nameOf }

/** What belongs to an illness or a medicine on its right and on its left: "autism assessment", "chronic kidney disease". */
const heads = new Set(
  list(`assessment diagnosis positive negative tests test tablets tablet pills pill oil cream
  disease condition conditions attack attacks syndrome problems problem
  deficiency surgery disorder disorders treatment medication meds drugs inhaler inhalers injections injection
  infection infections failure patient sufferer symptoms episode episodes flare trouble
  issues transplant specialist clinic nurse therapy levels level count trait gene mutation carrier status allergy
  allergies intolerance milligrams mg daily relapse remission scare scan scans risk spray`),
)
const modifiers = new Set(
  list(`severe chronic acute mild moderate advanced terminal metastatic malignant benign
  recurrent stage inoperable congenital hereditary undiagnosed suspected untreated early late onset
  clinical bilateral underlying rheumatoid juvenile adult childhood refractory generalised gestational obstructive
  secondary primary complex high-functioning functioning crippling debilitating`),
)

function grown(doc: Doc, secret: Secret): Secret {
  if (secret.label !== 'HEALTH') return secret
  let { from, to } = secret
  const isFree = (i: number) => doc.words[i] !== undefined && !doc.words[i]!.isMask
  while (isFree(to) && doc.words[to]!.gap === '' && heads.has(doc.words[to]!.w)) to += 1
  while (from > 0 && isFree(from - 1) && doc.words[from]!.gap === '' && modifiers.has(doc.words[from - 1]!.w)) from -= 1
  return { ...secret, from, to }
}

/** Health and belief in one turn. `closed` are characters that are masked already. */
export function secretSpansIn(text: string, context: Context, closed: readonly Span[]): Span[] {
  const doc = read(text)
  const closedAt = spanAtEach(doc, closed)
  const open: Doc = { ...doc, words: doc.words.map((word, i) => (closedAt[i] ? { ...word, isMask: true } : word)) }
  const secrets = secretsIn(open, context).filter(
    (one) => !open.words.slice(one.from, one.to).some((word) => word.isMask),
  )
  const isAnswer =
    !context.without.has('state') &&
    context.role === 'user' &&
    (context.expectation === 'health' || context.expectation === 'identity')
  if (isAnswer) {
    const isTaken = (word: number) => secrets.some((one) => one.from <= word && word < one.to)
    const label = context.expectation === 'health' ? 'HEALTH' : 'SENSITIVE'
    const isPast = context.isPast === true
    const end = isPast ? answerEnd(open, true) : 0
    const kept = proceduresIn(open, context.keep).filter((one) => one.from >= end)
    for (const range of answerIn(open, kept, isTaken, label === 'HEALTH', isPast)) secrets.push({ ...range, label })
  }
  return secrets.map((one) => spanOf(doc, grown(open, one)))
}
