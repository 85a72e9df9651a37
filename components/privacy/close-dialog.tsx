'use client'

import { useId, useState, type FormEvent } from 'react'
import { DialogProblem } from '#components/privacy/dialog-problem.tsx'
import { OUTCOME_WORDS, REQUEST_WORDS } from '#components/privacy/words.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '#components/ui/dialog.tsx'
import { REQUEST_OUTCOMES, type RequestOutcome, type RightsRequest } from '#lib/privacy/rights/types.ts'

type Props = {
  request: RightsRequest
  /** Closes the request; the sentence that says why it could not, else null. */
  onOutcome: (outcome: RequestOutcome) => Promise<string | null>
  onClose: () => void
}

/** Asks how a request ended, which closes it. */
export function CloseDialog({ request, onOutcome, onClose }: Props) {
  const id = useId()
  const [isBusy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<RequestOutcome>('granted')
  const [problem, setProblem] = useState<string | null>(null)

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (isBusy) return
    setBusy(true)
    const found = await onOutcome(outcome)
    setBusy(false)
    if (found) setProblem(found)
    else onClose()
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title="How did it end?"
      description={`${REQUEST_WORDS[request.kind].title}. Tell the person the outcome first.`}
    >
      <DialogBody>
        <form id={id} onSubmit={(event) => void submit(event)}>
          <OutcomeChoice outcome={outcome} onChange={setOutcome} />
        </form>
      </DialogBody>
      <DialogProblem sentence={problem} />
      <DialogFooter>
        <Button tone="quiet" onClick={onClose}>
          Back
        </Button>
        <Button tone="primary" type="submit" form={id} busy={isBusy}>
          Close the request
        </Button>
      </DialogFooter>
    </Dialog>
  )
}

type ChoiceProps = { outcome: RequestOutcome; onChange: (outcome: RequestOutcome) => void }

function OutcomeChoice({ outcome, onChange }: ChoiceProps) {
  const name = useId()
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="sr-only">Outcome</legend>
      {REQUEST_OUTCOMES.map((one) => (
        <label key={one} className="flex min-h-9 cursor-pointer items-center gap-2.5">
          <input
            type="radio"
            name={name}
            checked={outcome === one}
            onChange={() => onChange(one)}
            className="size-4 accent-(--accent)"
          />
          {OUTCOME_WORDS[one]}
        </label>
      ))}
    </fieldset>
  )
}
