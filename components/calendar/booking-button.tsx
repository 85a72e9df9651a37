'use client'

import type { ReactNode } from 'react'
import { useCalendar } from '#components/calendar/calendar-context.tsx'
import type { DiaryBooking } from '#lib/scheduling/types.ts'

/** Opens a booking's details. */
export function BookingButton({ booking, className, children }: { booking: DiaryBooking; className: string; children: ReactNode }) {
  const { openBooking } = useCalendar()
  return (
    <button type="button" aria-haspopup="dialog" onClick={() => openBooking(booking)} className={className}>
      {children}
    </button>
  )
}
