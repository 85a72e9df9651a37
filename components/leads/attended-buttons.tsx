'use client'

import { Check, X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { startTransition, useOptimistic, useTransition } from 'react'
import { setAttended } from '#components/leads/lead-api.ts'
import { Button } from '#components/ui/button.tsx'
import { useToast } from '#components/ui/toast.tsx'

type Props = { clinicId: string; bookingId: string; attended: boolean | null }

/** Whether the person came. Pressing the answer that is already given takes it back. */
export function AttendedButtons({ clinicId, bookingId, attended }: Props) {
  const router = useRouter()
  const toast = useToast()
  const [shown, show] = useOptimistic(attended)
  const [isBusy, startRecording] = useTransition()

  function record(value: boolean | null, undo?: () => void) {
    startRecording(async () => {
      show(value)
      const answer = await setAttended(clinicId, bookingId, value)
      if (!answer.ok) return toast('That was not saved', { description: answer.sentence })
      toast(value === null ? 'Not known whether they came' : value ? 'They came' : 'They did not come', undo ? { undo } : {})
      startTransition(() => router.refresh())
    })
  }

  const press = (value: boolean) => record(shown === value ? null : value, () => record(shown))
  const look = 'aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent'
  return (
    <div role="group" aria-label="Did they come?" className="flex gap-2">
      <Button aria-pressed={shown === true} busy={isBusy} onClick={() => press(true)} className={look}>
        <Check aria-hidden />
        Came
      </Button>
      <Button aria-pressed={shown === false} busy={isBusy} onClick={() => press(false)} className={look}>
        <X aria-hidden />
        Did not come
      </Button>
    </div>
  )
}
