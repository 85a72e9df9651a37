import { MessageSquareOff } from 'lucide-react'
import { isReason, REASON_WORDS } from '#components/leads/words.ts'
import type { LeadDetail } from '#lib/recovery/types.ts'

const STOPPED =
  'They replied STOP, so nobody at the clinic can text this number. They can start again by texting START; until then, ring.'

/** Stands where the composer would be, and says why nobody can write to this person. */
export function NoWriting({ lead }: { lead: LeadDetail }) {
  return (
    <p className="flex items-start gap-3 border-t border-line px-4 py-4 text-ink-soft">
      <MessageSquareOff aria-hidden className="mt-px size-4.5 shrink-0" />
      {whyNot(lead)}
    </p>
  )
}

function whyNot({ status, reason, contact, consents }: LeadDetail): string {
  const hasStopped = consents.some((one) => one.channel === 'text' && one.source === 'reply' && one.value === 'refused')
  if (hasStopped || reason === 'opted_out') return STOPPED
  if (!contact?.phone) return 'There is no number to write to.'
  if (status === 'waiting' || status === 'held') return 'You can write to them once Sarah’s text has gone.'
  if (isReason(reason)) return REASON_WORDS[reason].sentence
  return 'They have not been texted, so nobody can write to them. Ring them instead.'
}
