'use client'

import { useId, useRef, useState, type FormEvent } from 'react'
import { saveWeek } from '#components/hours/hours-api.ts'
import { SpanFields } from '#components/hours/span-fields.tsx'
import { useChange } from '#components/hours/use-change.ts'
import { draftOf, problemsOf, weekOf, WEEKDAYS, type Problems } from '#components/hours/week.ts'
import { DialogProblem } from '#components/privacy/dialog-problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '#components/ui/dialog.tsx'
import type { PractitionerHours, Span } from '#lib/scheduling/hours-types.ts'

type Props = { clinicId: string; practitioner: PractitionerHours; onClose: () => void }

/** A practitioner's usual week, edited and saved as a whole. */
export function WeekDialog({ clinicId, practitioner, onClose }: Props) {
  const formId = useId()
  const form = useRef<HTMLFormElement>(null)
  const { draft, problems, other, isBusy, change, copyMonday, save } = useWeek(clinicId, practitioner, onClose)

  async function submit(event: FormEvent) {
    event.preventDefault()
    await save()
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus())
  }

  return (
    <Dialog open onClose={onClose} title={`Usual week of ${practitioner.name}`} description="In the clinic’s time. 00:00 at the end is midnight.">
      <DialogBody>
        <form ref={form} id={formId} noValidate onSubmit={(event) => void submit(event)}>
          {WEEKDAYS.map((name, day) => (
            <fieldset key={name} className="border-b border-line py-2 last:border-b-0">
              <legend className="sr-only">{name}</legend>
              <div className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-2 max-sm:grid-cols-1">
                <span aria-hidden className="flex min-h-9 items-center self-start font-medium max-sm:min-h-0">{name}</span>
                <SpanFields of={name} spans={draft[day]!} problems={problems} at={`${day}.`} onChange={(spans) => change(day, spans)} />
              </div>
              {day === 0 ? (
                <Button tone="quiet" className="-ml-3.5 sm:ml-20.5" onClick={copyMonday}>
                  The same until Friday
                </Button>
              ) : null}
            </fieldset>
          ))}
        </form>
      </DialogBody>
      <DialogProblem sentence={other} />
      <DialogFooter>
        <Button tone="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button tone="primary" type="submit" form={formId} busy={isBusy}>
          Save the week
        </Button>
      </DialogFooter>
    </Dialog>
  )
}

/** A week while it is edited, what is wrong with it, and the way to keep it. `onSaved` follows a success. */
function useWeek(clinicId: string, { id, name, week }: PractitionerHours, onSaved: () => void) {
  const { changed } = useChange()
  const [draft, setDraft] = useState(() => draftOf(week))
  const [problems, setProblems] = useState<Problems>({})
  const [other, setOther] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  async function save() {
    const wrong = problemsOf(draft)
    setProblems(wrong)
    setOther(null)
    if (isBusy || Object.keys(wrong).length > 0) return
    setBusy(true)
    const answer = await saveWeek(clinicId, id, weekOf(draft))
    setBusy(false)
    if (!answer.ok) return setOther(answer.sentence)
    changed(`Saved the week of ${name}`, answer.data.bookingsOutside, () => saveWeek(clinicId, id, week))
    onSaved()
  }

  return {
    draft, problems, other, isBusy, save,
    change: (day: number, spans: Span[]) => setDraft(draft.map((before, n) => (n === day ? spans : before))),
    copyMonday: () => setDraft(draft.map((before, n) => (n > 0 && n < 5 ? draft[0]!.map((span) => ({ ...span })) : before))),
  }
}
