import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { CopyButton } from '#components/audit/copy-button.tsx'
import { SEVERITY_WORDS, TASK_WORDS } from '#components/audit/words.ts'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { StatusPill, type Tone } from '#components/ui/status-pill.tsx'
import { severities, type Finding } from '#lib/audit/types.ts'

const TONES: Record<Finding['severity'], Tone> = { critical: 'bad', high: 'bad', medium: 'warn', low: 'neutral' }

/** What is wrong, the worst first: where, how it was seen, and the code that mends it. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  const sorted = [...findings].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
  return (
    <Card title="Findings">
      {sorted.length === 0 ? (
        <EmptyState icon={CircleCheck} title="Nothing was found">
          Everything that was tried and looked at is as it must be.
        </EmptyState>
      ) : (
        <ul>
          {sorted.map((finding) => (
            <li key={`${finding.id} ${finding.location}`} className="border-b border-line px-4 py-4 last:border-b-0">
              <FindingItem finding={finding} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function FindingItem({ finding }: { finding: Finding }) {
  const { severity, title, description, evidence, location, task, id, fix } = finding
  return (
    <article aria-label={title}>
      <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-base">
        <StatusPill tone={TONES[severity]} icon={severity === 'critical' || severity === 'high' ? CircleAlert : TriangleAlert}>{SEVERITY_WORDS[severity]}</StatusPill> {title}
      </h3>
      <p className="mt-1 wrap-anywhere">{description}</p>
      <dl className="mt-2 grid gap-x-6 gap-y-2 sm:grid-cols-[auto_minmax(0,1fr)]">
        <Line term="Seen">{evidence}</Line>
        <Line term="Where"><code>{location}</code></Line>
        <Line term="Promise">{TASK_WORDS[task]} <span className="text-sm text-ink-soft">({id})</span></Line>
      </dl>
      <div className="mt-3 rounded-md border border-line bg-canvas">
        <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line px-3 py-2">
          <p className="min-w-0 grow basis-56">{fix.explanation}</p>
          <CopyButton text={fix.code} of={title} />
        </div>
        <pre tabIndex={0} aria-label={`Fix of ${title}, ${fix.language}`} className="max-h-80 overflow-auto p-3 text-sm"><code>{fix.code}</code></pre>
      </div>
    </article>
  )
}

function Line({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="sm:contents">
      <dt className="text-ink-soft">{term}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  )
}
