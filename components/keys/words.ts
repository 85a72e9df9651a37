import { whoWords } from '#components/privacy/words.ts'
import type { Tone } from '#components/ui/status-pill.tsx'
import { civilDay, formatDayNear, formatTime } from '#lib/shared/format.ts'
import type { Scope } from '#lib/shared/scopes.ts'
import type { ClinicKey, Deed, Member } from '#lib/tenancy/types.ts'

/** What a key may do, in words; `short` after "may". */
export const SCOPE_WORDS: Record<Scope, { short: string; title: string; hint: string }> = {
  read: { short: 'read', title: 'Read', hint: 'See the diary, calls, leads and contacts.' },
  book: { short: 'book', title: 'Book', hint: 'Make, move and cancel bookings, and answer leads.' },
  contacts: { short: 'handle personal data', title: 'Personal data', hint: 'Export what is held about a person, erase people, note requests.' },
  tests: { short: 'run tests', title: 'Tests', hint: 'Run live tests and simulated calls.' },
}

/** How long a new key may open anything; null is until it is revoked. */
export const SPANS: { days: number | null; label: string }[] = [
  { days: null, label: 'Until it is revoked' },
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
  { days: 365, label: 'A year' },
]

/** A day inside a sentence. */
const dayWords = (instant: string, today: string) => formatDayNear(civilDay(instant), today).replace(/^(Today|Tomorrow|Yesterday)/, (word) => word.toLowerCase())
const dayAt = (instant: string, today: string) => `${dayWords(instant, today)} ${formatTime(instant)}`

/** Whether a key opens anything now, in a word and a tone. `now` is an instant in the clinic's time. */
export function stateOf(key: Pick<ClinicKey, 'revokedAt' | 'expiresAt'>, now: string): { words: string; tone: Tone; isLive: boolean } {
  if (key.revokedAt) return { words: 'Revoked', tone: 'neutral', isLive: false }
  if (key.expiresAt && Date.parse(key.expiresAt) <= Date.parse(now)) return { words: 'Ended', tone: 'warn', isLive: false }
  return { words: 'Active', tone: 'ok', isLive: true }
}

/** When a key was used, and until when it opens anything. */
export function keyFacts(key: ClinicKey, today: string): string[] {
  return [
    key.lastUsedAt ? `Last used ${dayAt(key.lastUsedAt, today)}` : 'Never used',
    `made ${dayWords(key.createdAt, today)}`,
    ...(key.revokedAt ? [`revoked ${dayAt(key.revokedAt, today)}`] : key.expiresAt ? [`ends ${dayAt(key.expiresAt, today)}`] : []),
  ]
}

const THINGS: Record<string, string> = {
  member: 'a member', clinic: 'the clinic’s settings', key: 'a key', practitioner: 'a practitioner', procedure: 'a procedure', calendar: 'the calendar connection',
  request: 'a request or complaint', alert: 'an alert', closure: 'closed or special days', time_off: 'time off',
}
const DEEDS: Record<string, string> = {
  'on_call.changed': 'Changed who is on call', 'retention.changed': 'Changed how long data is kept', 'hours.changed': 'Changed working hours',
  'practitioner_procedures.changed': 'Changed who offers what', 'erasure.asked': 'Erased a person', 'export.made': 'Exported what is held about a person', 'text.sent': 'Wrote a text to a lead',
  'request.added': 'Noted a request or complaint', 'lead.closed': 'Closed a lead', 'lead.reopened': 'Opened a closed lead again',
}
const VERBS: Record<string, string> = { added: 'Added', changed: 'Changed', removed: 'Removed' }

/** What was done, as a sentence; a deed without words of its own keeps its code. */
export function deedWords({ action, changed }: Pick<Deed, 'action' | 'changed'>): string {
  if (action === 'key.changed' && changed.includes('revoked_at')) return 'Revoked a key'
  if (action === 'alert.changed') return changed.includes('closed_at') ? 'Closed an alert' : 'Took on an alert'
  const [thing = '', verb = ''] = action.split('.')
  return DEEDS[action] ?? (THINGS[thing] && VERBS[verb] ? `${VERBS[verb]} ${THINGS[thing]}` : action)
}

/** Who did it: a person, or the key by its label when it is still known. */
export function doerWords(actor: string, me: string, members: readonly Member[], keys: readonly Pick<ClinicKey, 'id' | 'label'>[]): string {
  const [role, subject] = actor.split(':')
  if (role === 'none') return 'The operator'
  if (role !== 'api_client') return whoWords(actor, me, members)
  const key = keys.find((one) => one.id === subject)
  return key ? `The key “${key.label}”` : 'A program with a key'
}
