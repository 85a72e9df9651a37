'use client'

import { createContext, lazy, Suspense, useContext, useMemo, useState, type ReactNode } from 'react'
import type { DiaryBooking, Procedure } from '#lib/scheduling/types.ts'

// The dialogs come when the first of them is opened; the calendar is there to be read.
const NewBookingDialog = lazy(() =>
  import('#components/calendar/new-booking-dialog.tsx').then((module) => ({ default: module.NewBookingDialog })),
)
const BookingDialog = lazy(() =>
  import('#components/calendar/booking-dialog.tsx').then((module) => ({ default: module.BookingDialog })),
)

/** What every dialog of a clinic's calendar needs to know. */
export type CalendarFacts = {
  clinicId: string
  slug: string
  timeZone: string
  today: string
  procedures: Procedure[]
  practitioners: { id: string; name: string }[]
}

type Subject = { what: 'nothing' } | { what: 'new'; day: string } | { what: 'booking'; booking: DiaryBooking }
type State = { subject: Subject; isOpen: boolean; serial: number }
type Calendar = CalendarFacts & { openNew: (day: string) => void; openBooking: (booking: DiaryBooking) => void }

const Context = createContext<Calendar | null>(null)

/** The calendar's facts and its openers; throws outside a CalendarActions. */
export function useCalendar(): Calendar {
  const calendar = useContext(Context)
  if (!calendar) throw new Error('useCalendar is used outside CalendarActions')
  return calendar
}

function opened(before: State, subject: Subject): State {
  return { subject, isOpen: true, serial: before.serial + 1 }
}

/** Holds the dialogs of the calendar; the grid inside stays drawn by the server. */
export function CalendarActions({ facts, children }: { facts: CalendarFacts; children: ReactNode }) {
  // A dialog that closes stays mounted, because it gives the focus back only then; the next opening is a new one.
  const [{ subject, isOpen, serial }, setState] = useState<State>({ subject: { what: 'nothing' }, isOpen: false, serial: 0 })
  const onClose = () => setState((before) => ({ ...before, isOpen: false }))
  const calendar = useMemo<Calendar>(
    () => ({
      ...facts,
      openNew: (day) => setState((before) => opened(before, { what: 'new', day })),
      openBooking: (booking) => setState((before) => opened(before, { what: 'booking', booking })),
    }),
    [facts],
  )
  return (
    <Context value={calendar}>
      {children}
      {/* Its own boundary: else the page gives way to its skeleton, and loses the focus, while a dialog is fetched. */}
      <Suspense fallback={null}>
        {subject.what === 'new' ? (
          <NewBookingDialog key={serial} day={subject.day} isOpen={isOpen} onClose={onClose} />
        ) : null}
        {subject.what === 'booking' ? (
          <BookingDialog key={serial} booking={subject.booking} isOpen={isOpen} onClose={onClose} />
        ) : null}
      </Suspense>
    </Context>
  )
}
