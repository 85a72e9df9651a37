import { CircleAlert, CircleCheck, CircleDashed, CircleSlash2, History } from 'lucide-react'
import Link from 'next/link'
import { auditWords, findingWords } from '#components/audit/words.ts'
import { byWords, whenWords } from '#components/live-tests/words.ts'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import type { AuditSummary } from '#lib/audit/types.ts'

type Props = { audits: readonly AuditSummary[]; shownId: string | undefined; slug: string; userId: string; today: string }

/** Every audit that was asked for, newest first; each opens its report. */
export function AuditHistory({ audits, shownId, slug, userId, today }: Props) {
  return (
    <Card title="Audits so far">
      {audits.length === 0 ? (
        <EmptyState icon={History} title="No audit so far">
          An owner asks for one above. It tries all five promises and looks at how they are kept.
        </EmptyState>
      ) : (
        <ul>
          {audits.map((audit) => (
            <li key={audit.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-3 last:border-b-0">
              <AuditPill audit={audit} />
              <span className="text-ink-soft">
                {whenWords(audit.requestedAt, today)}, by {byWords(audit.requestedBy, userId)}{audit.summary ? `: ${findingWords(audit.summary)}` : ''}
              </span>
              {audit.state === 'done' ? (
                <Link
                  href={`/${slug}/audit?audit=${audit.id}`}
                  aria-current={audit.id === shownId ? 'true' : undefined}
                  className="inline-flex min-h-6 items-center text-accent underline underline-offset-2"
                >
                  {audit.id === shownId ? 'Shown here' : 'Show'} <span className="sr-only">: {whenWords(audit.requestedAt, today)}</span>
                </Link>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

/** How an audit ended, or how far it is. */
export function AuditPill({ audit }: { audit: Pick<AuditSummary, 'state' | 'summary'> }) {
  const words = auditWords(audit)
  if (audit.state === 'queued' || audit.state === 'running') return <StatusPill tone="accent" icon={CircleDashed}>{words}</StatusPill>
  if (audit.state === 'failed' || !audit.summary) return <StatusPill tone="warn" icon={CircleSlash2}>{words}</StatusPill>
  return <StatusPill tone={audit.summary.passed ? 'ok' : 'bad'} icon={audit.summary.passed ? CircleCheck : CircleAlert}>{words}</StatusPill>
}
