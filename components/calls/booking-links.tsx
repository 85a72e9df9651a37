import { CalendarCheck2, CalendarX2, Hourglass } from 'lucide-react'
import Link from 'next/link'
import { Card } from '#components/ui/card.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import { civilDay, formatDay, formatTimeRange } from '#lib/shared/format.ts'
import type { CallDetail } from '#lib/calls/types.ts'

const LOOKS = {
  booked: { tone: 'ok', icon: CalendarCheck2, words: 'Booked' },
  held: { tone: 'warn', icon: Hourglass, words: 'Held' },
  cancelled: { tone: 'neutral', icon: CalendarX2, words: 'Cancelled' },
  expired: { tone: 'neutral', icon: CalendarX2, words: 'Hold expired' },
} as const

function lookOf(status: string) {
  return status in LOOKS ? LOOKS[status as keyof typeof LOOKS] : LOOKS.cancelled
}

/** Where a booking stands. */
export function BookingPill({ status }: { status: string }) {
  const { tone, icon, words } = lookOf(status)
  return (
    <StatusPill tone={tone} icon={icon}>
      {words}
    </StatusPill>
  )
}

/** The bookings that a call made, each leading to its place in the calendar. */
export function BookingLinks({ bookings, slug }: { bookings: CallDetail['bookings']; slug: string }) {
  return (
    <Card title="Bookings">
      {bookings.length === 0 ? <p className="px-4 py-4 text-ink-soft">This call made no booking.</p> : null}
      <ul>
        {bookings.map((booking) => {
          const day = civilDay(booking.start)
          return (
            <li key={booking.id} className="border-b border-line last:border-b-0">
              <Link
                href={`/${slug}/calendar?day=${day}&practitioner=${booking.practitionerId}#booking-${booking.id}`}
                className="flex items-center justify-between gap-3 px-4 py-3 -outline-offset-2 hover:bg-canvas"
              >
                <span>
                  <span className="block font-medium">{formatDay(day)}</span>
                  <span className="block text-ink-soft">{formatTimeRange(booking.start, booking.end)}</span>
                </span>
                <BookingPill status={booking.status} />
              </Link>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
