'use client'

import { useId, useRef, type FormEvent } from 'react'
import { DialogProblem } from '#components/privacy/dialog-problem.tsx'
import { PersonPicker } from '#components/privacy/person-picker.tsx'
import { useNewRequest } from '#components/privacy/use-new-request.ts'
import { REQUEST_WORDS } from '#components/privacy/words.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '#components/ui/dialog.tsx'
import { TextField } from '#components/ui/field.tsx'
import { SelectField } from '#components/ui/select.tsx'
import { REQUEST_KINDS, type RequestKind } from '#lib/privacy/rights/types.ts'

type Props = { clinicId: string; today: string; onClose: () => void }

/** Notes a request or a complaint that somebody made, by whatever way: its clock began on the day it came. */
export function RequestDialog({ clinicId, today, onClose }: Props) {
  const formId = useId()
  const { draft, problems, isBusy, save, change } = useNewRequest(clinicId, today, onClose)
  const day = useRef<HTMLInputElement>(null)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const { isDayWrong } = await save()
    if (isDayWrong) day.current?.focus()
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title="New request or complaint"
      description="By phone, post, email or in person: it counts from the day it came."
    >
      <DialogBody>
        <form id={formId} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
          <KindField kind={draft.kind} error={problems.kind} onChange={(kind) => change({ kind })} />
          <PersonPicker clinicId={clinicId} picked={draft.person} onPick={(person) => change({ person })} />
          {draft.kind === 'objection' && !draft.person ? (
            <p className="-mt-2 text-sm text-warn">
              Without a person the objection is noted, but no call is put through because of it.
            </p>
          ) : null}
          <TextField
            ref={day}
            label="Received on"
            type="date"
            max={today}
            required
            value={draft.receivedOn}
            error={problems.receivedOn}
            onChange={(event) => change({ receivedOn: event.target.value })}
          />
        </form>
      </DialogBody>
      <DialogProblem sentence={problems.other} />
      <DialogFooter>
        <Button tone="quiet" onClick={onClose}>
          Close
        </Button>
        <Button tone="primary" type="submit" form={formId} busy={isBusy}>
          Note it
        </Button>
      </DialogFooter>
    </Dialog>
  )
}

type KindProps = { kind: RequestKind; error: string | undefined; onChange: (kind: RequestKind) => void }

function KindField({ kind, error, onChange }: KindProps) {
  return (
    <SelectField
      label="What they want"
      value={kind}
      hint={REQUEST_WORDS[kind].hint}
      error={error}
      onChange={(event) => onChange(event.target.value as RequestKind)}
    >
      {REQUEST_KINDS.map((one) => (
        <option key={one} value={one}>
          {REQUEST_WORDS[one].title}
        </option>
      ))}
    </SelectField>
  )
}
