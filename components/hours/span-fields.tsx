import { CircleAlert, Plus, Trash2 } from 'lucide-react'
import { useId } from 'react'
import { meantTime, shownTime, withMore, type Problems } from '#components/hours/week.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { CONTROL } from '#components/ui/field.tsx'
import { MOST_SPANS } from '#lib/scheduling/spans.ts'
import type { Span } from '#lib/scheduling/hours-types.ts'

type Props = {
  /** Whose hours: 'Monday', for labels. */
  of: string
  spans: Span[]
  /** Where the problems of these spans stand among all: `0.` before `1.closes`. */
  problems: Problems
  at: string
  onChange: (spans: Span[]) => void
}

/** The hours of one day: none, one span, or two with a gap between them. */
export function SpanFields({ of, spans, problems, at, onChange }: Props) {
  const replace = (index: number, part: Partial<Span>) => onChange(spans.map((span, n) => (n === index ? { ...span, ...part } : span)))
  const remove = (index: number) => onChange(spans.filter((_, n) => n !== index))
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {spans.map((span, n) => (
        <SpanRow
          key={n}
          name={`${of}${n > 0 ? ', second part,' : ''}`}
          span={span}
          problem={problemOf(problems, `${at}${n}`)}
          onChange={(part) => replace(n, part)}
          onRemove={() => remove(n)}
        />
      ))}
      {spans.length < MOST_SPANS ? (
        <div className="flex min-h-9 items-center gap-2">
          {spans.length === 0 ? <span className="text-ink-soft">Closed</span> : null}
          <Button tone="quiet" className={spans.length === 0 ? '' : '-ml-3.5'} onClick={() => onChange(withMore(spans))}>
            <Plus aria-hidden />
            {spans.length === 0 ? 'Open' : 'Add a break'}
            <span className="sr-only"> ({of})</span>
          </Button>
        </div>
      ) : null}
    </div>
  )
}

type SpanProblem = { field: keyof Span; words: string }

/** The first that is wrong with a span; a second would be about the same two times. */
function problemOf(problems: Problems, at: string): SpanProblem | null {
  for (const field of ['opens', 'closes'] as const) {
    const words = problems[`${at}.${field}`]
    if (words) return { field, words }
  }
  return null
}

type RowProps = {
  name: string
  span: Span
  problem: SpanProblem | null
  onChange: (part: Partial<Span>) => void
  onRemove: () => void
}

function SpanRow({ name, span, problem, onChange, onRemove }: RowProps) {
  const id = useId()
  const field = (which: keyof Span) => (
    <input
      type="time"
      aria-label={`${name} ${which}`}
      value={shownTime(span[which])}
      aria-invalid={problem?.field === which ? true : undefined}
      aria-describedby={problem?.field === which ? id : undefined}
      onChange={(event) => onChange({ [which]: meantTime(which, event.target.value) })}
      className={`${CONTROL} max-w-34 min-w-0`}
    />
  )
  return (
    <div>
      <div className="flex items-center gap-2">
        {field('opens')}
        <span aria-hidden>–</span>
        {field('closes')}
        <IconButton label={`Remove ${name.replace(/,$/, '')}`} onClick={onRemove}>
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      {problem ? (
        <p id={id} className="mt-1 flex items-start gap-1.5 text-sm text-bad">
          <CircleAlert aria-hidden className="mt-px size-4 shrink-0" />
          {problem.words}
        </p>
      ) : null}
    </div>
  )
}
