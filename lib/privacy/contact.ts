import { dayCorrected } from './dates-again.ts'
import type { Details } from './detect.ts'
import { nameOf } from './name-of.ts'
import type { Name } from './names.ts'
import { distance } from './misheard.ts'
import { phoneOf } from './phone-of.ts'
import { read } from './text.ts'
import type { Contact, Turn } from './types.ts'

/** What was understood in a turn, or in several that belong together; `at` is the place of the last of them in the call. */
export type Heard = { at: number; text: string; details: Details }

const clinics =
  /\b(?:us|our|we are|clinic is|reception|you can (?:call|ring|email|reach|text|find)|call back on this|to reply)\b/
const denies =
  /^(?:(?:um|oh|well|er|ah|sorry|actually) )*(?:no|nah|nope|not|wrong|old|almost|nearly|sorry|wait|hang on|should be|it is (?:the|not|a )|that is (?:the old|not|wrong))\b|\b(?:should be|is wrong|not right|at the end|with an? [a-z] not|not the)\b/
const affirms =
  /^(?:(?:um|oh|well|er|ah|hi|hello|hiya) )*(?:yes|yeah|yep|yup|aye|speaking|it is|that is (?:me|right|it|correct)|correct|right|sure|spot on|bingo|mhm|uh huh|the very same)\b/

/** Digits that take the place of the last ones of a number: "no, four six one at the end". */
function corrected(phone: string | undefined, digits: readonly string[]): string | undefined {
  const said = digits.filter((one) => one.length >= 2 && one.length <= 8).at(-1)
  return phone && said ? (phoneOf(`0${(phone.slice(0, -said.length) + said).replace(/^\+44/, '')}`) ?? undefined) : undefined
}

/** A letter that takes the place of another: "e, not f". */
function letterCorrected(postcode: string, line: string): string {
  const pair = /\b([a-z]) ([a-z]) not [a-z] [a-z]\b/.exec(line)
  if (pair) return `${postcode.slice(0, -2)}${pair[1]!}${pair[2]!}`.toUpperCase()
  const match = /\b([a-z]) not ([a-z])\b/.exec(line)
  const at = match ? postcode.toLowerCase().lastIndexOf(match[2]!) : -1
  return at < 0 ? postcode : postcode.slice(0, at) + match![1]!.toUpperCase() + postcode.slice(at + 1)
}

/** A name that was read back, with the word put right that the caller said otherwise. */
function nameCorrected(readBack: string, said: string): string {
  const words = readBack.split(' ')
  const at = words.findIndex((word) => word.toLowerCase() !== said.toLowerCase() && distance(word.toLowerCase(), said.toLowerCase(), 2) <= 2)
  return at < 0 || said.includes(' ') ? said : words.map((word, i) => (i === at ? said : word)).join(' ')
}

/** Brings a contact up to date with one caller's answer. `readBack`: what an agent has just said that it is. */
function hear(contact: Contact, readBack: Contact, { text, details }: Heard): void {
  const { line } = read(text)
  const { contact: said, digits } = details
  const phone = said.phone ? undefined : corrected(readBack.phone ?? contact.phone, digits)
  Object.assign(contact, said, phone ? { phone } : {})
  const dob = said.dob ? undefined : dayCorrected(readBack.dob ?? contact.dob, text)
  if (dob) contact.dob = dob
  if (contact.postcode) contact.postcode = letterCorrected(contact.postcode, line)
}

/**
 * What is known of a caller when all is said: what they said last counts, with what they put right; and what an agent read
 * back counts when the caller did not say no to it.
 */
export function contactIn(turns: readonly Turn[], heard: readonly Heard[], agent: ReadonlyMap<number, Details>): Contact {
  const contact: Contact = {}
  let readBack: Contact = {}
  const names: Name[] = []
  let named: string | undefined
  for (let i = 0; i < turns.length; i += 1) {
    const own = agent.get(i)
    const next = turns.slice(i + 1).find((turn) => turn.role === 'user')
    if (own) {
      const { line } = read(turns[i]!.text)
      const isTheirs = !clinics.test(line)
      const answer = read(next?.text ?? '').line
      readBack = isTheirs ? { ...readBack, ...own.contact } : readBack
      if (isTheirs && !denies.test(answer)) Object.assign(contact, own.contact)
      const name = nameOf(own.names)
      if (name && affirms.test(answer)) names.push(...own.names)
      // "Thank you, Mr Szymanski, and your date of birth?": who is called so and does not say no.
      else if (name && isTheirs && next && !denies.test(answer)) names.push(...own.names.map((one) => ({ ...one, weight: Math.min(one.weight, 0.4) })))
      if (name) named = name
    }
    for (const one of heard) {
      if (one.at !== i) continue
      hear(contact, readBack, one)
      names.push(...one.details.names)
    }
  }
  const name = nameOf(names)
  if (name) contact.name = named && named.includes(' ') && !name.includes(' ') ? nameCorrected(named, name) : name
  return contact
}
