import { CircleAlert, CircleCheck, CircleDashed, CircleSlash2, Clock, Play } from 'lucide-react'
import type { ReactNode } from 'react'
import { EvidenceList } from '#components/live-tests/evidence-list.tsx'
import type { TestState } from '#components/live-tests/run-state.ts'
import { CARDS, countWords, whenWords } from '#components/live-tests/words.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import { formatMs } from '#lib/shared/format.ts'
import type { Evidence, LiveTestName, LiveTestRun } from '#lib/audit/types.ts'

type Props = { name: LiveTestName; state: TestState | undefined; latest: LiveTestRun | undefined; today: string; isBusy: boolean; onRun: () => void }

type Shown = { pill: ReactNode; sentence: string; evidence: readonly Evidence[] }

const held = <StatusPill tone="ok" icon={CircleCheck}>Held</StatusPill>
const failed = <StatusPill tone="bad" icon={CircleAlert}>Did not hold</StatusPill>
const broken = <StatusPill tone="warn" icon={CircleSlash2}>Broke off</StatusPill>

/** What happened: as it happens on this page, else the last time that anybody tried. */
function shownOf(state: TestState | undefined, latest: LiveTestRun | undefined, today: string): Shown {
  switch (state?.phase) {
    case 'waiting': return { pill: <StatusPill tone="neutral" icon={Clock}>Waiting</StatusPill>, sentence: 'Its turn comes.', evidence: [] }
    case 'running': {
      const last = state.evidence.at(-1)
      return { pill: <StatusPill tone="accent" icon={CircleDashed}>Running</StatusPill>, sentence: last ? `${last.what}: ${last.observed}.` : 'Two clinics are being made for it.', evidence: state.evidence }
    }
    case 'broken': return { pill: broken, sentence: `${state.title}. ${state.detail}`, evidence: state.evidence }
    case 'done': return { pill: state.result.passed ? held : failed, sentence: `${countWords(state.result.evidence)}, in ${formatMs(state.tookMs)}.`, evidence: state.result.evidence }
  }
  if (!latest) return { pill: <StatusPill tone="neutral">Not tried yet</StatusPill>, sentence: 'Nobody has tried this on your deployment yet.', evidence: [] }
  const when = whenWords(latest.startedAt, today)
  if (latest.state === 'broken') return { pill: broken, sentence: `${when} it did not come to an end, and says nothing.`, evidence: [] }
  return { pill: latest.passed ? held : failed, sentence: `${when}: ${countWords(latest.evidence)}${latest.tookMs === null ? '' : `, in ${formatMs(latest.tookMs)}`}.`, evidence: latest.evidence }
}

/** One promise: what is tried, what must happen, what happened, and the evidence. */
export function TestCard({ name, state, latest, today, isBusy, onRun }: Props) {
  const { title, tries, must } = CARDS[name]
  const { pill, sentence, evidence } = shownOf(state, latest, today)
  const isRunning = state?.phase === 'running'
  return (
    <Card title={title} aside={pill} className="flex flex-col">
      <div className="flex grow flex-col gap-3 p-4">
        <dl className="flex flex-col gap-3">
          <Part term="What we try">{tries}</Part>
          <Part term="What must happen">{must}</Part>
          <Part term="What happened">{sentence}</Part>
        </dl>
        {evidence.length > 0 ? (
          <details className="group">
            <summary className="w-fit rounded-sm py-0.5 text-accent underline underline-offset-2">
              Evidence <span className="sr-only">of {title}</span>
            </summary>
            <EvidenceList evidence={evidence} />
          </details>
        ) : null}
        <div className="mt-auto pt-1">
          <Button busy={isBusy} onClick={onRun}>
            <Play aria-hidden /> {isRunning ? 'Running' : 'Run this test'} <span className="sr-only">: {title}</span>
          </Button>
        </div>
      </div>
    </Card>
  )
}

function Part({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-ink-soft">{term}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  )
}
