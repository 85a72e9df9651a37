'use client'

import { CircleAlert } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { eraseContact } from '#components/contacts/contact-api.ts'
import type { EraseProps } from '#components/contacts/erase-button.tsx'
import { IDENTITY_WORDS } from '#components/contacts/erasure-words.ts'
import { PersonName } from '#components/shell/person-name.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '#components/ui/dialog.tsx'
import { RadioField } from '#components/ui/radio-field.tsx'
import { IDENTITY_CHECKS, type IdentityCheck } from '#lib/privacy/rights/types.ts'

/** Says what an erasure deletes and what stays, asks how the clinic knows who asked, and does it. */
export function EraseDialog({ clinic, contact, plan, isOpen, onClose }: EraseProps & { isOpen: boolean; onClose: () => void }) {
  const router = useRouter()
  const [check, setCheck] = useState<IdentityCheck | null>(null)
  const [missing, setMissing] = useState(false)
  const [problem, setProblem] = useState('')
  const [isBusy, setBusy] = useState(false)

  async function erase() {
    if (!check) return setMissing(true)
    setBusy(true)
    setProblem('')
    const answer = await eraseContact(clinic.id, contact.id, check)
    // On success the dialog stays busy until the receipt is there: the person behind it is gone already.
    if (answer.ok) return router.push(`/${clinic.slug}/privacy/erasures/${answer.data.id}`)
    setBusy(false)
    setProblem(answer.code === 'forbidden' ? 'They are not there any more: somebody erased them already.' : answer.sentence)
  }

  return (
    <Dialog
      open={isOpen}
      onClose={onClose}
      title={<>Erase {contact.name ? <PersonName name={contact.name} /> : 'this person'}</>}
      description="This cannot be undone. What goes and what stays:"
    >
      <DialogBody>
        <div className="flex flex-col gap-3">
          <Lines title="Deleted" lines={plan.goes} />
          <Lines title="Stays" lines={plan.stays} />
        </div>
        <RadioField
          legend="How do you know that it was they who asked?"
          options={IDENTITY_CHECKS.map((value) => ({ value, label: IDENTITY_WORDS[value] }))}
          value={check}
          onChange={(value) => {
            setCheck(value)
            setMissing(false)
          }}
          {...(missing ? { error: 'Choose one. It stands on the receipt.' } : {})}
        />
        <div role="alert" className="empty:hidden">
          {problem ? (
            <p className="flex items-start gap-2 rounded-md bg-bad-soft px-3 py-2.5 text-bad">
              <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              {problem}
            </p>
          ) : null}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button tone="quiet" onClick={onClose}>
          Keep
        </Button>
        <Button tone="danger" busy={isBusy} onClick={() => void erase()}>
          {isBusy ? 'Erasing' : 'Erase for good'}
        </Button>
      </DialogFooter>
    </Dialog>
  )
}

function Lines({ title, lines }: { title: string; lines: string[] }) {
  return (
    <section>
      <h3 className="text-sm font-medium">{title}</h3>
      <ul className="mt-1 list-disc pl-5 marker:text-ink-soft">
        {lines.map((line) => (
          <li key={line} className="py-0.5">
            {line}
          </li>
        ))}
      </ul>
    </section>
  )
}
