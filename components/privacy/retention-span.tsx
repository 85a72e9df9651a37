'use client'

import { CircleAlert, Pencil } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { startTransition, useId, useOptimistic, useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { periodWords } from '#components/privacy/deadline.ts'
import { saveSpan, type Span } from '#components/privacy/privacy-api.ts'
import { SPAN_NAMES } from '#components/privacy/words.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { CONTROL } from '#components/ui/field.tsx'
import { useToast } from '#components/ui/toast.tsx'

type Limits = { min: number; max: number }
type Props = { clinicId: string; span: Span; days: number; limits: Limits }

/** One span, changed where it stands. Undo sets it back; what a sweep removed meanwhile stays removed. */
export function RetentionSpan({ clinicId, span, days, limits }: Props) {
  const router = useRouter()
  const toast = useToast()
  const opener = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  // What was kept shows at once, until the page has been read again.
  const [shown, show] = useOptimistic(days)

  function close() {
    setOpen(false)
    // The field that had the focus goes; what opened it comes back.
    requestAnimationFrame(() => opener.current?.focus())
  }

  /** Why it was not kept, else null. */
  async function keep(next: number, isUndo: boolean): Promise<string | null> {
    const answer = await saveSpan(clinicId, span, next)
    if (!answer.ok) return answer.fields[span] ?? answer.sentence
    if (isUndo) toast('As it was before')
    else {
      toast(`Kept for ${periodWords(next)}`, {
        description: next < days ? 'What is older goes with tonight’s sweep.' : undefined,
        undo: () => void keep(days, true).then((problem) => problem && toast('That was not undone', { description: problem })),
      })
      close()
    }
    startTransition(() => {
      show(next)
      router.refresh()
    })
    return null
  }

  if (isOpen) return <Editor span={span} days={days} limits={limits} onKeep={(next) => keep(next, false)} onCancel={close} />
  return (
    <span className="flex items-center gap-1">
      {periodWords(shown)}
      <IconButton
        ref={opener}
        label={`Change how long ${SPAN_NAMES[span]} are kept`}
        className="-my-2"
        onClick={() => setOpen(true)}
      >
        <Pencil aria-hidden />
      </IconButton>
    </span>
  )
}

type EditorProps = {
  span: Span
  days: number
  limits: Limits
  onKeep: (days: number) => Promise<string | null>
  onCancel: () => void
}

/** The field while it is open: Enter keeps, Escape leaves it as it was. */
function Editor({ span, days, limits, onKeep, onCancel }: EditorProps) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const range = `Between ${limits.min} and ${limits.max} days.`

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (isBusy) return
    const next = Number(field.current?.value)
    if (next === days) return onCancel()
    setBusy(true)
    const isAllowed = Number.isInteger(next) && next >= limits.min && next <= limits.max
    const found = isAllowed ? await onKeep(next) : range
    setBusy(false)
    setProblem(found)
    if (found) field.current?.focus()
  }

  return (
    <form
      noValidate
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event: KeyboardEvent) => (event.key === 'Escape' ? onCancel() : undefined)}
    >
      <span className="flex flex-wrap items-center gap-2">
        <label htmlFor={id} className="sr-only">
          Days that {SPAN_NAMES[span]} are kept
        </label>
        <input
          ref={field}
          id={id}
          type="number"
          inputMode="numeric"
          min={limits.min}
          max={limits.max}
          defaultValue={days}
          autoFocus
          aria-invalid={problem ? true : undefined}
          aria-describedby={`${id}-note`}
          className={`${CONTROL} max-w-20`}
        />
        days
      </span>
      <Note id={`${id}-note`} problem={problem} range={range} />
      <span className="mt-2 flex flex-wrap gap-2">
        <Button type="submit" tone="primary" busy={isBusy}>
          Save
        </Button>
        <Button tone="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </span>
    </form>
  )
}

function Note({ id, problem, range }: { id: string; problem: string | null; range: string }) {
  if (!problem) {
    return (
      <p id={id} className="mt-1 text-sm text-ink-soft">
        {range}
      </p>
    )
  }
  return (
    <p id={id} role="alert" className="mt-1 text-sm text-bad">
      <CircleAlert aria-hidden className="mr-1 inline size-4 align-text-bottom" />
      {problem}
    </p>
  )
}
