'use client'

import { CalendarPlus, CircleCheck, RotateCcw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { startTransition, useTransition } from 'react'
import { useCalendar, type Wish } from '#components/calendar/calendar-context.tsx'
import { setLeadClosed } from '#components/leads/lead-api.ts'
import { Button } from '#components/ui/button.tsx'
import { useToast } from '#components/ui/toast.tsx'

type Props = {
  clinicId: string
  leadId: string
  /** What can be done now: nothing more with one that is booked, or that STOP closed. */
  can: 'close' | 'reopen' | 'nothing'
  wish: Wish
}

/** What somebody at the clinic does with a lead: books it, or says that nothing more is to be done. */
export function LeadActions({ clinicId, leadId, can, wish }: Props) {
  const { openNew } = useCalendar()
  const router = useRouter()
  const toast = useToast()
  const [isBusy, start] = useTransition()

  function set(isClosed: boolean) {
    start(async () => {
      const answer = await setLeadClosed(clinicId, leadId, isClosed)
      if (!answer.ok) {
        const why = answer.code === 'not_permitted' ? 'They asked to be left alone since.' : answer.sentence
        return toast(isClosed ? 'It was not closed' : 'It was not opened again', { description: why })
      }
      if (isClosed) toast('Closed', { description: 'Nobody needs to do anything more.', undo: () => set(false) })
      else toast('Open again')
      startTransition(() => router.refresh())
    })
  }

  if (can === 'nothing') return null
  if (can === 'reopen') {
    return (
      <Button busy={isBusy} onClick={() => set(false)}>
        <RotateCcw aria-hidden />
        Reopen
      </Button>
    )
  }
  return (
    <>
      <Button busy={isBusy} onClick={() => set(true)}>
        <CircleCheck aria-hidden />
        Close
      </Button>
      <Button tone="primary" aria-haspopup="dialog" onClick={() => openNew(wish)}>
        <CalendarPlus aria-hidden />
        Book
      </Button>
    </>
  )
}
