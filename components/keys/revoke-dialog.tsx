'use client'

import { useState } from 'react'
import { revokeKey } from '#components/keys/key-api.ts'
import { DialogProblem } from '#components/privacy/dialog-problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '#components/ui/dialog.tsx'
import type { ClinicKey } from '#lib/tenancy/types.ts'

type Props = { clinicId: string; clinicKey: ClinicKey; used: string; onRevoked: () => void; onClose: () => void }

/** Asks before a key is shut for good: it cannot be opened again, only replaced. */
export function RevokeDialog({ clinicId, clinicKey, used, onRevoked, onClose }: Props) {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  async function revoke() {
    setBusy(true)
    const answer = await revokeKey(clinicId, clinicKey.id)
    setBusy(false)
    if (answer.ok) onRevoked()
    else setProblem(answer.sentence)
  }

  return (
    <Dialog open onClose={onClose} title={`Revoke “${clinicKey.label}”?`} description="Whatever still uses it is refused from that moment on.">
      <DialogBody>
        <p>{used}. A revoked key cannot be brought back. If something still needs one, make a new key first and put it there.</p>
      </DialogBody>
      <DialogProblem sentence={problem} />
      <DialogFooter>
        <Button tone="quiet" onClick={onClose}>
          Keep
        </Button>
        <Button tone="danger" busy={isBusy} onClick={() => void revoke()}>
          Revoke the key
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
