import { CircleAlert, CircleCheck, Clock } from 'lucide-react'
import { TimeLeft } from '#components/leads/time-left.tsx'
import { stepsOf, type Step } from '#components/leads/timeline.ts'
import { Card } from '#components/ui/card.tsx'
import { civilDay, formatDayNear } from '#lib/shared/format.ts'
import type { LeadDetail } from '#lib/recovery/types.ts'

const ICONS = { done: CircleCheck, due: Clock, missed: CircleAlert }
const LOOKS = { done: 'text-ok', due: 'text-accent', missed: 'text-bad' }

/** The promise to one lead, step by step with its times. `today` is the clinic's. */
export function LeadTimeline({ lead, now, today }: { lead: LeadDetail; now: string; today: string }) {
  return (
    <Card title="What happened">
      <ol className="px-4 py-2">
        {stepsOf(lead, now).map((step) => (
          <StepLine key={step.key} step={step} now={now} today={today} />
        ))}
      </ol>
    </Card>
  )
}

function StepLine({ step, now, today }: { step: Step; now: string; today: string }) {
  const Icon = ICONS[step.look]
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-3 py-2">
      <Icon aria-hidden className={`mt-0.5 size-4 ${LOOKS[step.look]}`} />
      <div className="min-w-0">
        <p className="font-medium">{step.words}</p>
        {step.note ? <p className="text-sm text-ink-soft">{step.note}</p> : null}
        {step.key === 'deadline' ? <TimeLeft deadlineAt={step.at!} now={now} /> : null}
      </div>
      {step.at ? (
        <p className="text-right whitespace-nowrap">
          {step.at.slice(11, 19)}
          {civilDay(step.at) === today ? null : <span className="block text-sm text-ink-soft">{formatDayNear(civilDay(step.at), today)}</span>}
        </p>
      ) : null}
    </li>
  )
}
