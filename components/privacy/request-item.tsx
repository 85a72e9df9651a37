import { CircleAlert, CircleCheck, Clock, Pause } from 'lucide-react'
import Link from 'next/link'
import { dayWords, deadlineOf, URGENCY_TONES } from '#components/privacy/deadline.ts'
import { OUTCOME_WORDS, REQUEST_WORDS } from '#components/privacy/words.ts'
import { PersonName } from '#components/shell/person-name.tsx'
import { Button } from '#components/ui/button.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import { civilDay } from '#lib/shared/format.ts'
import type { RightsRequest } from '#lib/privacy/rights/types.ts'

export type Step = 'acknowledge' | 'stop' | 'resume' | 'close'

type Props = {
  request: RightsRequest
  slug: string
  today: string
  isBusy: boolean
  onStep: (step: Step) => void
}

/** One request: what is wanted, by whom, how its clock stands, and the steps that are left. */
export function RequestItem({ request, slug, today, isBusy, onStep }: Props) {
  const { kind, contact, receivedOn, dueOn, acknowledgeBy, acknowledgedAt, stoppedAt, completedAt, outcome } = request
  const facts = [
    `Received ${dayWords(receivedOn, today)}`,
    ...(acknowledgedAt ? [`confirmed ${dayWords(civilDay(acknowledgedAt), today)}`] : []),
    ...(acknowledgeBy && !acknowledgedAt && !completedAt ? [`confirm by ${dayWords(acknowledgeBy, today)}`] : []),
    ...(stoppedAt && !completedAt ? [`clock stopped ${dayWords(civilDay(stoppedAt), today)}`] : []),
    ...(completedAt ? [`closed ${dayWords(civilDay(completedAt), today)}`] : [`answer by ${dayWords(dueOn, today)}`]),
  ]
  return (
    <li className="border-b border-line px-4 py-3 last:border-b-0">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <p className="min-w-0">
          <span className="font-medium">{REQUEST_WORDS[kind].title}</span>
          <span className="block">
            {contact ? (
              <Link href={`/${slug}/contacts/${contact.id}`} className="text-accent underline underline-offset-2">
                {contact.name ? <PersonName name={contact.name} /> : 'No name given'}
              </Link>
            ) : (
              <span className="text-ink-soft">Nobody on record</span>
            )}
          </span>
        </p>
        <ClockPill request={request} today={today} />
      </div>
      <p className="text-sm text-ink-soft">
        {facts.join(', ')}
        {outcome ? `: ${OUTCOME_WORDS[outcome].toLowerCase()}` : ''}
      </p>
      {completedAt ? null : <Steps request={request} isBusy={isBusy} onStep={onStep} />}
    </li>
  )
}

/**
 * The steps that are left. Receipt is confirmed for complaints; and only the month of the others stands still while the person
 * is asked who they are or what they mean (UK GDPR Art. 12A).
 */
function Steps({ request, isBusy, onStep }: Pick<Props, 'request' | 'isBusy' | 'onStep'>) {
  const { kind, acknowledgeBy, acknowledgedAt, stoppedAt } = request
  return (
    <div className="mt-2 flex flex-wrap gap-2">
      {acknowledgeBy && !acknowledgedAt ? (
        <Button busy={isBusy} onClick={() => onStep('acknowledge')}>
          Mark as confirmed
        </Button>
      ) : null}
      {kind === 'complaint' ? null : (
        <Button busy={isBusy} onClick={() => onStep(stoppedAt ? 'resume' : 'stop')}>
          {stoppedAt ? 'Resume the clock' : 'Stop the clock'}
        </Button>
      )}
      <Button busy={isBusy} aria-haspopup="dialog" onClick={() => onStep('close')}>
        Close
        <span className="sr-only"> the request</span>
      </Button>
    </div>
  )
}

function ClockPill({ request, today }: { request: RightsRequest; today: string }) {
  const { urgency, words } = deadlineOf(request, today)
  const icon = request.completedAt ? CircleCheck : request.stoppedAt ? Pause : urgency === 'over' ? CircleAlert : Clock
  return (
    <StatusPill tone={URGENCY_TONES[urgency]} icon={icon}>
      {words}
    </StatusPill>
  )
}
