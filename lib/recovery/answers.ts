import { formatDayShort } from '#lib/shared/format.ts'
import { formatClock } from './clock.ts'
import { clinicOf, dialled, firstWithin, formatWhen, treatmentOf } from './template.ts'
import { shortened } from './names.ts'
import { toGsm7 } from './segments.ts'

/** Who answers: on every automatic text. The number is E.164. */
export type ClinicFacts = { clinicName: string; clinicPhone: string }

/** What each automatic answer needs. Instants are RFC 3339 on the clinic's wall clock. */
export type AnswerFacts = {
  /** `treatment` is a public label, or null to name none. */
  booked: ClinicFacts & { start: string; practitioner: string; treatment: string | null }
  /** Up to three free times. `gone`: the kept one is taken; `change`: they want another; `times`: they want any. */
  offer: ClinicFacts & { why: 'gone' | 'change' | 'times'; offers: readonly string[]; link: string | null }
  ask_age: ClinicFacts
  ask_name: ClinicFacts
  call_ack: ClinicFacts
  help: ClinicFacts
}
export type AnswerKind = keyof AnswerFacts

const optOut = 'Reply STOP to opt out.'
const apology = 'Sorry, that time has just gone.'

/** 'Reply 1 for Tue 24 Nov 3pm, 2 for Wed 25 Nov 10am or 3 for Thu 26 Nov 9am.' */
function numbered(offers: readonly string[]): string {
  const choices = offers.slice(0, 3).map((start, index) =>
    `${index + 1} for ${formatDayShort(start.slice(0, 10))} ${formatClock(start)}`)
  const last = choices.pop()
  return choices.length === 0 ? `Reply ${last}.` : `Reply ${choices.join(', ')} or ${last}.`
}

/** Wordings from the fullest to the shortest; the first within two parts is sent. */
type Wordings<Kind extends AnswerKind> = (facts: AnswerFacts[Kind], clinic: string, phone: string) => string[]

const anyClinic = (clinic: string, text: (name: string) => string): string[] =>
  [text(clinic), text(shortened(clinic, 40))]

const answers: { [Kind in AnswerKind]: Wordings<Kind> } = {
  booked(facts, clinic, phone) {
    const what = facts.treatment === null ? '' : `your ${treatmentOf(facts.treatment)} at `
    const who = toGsm7(facts.practitioner).trim()
    const text = (subject: string, at: string, practitioner: string) => {
      const whom = practitioner && ` with ${practitioner}`
      return `Booked: ${subject}${at}, ${formatWhen(facts.start)}${whom}. To change it, ring ${phone}. ${optOut}`
    }
    const short = shortened(who, 40)
    return [text(what, clinic, who), text(what, clinic, short), text('', shortened(clinic, 60), short), text('', shortened(clinic, 40), '')]
  },
  offer(facts, clinic, phone) {
    const opening = facts.why === 'gone' ? `${apology} ` : ''
    const ring = (name: string) => `ring ${name} on ${phone}. ${optOut}`
    if (facts.offers.length === 0) {
      const none = facts.why === 'gone' ? `${apology} No other` : 'No other time'
      return anyClinic(clinic, (name) => `${none} is free just now. The team will be in touch, or ${ring(name)}`)
    }
    const choices = `${opening}${numbered(facts.offers)}`
    const more = facts.link ? `More times: ${toGsm7(facts.link)} ` : ''
    return [`${choices} ${more}Or ${ring(clinic)}`, ...anyClinic(clinic, (name) => `${choices} Or ${ring(name)}`)]
  },
  ask_age: (_, clinic, phone) => anyClinic(clinic, (name) =>
    `Before we book: reply 18 if the person coming is 18 or over. If not, or to ask anything, `
    + `ring ${name} on ${phone}. ${optOut}`),
  ask_name: (_, clinic, phone) => anyClinic(clinic, (name) =>
    `Before we book: please reply with the first name and surname of the person coming, `
    + `or ring ${name} on ${phone}. ${optOut}`),
  call_ack: (_, clinic, phone) => anyClinic(clinic, (name) =>
    `Thank you. ${name} will ring you back. If you would rather ring us: ${phone}. ${optOut}`),
  help: (_, clinic, phone) => anyClinic(clinic, (name) =>
    `${name}: you rang us, so we texted you about your enquiry. To speak to us, ring ${phone}. ${optOut}`),
}

/**
 * An automatic answer to a reply: in the 7-bit alphabet, at most two parts, with clinic, number and STOP. It names a
 * procedure only when the facts bring a label, and never one that alludes to a prescription-only medicine.
 */
export function renderAnswer<Kind extends AnswerKind>(kind: Kind, facts: AnswerFacts[Kind]): string {
  const wordings = answers[kind](facts, clinicOf(facts.clinicName), dialled(facts.clinicPhone))
  return firstWithin(2, wordings) ?? wordings.at(-1)!
}
