import { TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import { TimeLeft } from '#components/leads/time-left.tsx'
import { PersonName } from '#components/shell/person-name.tsx'
import { formatTime } from '#lib/shared/format.ts'
import type { Alarm } from '#lib/recovery/types.ts'

type Props = {
  alarm: Alarm
  slug: string
  /** RFC 3339. */
  now: string
  /** The leads' names, where they gave one, by the lead's id. */
  names: ReadonlyMap<string, string | null>
}

/** Warns that nobody sends texts, or which leads are about to miss their five minutes. Announced as soon as it appears. */
export function AlarmBanner({ alarm, slug, now, names }: Props) {
  const { isWorkerSilent, overdue } = alarm
  return (
    <div role="alert" className="empty:hidden">
      {isWorkerSilent || overdue.length > 0 ? (
        <div className="flex items-start gap-3 rounded-lg bg-bad-soft px-4 py-3">
          <TriangleAlert aria-hidden className="mt-px size-4.5 shrink-0 text-bad" />
          <div className="min-w-0">
            <p>
              <strong className="font-semibold">{isWorkerSilent ? 'No texts are going out.' : 'Texts are running late.'}</strong>{' '}
              {isWorkerSilent
                ? 'The worker that sends them has gone silent. Tell whoever runs this system; nothing is lost.'
                : 'These callers have waited more than four minutes:'}
            </p>
            {overdue.length > 0 ? (
              <ul className="mt-1">
                {overdue.map((lead) => (
                  <li key={lead.leadId} className="flex flex-wrap items-center gap-x-3">
                    <Link
                      href={`/${slug}/leads/${lead.leadId}`}
                      className="inline-block min-h-6 py-0.5 font-medium underline underline-offset-2"
                    >
                      <Who name={names.get(lead.leadId)} />, hung up at {formatTime(lead.hungUpAt)}
                    </Link>
                    <TimeLeft deadlineAt={lead.deadlineAt} now={now} />
                  </li>
                ))}
              </ul>
            ) : null}
          </div>
        </div>
      ) : null}
    </div>
  )
}

function Who({ name }: { name: string | null | undefined }) {
  return name ? <PersonName name={name} /> : 'A caller who gave no name'
}
