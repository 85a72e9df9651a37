import 'server-only'
import { ask } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'
import { processors } from '#lib/privacy/rights/processors.ts'
import type { ProcessorEntry } from '#lib/privacy/rights/processors.ts'
import type { RetentionDays } from '#lib/privacy/rights/types.ts'
import { env } from '#lib/shared/env.ts'
import { textsOf, unseal } from '#lib/shared/seal.ts'

type Row = Record<string, unknown>

/** What of a person is held, table by table; texts still sealed. */
type Held = {
  exportedAt: string; clinic: { id: string; name: string; phone: string }
  contacts: Row[]; calls: Row[]; bookings: Row[]; leads: Row[]; texts: (Row & { sealed: string | null })[]
  consents: Row[]; textsStopped: boolean; callBacks: Row[]; tasks: Row[]; requests: Row[]; views: Row[]; retention: RetentionDays
}

/** The information that goes with the copy (UK GDPR Art. 15(1)). */
type About = {
  purposes: string[]; categories: string[]; source: string; recipients: readonly ProcessorEntry[]
  retention: (RetentionDays & { note: string }); automatedDecisions: string; rights: string[]; complaints: string
}

/** All that a person has a right to be given: a copy, and what is done with it. Texts carry their words as `body`. */
export type PersonExport = Omit<Held, 'texts' | 'retention'> & { texts: (Row & { body: string | null })[]; about: About }

/**
 * Everything that the clinic holds about a person, with the nameless calls of a number that is theirs alone. The export is noted
 * in the access log. Owners and API keys; throws a 403 for everybody else and for a foreign id.
 */
export async function exportContact(actor: Actor, clinicId: string, contactId: string): Promise<PersonExport> {
  const [row] = await ask(actor, (sql) => sql<{ held: Held | null }[]>`
    select case when exists (select from contacts where clinic_id = ${clinicId} and id = ${contactId}) then export_contact(${contactId}) end as held`)
  if (!row?.held) throw Object.assign(new Error('forbidden'), { code: 'PT403' })
  const { texts, retention, ...held } = row.held
  return {
    ...held,
    texts: texts.map(({ sealed, ...text }) => ({ ...text, body: sealed === null ? null : unseal(env().CALLWAITING_SECRET, textsOf(clinicId), sealed) })),
    about: aboutOf(held.clinic.name, retention),
  }
}

const aboutOf = (clinic: string, retention: RetentionDays): About => ({
  purposes: [
    'Answering your call, and finding and booking a time with you.',
    'Following up your enquiry by text or telephone where you allowed it, and keeping the evidence of that.',
    'Keeping you safe: noticing when somebody may need urgent help.',
    'Keeping the clinic’s diary, and answering for what was done.',
  ],
  categories: [
    'Who you are and how to reach you.', 'What you asked about and booked.',
    'What was said in your calls, after contact details and remarks about health were masked.',
    'Texts both ways.', 'What you allowed and refused.', 'Who at the clinic looked.',
  ],
  source: 'From you: what you said, what you wrote, and the number you rang from. Nothing was bought or taken from elsewhere.',
  recipients: processors,
  retention: {
    ...retention,
    note: 'Days. Transcripts, enquiries that led to no booking, calls, texts; bookings stay as the clinic’s record of treatment, evidence of permission while it is relied on.',
  },
  automatedDecisions: 'A machine answers and offers free times. It refuses nobody for good: whatever it declines is put before a person at the clinic.',
  rights: [
    'To have what is wrong put right.', 'To have it erased.', 'To have its use restricted.', 'To object to it.',
    'To take it elsewhere: this file is made for that.', 'To take a permission back; that changes nothing that was done before.',
    'To be dealt with by a person instead of a machine.',
  ],
  complaints: `You may complain to ${clinic}, and to the Information Commissioner’s Office (ico.org.uk, 0303 123 1113).`,
})
