'use client'

import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react'
import { CalendarContext, type Calendar, type CalendarFacts, type Wish } from '#components/calendar/calendar-context.tsx'
import type { DiaryBooking } from '#lib/scheduling/types.ts'

// The dialogs come when the first of them is opened; the calendar is there to be read.
const NewBookingDialog = lazy(() =>
  import('#components/calendar/new-booking-dialog.tsx').then((module) => ({ default: module.NewBookingDialog })),
)
const BookingDialog = lazy(() =>
  import('#components/calendar/booking-dialog.tsx').then((module) => ({ default: module.BookingDialog })),
)

type Subject = { what: 'nothing' } | { what: 'new'; wish: Wish } | { what: 'booking'; booking: DiaryBooking }
type State = { subject: Subject; isOpen: boolean; serial: number }

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
      openNew: (wish) => setState((before) => opened(before, { what: 'new', wish })),
      openBooking: (booking) => setState((before) => opened(before, { what: 'booking', booking })),
    }),
    [facts],
  )
  return (
    <CalendarContext value={calendar}>
      {children}
      {/* Its own boundary: else the page gives way to its skeleton, and loses the focus, while a dialog is fetched. */}
      <Suspense fallback={null}>
        {subject.what === 'new' ? (
          <NewBookingDialog key={serial} wish={subject.wish} isOpen={isOpen} onClose={onClose} />
        ) : null}
        {subject.what === 'booking' ? (
          <BookingDialog key={serial} booking={subject.booking} isOpen={isOpen} onClose={onClose} />
        ) : null}
      </Suspense>
    </CalendarContext>
  )
}
