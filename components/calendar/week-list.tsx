import { BookingBlock } from '#components/calendar/booking-block.tsx'
import { clipToDay } from '#components/calendar/geometry.ts'
import { civilDay, formatDay, formatTimeRange } from '#lib/shared/format.ts'
import type { Diary, DiaryColumn } from '#lib/scheduling/types.ts'

type Props = { diary: Diary; practitioner: DiaryColumn; className?: string }

/** The week of one practitioner on a phone, where seven columns would be unreadable: a list for each day. */
export function WeekList({ diary, practitioner, className = '' }: Props) {
  return (
    <div className={`flex flex-col gap-3 ${className}`}>
      {diary.days.map((day) => {
        const bookings = diary.bookings
          .filter((booking) => booking.practitionerId === practitioner.id && civilDay(booking.start) === day)
          .sort((a, b) => a.start.localeCompare(b.start))
        const away = practitioner.timeOff.filter((span) => clipToDay(span, day))
        const open = practitioner.open.filter((span) => clipToDay(span, day))
        return (
          <section key={day} className="rounded-lg border border-line bg-surface p-3 shadow-raised">
            <h2 className="flex flex-wrap items-baseline justify-between gap-x-3 text-base font-semibold">
              {formatDay(day)}
              <span className="text-sm font-normal text-ink-soft">
                {open.length > 0 ? open.map((span) => formatTimeRange(span.start, span.end)).join(', ') : 'Closed'}
              </span>
            </h2>
            {away.map((span) => (
              <p key={span.start} className="mt-2 rounded-sm border border-line bg-sunken px-2 py-1 text-sm text-ink-soft">
                <span className="sr-only">Time off: </span>
                {span.label || 'Time off'}
              </p>
            ))}
            {bookings.length > 0 ? (
              <ol className="mt-2 flex flex-col gap-1.5">
                {bookings.map((booking) => (
                  <li key={booking.id} className="flex min-h-14">
                    <BookingBlock booking={booking} />
                  </li>
                ))}
              </ol>
            ) : (
              <p className="mt-1 text-sm text-ink-soft">No bookings</p>
            )}
          </section>
        )
      })}
    </div>
  )
}
