'use client'

import { CircleAlert } from 'lucide-react'
import { useId, useRef, type FormEvent } from 'react'
import { NewSecret } from '#components/keys/new-secret.tsx'
import { useNewKey } from '#components/keys/use-new-key.ts'
import { SCOPE_WORDS, SPANS } from '#components/keys/words.ts'
import { DialogProblem } from '#components/privacy/dialog-problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '#components/ui/dialog.tsx'
import { CheckField, TextField } from '#components/ui/field.tsx'
import { SelectField } from '#components/ui/select.tsx'
import { SCOPES } from '#lib/shared/scopes.ts'

type Props = { clinicId: string; onClose: () => void }

/** Makes a key: what it is for, what it may do, until when. Then shows its secret, this once. */
export function KeyDialog({ clinicId, onClose }: Props) {
  const formId = useId()
  const key = useNewKey(clinicId)
  const label = useRef<HTMLInputElement>(null)

  async function submit(event: FormEvent) {
    event.preventDefault()
    if ((await key.make()) === 'label') label.current?.focus()
  }

  if (key.secret) {
    return (
      <Dialog open onClose={onClose} title="Your new key" description="Copy it now. It is not shown again, to anybody.">
        <NewSecret secret={key.secret} onDone={onClose} />
      </Dialog>
    )
  }
  return (
    <Dialog open onClose={onClose} title="New key" description="For one program, with as little as it needs.">
      <DialogBody>
        <form id={formId} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
          <TextField
            ref={label}
            label="What is it for?"
            placeholder="Website"
            required
            maxLength={60}
            autoComplete="off"
            value={key.draft.label}
            error={key.problems.label}
            onChange={(event) => key.change({ label: event.target.value })}
          />
          <ScopeFields editing={key} />
          <SelectField label="It works" value={String(key.draft.days)} onChange={(event) => key.change({ days: event.target.value === 'null' ? null : Number(event.target.value) })}>
            {SPANS.map(({ days, label: words }) => (
              <option key={String(days)} value={String(days)}>
                {words}
              </option>
            ))}
          </SelectField>
        </form>
      </DialogBody>
      <DialogProblem sentence={key.problems.other} />
      <DialogFooter>
        <Button tone="quiet" onClick={onClose}>
          Close
        </Button>
        <Button tone="primary" type="submit" form={formId} busy={key.isBusy}>
          Make the key
        </Button>
      </DialogFooter>
    </Dialog>
  )
}

function ScopeFields({ editing }: { editing: ReturnType<typeof useNewKey> }) {
  const { draft, problems, toggle } = editing
  const id = useId()
  return (
    <fieldset aria-describedby={problems.scopes ? id : undefined}>
      <legend className="text-sm font-medium">It may</legend>
      <div className="mt-1.5 flex flex-col gap-2">
        {SCOPES.map((scope) => (
          <CheckField
            key={scope}
            label={SCOPE_WORDS[scope].title}
            hint={SCOPE_WORDS[scope].hint}
            checked={draft.scopes.includes(scope)}
            onChange={() => toggle(scope)}
          />
        ))}
      </div>
      {problems.scopes ? (
        <p id={id} className="mt-1.5 flex items-start gap-1.5 text-sm text-bad">
          <CircleAlert aria-hidden className="mt-px size-4 shrink-0" />
          {problems.scopes}
        </p>
      ) : null}
    </fieldset>
  )
}
