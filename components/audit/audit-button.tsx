'use client'

import { ShieldCheck } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ask } from '#components/calendar/booking-api.ts'
import { Button } from '#components/ui/button.tsx'
import { useToast } from '#components/ui/toast.tsx'

/** Asks for an audit. The page shows by itself how far it is. */
export function AuditButton({ clinicId, isOpen }: { clinicId: string; isOpen: boolean }) {
  const router = useRouter()
  const toast = useToast()
  const [isBusy, setBusy] = useState(false)

  async function request() {
    setBusy(true)
    const answer = await ask<{ id: string }>(`/api/clinics/${clinicId}/audits`, { method: 'POST' })
    setBusy(false)
    if (!answer.ok) return toast('The audit was not started', { description: answer.sentence })
    toast('The audit has been asked for', { description: 'The worker makes it; the report appears here, usually within a minute.' })
    router.refresh()
  }

  return (
    <Button tone="primary" busy={isBusy || isOpen} onClick={() => void request()}>
      <ShieldCheck aria-hidden /> {isOpen ? 'Audit under way' : 'Run the audit'}
    </Button>
  )
}
