import { plainWords } from '#lib/recovery/stop-words.ts'

type Alerting = { clinicName: string; slug: string; appUrl: string }

/** The longest a clinic's name may be in an alert, so that it stays one text or two. */
const nameMax = 60

/**
 * The text that tells an on-call person. It names nobody and nothing medical: a telephone may lie face up on a table.
 */
export const alertText = ({ clinicName, slug, appUrl }: Alerting): string =>
  `URGENT ${clinicName.slice(0, nameMax)}: a caller may need help now. See ${appUrl}/${slug}/safety and reply OK to say you have it.`

/** The text of a test, which nobody can mistake for the real one. */
export const testText = ({ clinicName }: Pick<Alerting, 'clinicName'>): string =>
  `TEST ${clinicName.slice(0, nameMax)}: you are on call when a caller may need urgent help. Nothing has happened. Please reply OK.`

/** What is said when the telephone of an on-call person rings; said to whoever picks up, and to a machine. */
export const alertCallWords = (clinicName: string): string =>
  `This is ${clinicName}'s phone assistant, with an urgent message. A caller may need medical help. `
  + 'Please open your dashboard now and ring the caller back: the number is shown there.'

/** The same for a test. */
export const testCallWords = (clinicName: string): string =>
  `This is ${clinicName}'s phone assistant with a test. You are on call when a caller may need urgent help. Nothing has happened. Thank you, goodbye.`

const filler = '(?:(?:hi|hello|thanks|thank you|ta|cheers|please|pls|all|now|right|x+) )*'
const yes = [
  'ok(?:ay|ey|ie)?', 'k+', 'yes', 'yep', 'yeah', 'yup', 'y', 'aye', 'sure', 'fine',
  '(?:i |we |ive |weve )?(?:have |ve )?(?:have|got) (?:it|this)', '(?:i am |im |we are )?on (?:it|my way)',
   'ill (?:call|ring|do it|take it|ring them|call them)(?: now)?',
  '(?:i )?will do', 'doing it', 'calling (?:now|them)?', 'ringing (?:now|them)?', 'mine', 'ack', 'acknowledged', 'confirmed?', 'received', 'roger', 'understood', 'noted', 'done',
]
const ok = new RegExp(`^${filler}(?:(?:${yes.join('|')}) ?)+${filler}$`)
const thumb = /^[\s\u{1F44D}\u{1F3FB}-\u{1F3FF}\u{2705}\u{2714}\u{FE0F}\u{1F44C}]+$/u

/**
 * Whether a reply to an alert says that its sender has it. Only what says that and nothing else: "ok but I'm in theatre" and
 * "ok?" leave the ladder running.
 */
export function isAcknowledgement(body: string): boolean {
  if (body.includes('?')) return false
  if (body.trim() !== '' && thumb.test(body)) return true
  return ok.test(`${plainWords(body)} `)
}
