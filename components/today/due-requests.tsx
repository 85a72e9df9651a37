import { ChevronRight, CircleAlert, Clock } from 'lucide-react'
import Link from 'next/link'
import { deadlineOf, lastDay, URGENCY_TONES } from '#components/privacy/deadline.ts'
import { REQUEST_WORDS } from '#components/privacy/words.ts'
import { PersonName } from '#components/shell/person-name.tsx'
import { Card } from '#components/ui/card.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import type { RightsRequest } from '#lib/privacy/rights/types.ts'

type Props = { requests: RightsRequest[]; slug: string; today: string }

/** Requests about people's data whose last day is near or gone, which the law wants answered; nothing while none is. */
export function DueRequests({ requests, slug, today }: Props) {
  const due = requests
    .toSorted((a, b) => lastDay(a).localeCompare(lastDay(b)))
    .map((request) => ({ request, deadline: deadlineOf(request, today) }))
    .filter(({ deadline }) => deadline.urgency === 'soon' || deadline.urgency === 'over')
  if (due.length === 0) return null
  return (
    <Card title="To answer about their data" aside={<span className="text-sm text-ink-soft">{due.length}</span>}>
      <ul>
        {due.map(({ request, deadline: { urgency, words } }) => (
          <li key={request.id} className="relative flex items-center gap-3 border-b border-line px-4 py-3 last:border-b-0 hover:bg-canvas">
            <div className="flex min-w-0 grow flex-wrap items-center justify-between gap-x-4 gap-y-1">
              <Link
                href={`/${slug}/privacy#requests`}
                className={
                  'after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 ' +
                  'focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent'
                }
              >
                <span className="font-medium">{REQUEST_WORDS[request.kind].title}</span>
                {request.contact ? (
                  <>
                    {': '}
                    {request.contact.name ? <PersonName name={request.contact.name} /> : 'no name given'}
                  </>
                ) : null}
              </Link>
              <StatusPill tone={URGENCY_TONES[urgency]} icon={urgency === 'over' ? CircleAlert : Clock}>
                {words}
              </StatusPill>
            </div>
            <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-soft" />
          </li>
        ))}
      </ul>
    </Card>
  )
}
