import { PersonName } from '#components/shell/person-name.tsx'
import { formatMinuteCount, formatTimeRange, minutesBetween } from '#lib/shared/format.ts'
import type { Diary, DiaryBooking } from '#lib/scheduling/types.ts'

/** The first booking of the day that has not begun; null when none is left. */
export function nextBooking(diary: Diary): DiaryBooking | null {
  const now = Date.parse(diary.now)
  const ahead = diary.bookings.filter((booking) => booking.status === 'booked' && Date.parse(booking.start) >= now)
  return ahead.sort((a, b) => Date.parse(a.start) - Date.parse(b.start))[0] ?? null
}

/** Who comes next, when and to whom. */
export function NextUp({ diary, booking }: { diary: Diary; booking: DiaryBooking }) {
  const practitioner = diary.practitioners.find((each) => each.id === booking.practitionerId)
  const minutes = minutesBetween(diary.now, booking.start)
  return (
    <section
      aria-label="Next up"
      className="flex flex-wrap items-center justify-between gap-x-8 gap-y-2 rounded-lg border border-accent-edge bg-accent-soft px-5 py-4"
    >
      <div className="min-w-0">
        <p className="text-sm text-accent">{minutes < 1 ? 'Now' : `Next up, in ${formatMinuteCount(minutes)}`}</p>
        <p className="text-xl font-semibold tracking-tight">
          {booking.contact ? <PersonName name={booking.contact.name} /> : 'No name yet'}
        </p>
        <p className="text-ink-soft">{booking.procedure.name}</p>
      </div>
      <div className="sm:text-right">
        <p className="text-xl font-semibold tracking-tight">{formatTimeRange(booking.start, booking.end)}</p>
        <p className="text-ink-soft">{practitioner?.name}</p>
      </div>
    </section>
  )
}
