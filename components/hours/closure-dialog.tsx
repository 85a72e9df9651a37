'use client'

import { useId, useRef, type FormEvent } from 'react'
import { PractitionerSelect } from '#components/hours/practitioner-select.tsx'
import { SpanFields } from '#components/hours/span-fields.tsx'
import { useClosure } from '#components/hours/use-closure.ts'
import { DialogProblem } from '#components/privacy/dialog-problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '#components/ui/dialog.tsx'
import { TextField } from '#components/ui/field.tsx'
import { RadioField } from '#components/ui/radio-field.tsx'
import type { PractitionerHours } from '#lib/scheduling/hours-types.ts'

type Props = { clinicId: string; practitioners: PractitionerHours[]; today: string; onClose: () => void }

const KINDS: { value: 'closed' | 'hours'; label: string }[] = [{ value: 'closed', label: 'Closed' }, { value: 'hours', label: 'Other hours than usual' }]

/** Enters a day, or a run of days, that is not like its weekday. */
export function ClosureDialog({ clinicId, practitioners, today, onClose }: Props) {
  const formId = useId()
  const form = useRef<HTMLFormElement>(null)
  const { draft, problems, isBusy, change, save } = useClosure(clinicId, today, onClose)

  async function submit(event: FormEvent) {
    event.preventDefault()
    await save()
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus())
  }

  return (
    <Dialog open onClose={onClose} title="Closed or special day" description="What is booked there already stays booked, and is shown to you.">
      <DialogBody>
        <form ref={form} id={formId} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
          <div className="grid grid-cols-2 items-start gap-3">
            <TextField label="First day" type="date" min={today} required value={draft.from} {...errorOf(problems.from)} onChange={(event) => change({ from: event.target.value })} />
            <TextField label="Last day, if later" type="date" min={draft.from || today} value={draft.to} {...errorOf(problems.to)} onChange={(event) => change({ to: event.target.value })} />
          </div>
          <PractitionerSelect label="Who" practitioners={practitioners} value={draft.practitionerId} all="Whole clinic" onChange={(practitionerId) => change({ practitionerId })} />
          <RadioField legend="That day" options={KINDS} value={draft.kind} {...errorOf(problems.kind)} onChange={(kind) => change({ kind })} />
          {draft.kind === 'hours' ? <SpanFields of="That day" spans={draft.spans} problems={problems} at="" onChange={(spans) => change({ spans })} /> : null}
          <TextField label="What for, if you like" placeholder="Christmas" maxLength={80} autoComplete="off" value={draft.label} {...errorOf(problems.label)} onChange={(event) => change({ label: event.target.value })} />
        </form>
      </DialogBody>
      <DialogProblem sentence={problems.other} />
      <DialogFooter>
        <Button tone="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button tone="primary" type="submit" form={formId} busy={isBusy}>
          Save
        </Button>
      </DialogFooter>
    </Dialog>
  )
}

const errorOf = (error: string | undefined) => (error ? { error } : {})
