'use client'

import { Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import type { ErasurePlan } from '#components/contacts/words.ts'

const EraseDialog = lazy(() => import('#components/contacts/erase-dialog.tsx').then((module) => ({ default: module.EraseDialog })))

export type EraseProps = {
  clinic: { id: string; slug: string }
  contact: { id: string; name: string | null }
  plan: ErasurePlan
}

/** Opens the dialog that erases a person; nothing happens by this button alone. */
export function EraseButton(props: EraseProps) {
  const [dialog, setDialog] = useState({ isOpen: false, serial: 0 })
  return (
    <>
      <Button tone="danger" onClick={() => setDialog(({ serial }) => ({ isOpen: true, serial: serial + 1 }))}>
        <Trash2 aria-hidden />
        Erase
      </Button>
      {/* Its own boundary: else the page gives way to its skeleton while the dialog is fetched. */}
      <Suspense fallback={null}>
        {dialog.serial > 0 ? (
          <EraseDialog
            {...props}
            key={dialog.serial}
            isOpen={dialog.isOpen}
            onClose={() => setDialog((before) => ({ ...before, isOpen: false }))}
          />
        ) : null}
      </Suspense>
    </>
  )
}
