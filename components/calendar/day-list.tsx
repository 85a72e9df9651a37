import { Fragment } from 'react'
import { BookingBlock } from '#components/calendar/booking-block.tsx'
import { clipToDay } from '#components/calendar/geometry.ts'
import { civilDay, formatTimeRange } from '#lib/shared/format.ts'
import type { Diary, DiaryBooking, DiaryColumn } from '#lib/scheduling/types.ts'

/** One practitioner's bookings that begin on a day, in time order. */
export const bookingsOn = (diary: Diary, day: string, practitioner: DiaryColumn): DiaryBooking[] =>
  diary.bookings
    .filter((booking) => booking.practitionerId === practitioner.id && civilDay(booking.start) === day)
    .sort((a, b) => a.start.localeCompare(b.start))

/** Whether a practitioner works on a day at all. */
export const worksOn = (day: string, practitioner: DiaryColumn): boolean => practitioner.open.some((span) => clipToDay(span, day) !== null)

/** When a practitioner works on a day: 09:00–13:00, 14:00–17:30. A span is not broken over two lines. */
export function Hours({ day, practitioner, otherwise }: { day: string; practitioner: DiaryColumn; otherwise: string }) {
  const spans = practitioner.open.filter((span) => clipToDay(span, day))
  return (
    <span className="text-sm font-normal text-ink-soft">
      {spans.length === 0 ? otherwise : null}
      {spans.map((span, n) => (
        <Fragment key={span.start}>
          {n > 0 ? ' ' : ''}
          <span className="whitespace-nowrap">{formatTimeRange(span.start, span.end) + (n < spans.length - 1 ? ',' : '')}</span>
        </Fragment>
      ))}
    </span>
  )
}

/** One practitioner's day as a list: why they are away, and what is booked. */
export function DayList({ diary, day, practitioner }: { diary: Diary; day: string; practitioner: DiaryColumn }) {
  const bookings = bookingsOn(diary, day, practitioner)
  return (
    <>
      {practitioner.timeOff
        .filter((span) => clipToDay(span, day))
        .map((span) => (
          <p key={span.start} className="mt-2 rounded-sm border border-line bg-sunken px-2 py-1 text-sm text-ink-soft">
            <span className="sr-only">Time off: </span>
            {span.label || 'Time off'}
          </p>
        ))}
      {bookings.length > 0 ? (
        <ol className="mt-2 flex flex-col gap-1.5">
          {bookings.map((booking) => (
            <li key={booking.id} className="@container flex *:min-h-9">
              <BookingBlock booking={booking} />
            </li>
          ))}
        </ol>
      ) : (
        <p className="mt-1 text-sm text-ink-soft">No bookings</p>
      )}
    </>
  )
}
