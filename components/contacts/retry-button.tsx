'use client'

import { RotateCw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { retryErasure } from '#components/contacts/contact-api.ts'
import { Button } from '#components/ui/button.tsx'
import { useToast } from '#components/ui/toast.tsx'

/** Asks every processor again that has not deleted its part. */
export function RetryButton({ clinicId, erasureId }: { clinicId: string; erasureId: string }) {
  const router = useRouter()
  const toast = useToast()
  const [isBusy, setBusy] = useState(false)

  async function retry() {
    setBusy(true)
    const answer = await retryErasure(clinicId, erasureId)
    setBusy(false)
    if (!answer.ok) return toast('They could not be asked again', { description: answer.sentence })
    toast('They are being asked again')
    router.refresh()
  }

  return (
    <Button busy={isBusy} onClick={() => void retry()}>
      <RotateCw aria-hidden />
      {isBusy ? 'Asking' : 'Ask again'}
    </Button>
  )
}
