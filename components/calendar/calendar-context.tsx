'use client'

import { createContext, useContext } from 'react'
import type { DiaryBooking, Procedure, Slot } from '#lib/scheduling/types.ts'

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

/** For whom a booking is when it is for a lead: then it is made in the name of their call, so that the lead is booked with it. */
export type LeadWish = {
  callId: string
  procedure: string | null
  contact: { name: string | null; phone: string | null }
  /** The time that is kept for them, which is free to nobody else. */
  kept: Slot | null
}

/** What a new booking begins with: a day, what was pointed at on it, for which lead. `minute` is of the day's wall clock. */
export type Wish = { day: string; practitionerId?: string; minute?: number; lead?: LeadWish }

export type Calendar = CalendarFacts & { openNew: (wish: Wish) => void; openBooking: (booking: DiaryBooking) => void }

export const CalendarContext = createContext<Calendar | null>(null)

/** The calendar's facts and its openers; throws outside a CalendarActions. */
export function useCalendar(): Calendar {
  const calendar = useContext(CalendarContext)
  if (!calendar) throw new Error('useCalendar is used outside CalendarActions')
  return calendar
}
