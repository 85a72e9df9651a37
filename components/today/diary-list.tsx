import { Hourglass, Phone } from 'lucide-react'
import Link from 'next/link'
import { PersonName } from '#components/shell/person-name.tsx'
import { Card } from '#components/ui/card.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import { formatTime, formatTimeRange } from '#lib/shared/format.ts'
import { clipToDay } from '#components/calendar/geometry.ts'
import type { Diary, DiaryBooking, DiaryColumn } from '#lib/scheduling/types.ts'

type Props = { diary: Diary; practitioner: DiaryColumn; calendarHref: string }

/** One practitioner's day, the diary's first, as a list in time order. What is over is quieter. */
export function DiaryList({ diary, practitioner, calendarHref }: Props) {
  const now = Date.parse(diary.now)
  const bookings = diary.bookings
    .filter((booking) => booking.practitionerId === practitioner.id)
    .sort((a, b) => Date.parse(a.start) - Date.parse(b.start))
  const open = practitioner.open.filter((span) => clipToDay(span, diary.days[0]!))
  const away = practitioner.timeOff.filter((span) => clipToDay(span, diary.days[0]!))
  return (
    <Card
      title={practitioner.name}
      aside={
        <span className="text-sm text-ink-soft">
          {open.length > 0
            ? open.map((span) => formatTimeRange(span.start, span.end)).join(', ')
            : away[0]?.label || 'Not working'}
        </span>
      }
    >
      {bookings.length === 0 ? (
        <p className="px-4 py-6 text-ink-soft">
          {open.length > 0 ? 'Nothing booked: the whole day is free.' : 'Nothing booked.'}
        </p>
      ) : (
        <ol>
          {bookings.map((booking) => (
            <li key={booking.id} className="border-b border-line last:border-b-0">
              <Entry
                booking={booking}
                isOver={Date.parse(booking.end) <= now}
                href={`${calendarHref}&practitioner=${practitioner.id}#booking-${booking.id}`}
              />
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}

function Entry({ booking, isOver, href }: { booking: DiaryBooking; isOver: boolean; href: string }) {
  return (
    <Link
      href={href}
      className="grid min-h-13 grid-cols-[3rem_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-2 -outline-offset-2 transition-colors hover:bg-canvas"
    >
      <span className={isOver ? 'text-ink-soft' : 'font-medium'}>{formatTime(booking.start)}</span>
      <span className="min-w-0">
        <span className={`block truncate ${isOver ? 'text-ink-soft' : 'font-medium'}`}>
          {booking.contact ? <PersonName name={booking.contact.name} /> : 'No name yet'}
        </span>
        <span className="block truncate text-sm text-ink-soft">{booking.procedure.name}</span>
        {booking.status === 'held' ? (
          <span className="mt-1 block">
            <StatusPill tone="warn" icon={Hourglass}>
              Held{booking.holdExpiresAt ? ` until ${formatTime(booking.holdExpiresAt)}` : ''}
            </StatusPill>
          </span>
        ) : null}
      </span>
      <span className="flex items-center gap-2 text-ink-soft">
        {booking.isTest ? <StatusPill tone="neutral">Test</StatusPill> : null}
        {booking.source === 'voice' ? <Phone role="img" aria-label="Booked by the voice agent" className="size-4" /> : null}
        {isOver ? <span className="text-sm">Over</span> : null}
      </span>
    </Link>
  )
}
