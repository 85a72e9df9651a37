'use client'

import { Plus } from 'lucide-react'
import { useCalendar } from '#components/calendar/calendar-context.tsx'
import { Button } from '#components/ui/button.tsx'

/** Opens the dialog for a new booking on a day. */
export function NewBookingButton({ day }: { day: string }) {
  const { openNew } = useCalendar()
  return (
    <Button tone="primary" aria-haspopup="dialog" onClick={() => openNew({ day })}>
      <Plus aria-hidden />
      New booking
    </Button>
  )
}
