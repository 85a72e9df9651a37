'use client'

import { useState } from 'react'
import { ask } from '#components/calendar/booking-api.ts'
import { consequencesOf, type Path } from '#components/latency/line-words.ts'
import { DialogProblem } from '#components/privacy/dialog-problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '#components/ui/dialog.tsx'

type Props = { clinicId: string; to: Path; canTransfer: boolean; onSwitched: () => void; onClose: () => void }

/** Says what changes when somebody else answers the telephone, and does it when that is confirmed. */
export function SwitchDialog({ clinicId, to, canTransfer, onSwitched, onClose }: Props) {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const { title, points, keep, confirm } = consequencesOf(to, canTransfer)

  async function change() {
    setBusy(true)
    setProblem(null)
    const answer = await ask(`/api/clinics/${clinicId}/voice`, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ path: to }) })
    setBusy(false)
    if (answer.ok) onSwitched()
    else setProblem(answer.sentence)
  }

  return (
    <Dialog open onClose={onClose} title={title} description="From the next call on. Calls that are going on stay where they are.">
      <DialogBody>
        <dl className="flex flex-col gap-3">
          {points.map(([term, words]) => (
            <div key={term}>
              <dt className="text-sm font-medium">{term}</dt>
              <dd className="text-ink-soft">{words}</dd>
            </div>
          ))}
        </dl>
      </DialogBody>
      <DialogProblem sentence={problem} />
      <DialogFooter>
        <Button tone="quiet" onClick={onClose}>{keep}</Button>
        <Button tone="primary" busy={isBusy} onClick={() => void change()}>{confirm}</Button>
      </DialogFooter>
    </Dialog>
  )
}
