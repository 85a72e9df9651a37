'use client'

import { Check, Hand } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { settleAlert } from '#components/safety/safety-api.ts'
import { Button } from '#components/ui/button.tsx'
import { useToast } from '#components/ui/toast.tsx'
import type { Alert } from '#lib/recovery/alert-types.ts'

const DONE = {
  acknowledge: ['You have it', 'Nobody else is told any more. Ring the caller now.'],
  close: ['Closed', 'The warning is gone from every page.'],
} as const

type Props = { alert: Pick<Alert, 'id' | 'acknowledgedAt' | 'closedAt'>; clinicId: string; /** Which caller, for who hears only the button. */ who: string }

/** The one next thing to do about an alert: say that you have it, then that the caller has been reached. */
export function SettleButtons({ alert, clinicId, who }: Props) {
  const router = useRouter()
  const toast = useToast()
  const [isBusy, setBusy] = useState(false)
  if (alert.closedAt) return null
  const step = alert.acknowledgedAt ? 'close' : 'acknowledge'

  async function settle() {
    setBusy(true)
    const answer = await settleAlert(clinicId, alert.id, step)
    setBusy(false)
    if (!answer.ok) return toast('That was not saved', { description: answer.sentence })
    toast(DONE[step][0], { description: DONE[step][1] })
    router.refresh()
  }

  return (
    <Button tone="primary" busy={isBusy} onClick={() => void settle()}>
      {step === 'acknowledge' ? <Hand aria-hidden /> : <Check aria-hidden />}
      {step === 'acknowledge' ? 'I have it' : 'Caller reached, close'}
      <span className="sr-only">: {who}</span>
    </Button>
  )
}
