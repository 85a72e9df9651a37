'use client'

import { createContext, useContext } from 'react'
import type { DiaryBooking, Procedure } from '#lib/scheduling/types.ts'

/** What every dialog of a clinic's calendar needs to know. */
export type CalendarFacts = {
  clinicId: string
  slug: string
  timeZone: string
  today: string
  /** The last day that the clinic takes bookings for. */
  lastDay: string
  procedures: Procedure[]
  practitioners: { id: string; name: string }[]
}

/** What a new booking begins with: a day, and what was pointed at on it. `minute` is of the day's wall clock. */
export type Wish = { day: string; practitionerId?: string; minute?: number }

export type Calendar = CalendarFacts & { openNew: (wish: Wish) => void; openBooking: (booking: DiaryBooking) => void }

export const CalendarContext = createContext<Calendar | null>(null)

/** The calendar's facts and its openers; throws outside a CalendarActions. */
export function useCalendar(): Calendar {
  const calendar = useContext(CalendarContext)
  if (!calendar) throw new Error('useCalendar is used outside CalendarActions')
  return calendar
}
