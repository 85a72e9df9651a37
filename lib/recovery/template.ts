import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { formatDayShort } from '#lib/shared/format.ts'
import { formatClock } from './clock.ts'
import { medicinesIn } from './medicines.ts'
import { firstNameOf, midSentence, shortened } from './names.ts'
import { segmentsOf, toGsm7 } from './segments.ts'

/** What the one text after a lost call may say. */
export type RecoveryFacts = {
  clinicName: string
  /** As it was heard; only a plain first name is used. */
  firstName: string | null
  /** The procedure's public label; already "consultation" when it is prescription-only or the clinic is discreet. */
  treatment: string
  /** The time that is kept, RFC 3339 on the clinic's wall clock. */
  start: string | null
  /** E.164. */
  clinicPhone: string
  /** Not in the first text: a plain number is trusted where a link is not. */
  link: string | null
}

/** What a template may contain, in braces. */
export const placeholders = ['clinic', 'name', 'treatment', 'time', 'phone'] as const
export type Placeholder = (typeof placeholders)[number]

const ending = 'or ring {phone}. Reply STOP to opt out.'

/** What Sarah writes when the clinic wrote nothing of its own: with a time that is kept, and without one. */
export const shippedTemplate = {
  kept: `Hi {name}, you rang {clinic}. We kept {time} for your {treatment}. Reply 1 to book ${ending}`,
  open: `Hi {name}, you rang {clinic} about your {treatment}. Reply 1 for times ${ending}`,
}
/** The same in fewer words, where these save a second part. */
const tight = {
  kept: `Hi {name}, {clinic} kept {time} for your {treatment}. Reply 1 to book ${ending}`,
  open: `Hi {name}, {clinic} here about your {treatment}. Reply 1 for times ${ending}`,
}

/** 'Tue 24 Nov, 2pm'. */
export const formatWhen = (instant: string): string => `${formatDayShort(instant.slice(0, 10))}, ${formatClock(instant)}`

/** The number as it is dialled here: 07700 900100 for a British one, else with its country. As given when it is none. */
export function dialled(phone: string): string {
  const number = parsePhoneNumberFromString(phone)
  if (!number) return phone
  return number.countryCallingCode === '44' ? number.formatNational() : number.formatInternational()
}

/**
 * The treatment in the middle of a sentence. The database keeps prescription-only labels to "Consultation"; a label that
 * alludes to a medicine all the same is not passed on.
 */
export function treatmentOf(label: string): string {
  const plain = toGsm7(label).trim().slice(0, 40)
  const isUnfit = plain === '' || medicinesIn(label).length > 0 || medicinesIn(plain).length > 0
  return isUnfit ? 'consultation' : midSentence(plain)
}

/** The clinic's name in the 7-bit alphabet, on one line. */
export const clinicOf = (name: string): string => toGsm7(name).replace(/\s+/g, ' ').trim() || 'the clinic'

/**
 * The template with its values. A name that is not known goes with the comma or space that led to it ("Hi {name}, you"
 * becomes "Hi, you"); a placeholder that nobody knows becomes nothing.
 */
export function fillTemplate(template: string, values: Record<Placeholder, string | null>): string {
  const named = values.name !== null ? template : template
    .replace(/(^|[.!?]\s+)\{name\}[,:]?\s*(\p{Ll})?/gu, (_, head: string, next?: string) => head + (next ?? '').toUpperCase())
    .replace(/[ ,]*\{name\}/g, '')
  return toGsm7(named.replace(/\{([^{}]*)\}/g, (_, key: string) => values[key as Placeholder] ?? '')).trim()
}

/** The first of the wordings within so many parts, fullest first; null when none is. */
export const firstWithin = (segments: number, wordings: Iterable<string>): string | null => {
  for (const wording of wordings) if (segmentsOf(wording).segments <= segments) return wording
  return null
}

/** The template at full length, then without the name, then with less and less of the clinic's name. */
function* lessAndLess(template: string, values: Record<Placeholder, string | null>): Generator<string> {
  yield fillTemplate(template, values)
  for (const length of [80, 60, 40, 25]) {
    yield fillTemplate(template, { ...values, name: null, clinic: shortened(values.clinic!, length) })
  }
}

/**
 * The text for somebody who rang off without a booking: in the 7-bit alphabet, at most two parts, with clinic, number and
 * STOP. The clinic's own template is used as it is; where it names a time and none is kept, or where it cannot be brought
 * into two parts, the shipped one stands in.
 */
export function renderRecovery(facts: RecoveryFacts, template: string | null): string {
  const values = {
    clinic: clinicOf(facts.clinicName), name: firstNameOf(facts.firstName), treatment: treatmentOf(facts.treatment),
    time: facts.start && formatWhen(facts.start), phone: dialled(facts.clinicPhone),
  }
  if (template !== null && (facts.start !== null || !template.includes('{time}'))) {
    const own = firstWithin(2, lessAndLess(template, values))
    if (own) return own
  }
  const variant = facts.start === null ? 'open' : 'kept'
  const wordings = [shippedTemplate[variant], tight[variant]]
  return firstWithin(1, wordings.map((wording) => fillTemplate(wording, values)))
    ?? firstWithin(2, lessAndLess(shippedTemplate[variant], values))
    ?? fillTemplate(tight[variant], { ...values, name: null, clinic: values.clinic.slice(0, 25) })
}
