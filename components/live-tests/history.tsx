import { CircleAlert, CircleCheck, CircleDashed, CircleSlash2, History } from 'lucide-react'
import { EvidenceList } from '#components/live-tests/evidence-list.tsx'
import { byWords, CARDS, countWords, outcomeWord, whenWords } from '#components/live-tests/words.ts'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import { formatMs } from '#lib/shared/format.ts'
import type { LiveTestRun } from '#lib/audit/types.ts'

type Props = { runs: readonly LiveTestRun[]; hasMore: boolean; userId: string; today: string }

/** Every test that was run, newest first, with its evidence. */
export function LiveTestHistory({ runs, hasMore, userId, today }: Props) {
  return (
    <Card title="Tests so far">
      {runs.length === 0 ? (
        <EmptyState icon={History} title="No test so far">
          Run one above. Its result stays here, with everything that was tried.
        </EmptyState>
      ) : (
        <ul>
          {runs.map((run) => (
            <li key={run.id} className="border-b border-line px-4 py-3 last:border-b-0">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <OutcomePill run={run} />
                <h3 className="text-base">{CARDS[run.test].title}</h3>
                <span className="text-ink-soft">
                  {whenWords(run.startedAt, today)}, by {byWords(run.startedBy, userId)}{run.tookMs === null ? '' : `, in ${formatMs(run.tookMs)}`}
                </span>
              </div>
              {run.evidence.length > 0 ? (
                <details>
                  <summary className="w-fit rounded-sm py-0.5 text-accent underline underline-offset-2">
                    {countWords(run.evidence)} <span className="sr-only">, {whenWords(run.startedAt, today)}, {CARDS[run.test].title}</span>
                  </summary>
                  <EvidenceList evidence={run.evidence} />
                </details>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {hasMore ? <p className="border-t border-line px-4 py-3 text-ink-soft">Older tests are kept, and can be read by the API.</p> : null}
    </Card>
  )
}

function OutcomePill({ run }: { run: LiveTestRun }) {
  const word = outcomeWord(run)
  if (run.state === 'running') return <StatusPill tone="accent" icon={CircleDashed}>{word}</StatusPill>
  if (run.state === 'broken') return <StatusPill tone="warn" icon={CircleSlash2}>{word}</StatusPill>
  return <StatusPill tone={run.passed ? 'ok' : 'bad'} icon={run.passed ? CircleCheck : CircleAlert}>{word}</StatusPill>
}
