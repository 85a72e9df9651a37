import { BookingBlock } from '#components/calendar/booking-block.tsx'
import { FreeColumn, type Free } from '#components/calendar/free-column.tsx'
import { clipToDay, placeIn, type Stretch } from '#components/calendar/geometry.ts'
import { wallMinutes } from '#lib/shared/format.ts'
import type { Diary, DiaryColumn } from '#lib/scheduling/types.ts'

type Props = { diary: Diary; day: string; practitioner: DiaryColumn; hours: Stretch; label: string; free: Free; className?: string }

/** One practitioner's day, drawn from the back: closed, open, hours, free, away and busy, buffers, bookings, now. */
export function DayColumn({ diary, day, practitioner, hours, label, free, className = '' }: Props) {
  const place = (span: { start: string; end: string }) => {
    const stretch = clipToDay(span, day)
    return stretch ? placeIn(hours, stretch) : null
  }
  const bookings = diary.bookings
    .filter((booking) => booking.practitionerId === practitioner.id)
    .sort((a, b) => a.start.localeCompare(b.start))
    .map((booking) => ({ booking, at: place(booking), block: place({ start: booking.blockStart, end: booking.blockEnd }) }))
    .filter(({ at }) => at !== null)
  const nowAt = day === diary.today ? wallMinutes(diary.now) : -1

  return (
    <section aria-label={label} className={`relative border-l border-line hatched ${className}`}>
      {practitioner.open.map((span) => {
        const at = place(span)
        return at ? <div key={span.start} aria-hidden style={at} className="absolute inset-x-0 bg-surface" /> : null
      })}
      <div aria-hidden className="absolute inset-0 hours-ruled" />
      {free.quarters.length > 0 ? (
        <FreeColumn free={free} day={day} practitionerId={practitioner.id} hours={hours} label={label} />
      ) : null}
      <Away spans={practitioner.timeOff.map((off) => ({ ...off, kind: 'Time off' }))} place={place} />
      <Away spans={practitioner.busy.map((busy) => ({ ...busy, kind: 'Busy elsewhere', label: '' }))} place={place} />
      {bookings.map(({ booking, block }) =>
        block ? (
          <div key={booking.id} aria-hidden style={block} className="absolute inset-x-1 rounded-sm bg-accent/9" />
        ) : null,
      )}
      {nowAt >= hours.from && nowAt < hours.to ? (
        <div
          aria-hidden
          style={{ top: `calc(var(--minute) * ${nowAt - hours.from})` }}
          className={
            'pointer-events-none absolute inset-x-0 border-t-[1.5px] border-bad before:absolute before:-top-[4.75px] before:-left-1 ' +
            'before:size-2 before:rounded-full before:bg-bad'
          }
        />
      ) : null}
      {bookings.length > 0 ? (
        <ol>
          {bookings.map(({ booking, at }) => (
            <li
              key={booking.id}
              id={`booking-${booking.id}`}
              style={at ?? undefined}
              className="@container absolute inset-x-1 rounded-sm py-px target:z-10 target:outline-2 target:outline-offset-1 target:outline-accent"
            >
              <BookingBlock booking={booking} />
            </li>
          ))}
        </ol>
      ) : null}
    </section>
  )
}

type Span = { start: string; end: string; kind: string; label: string }
type AwayProps = { spans: Span[]; place: (span: Span) => { top: string; height: string } | null }

/** Time that nobody can book, with why. */
function Away({ spans, place }: AwayProps) {
  return spans.map((span) => {
    const at = place(span)
    if (!at) return null
    return (
      <div key={span.start} style={at} className="absolute inset-x-1 overflow-hidden py-px">
        <p className="size-full rounded-sm border border-line bg-sunken px-2 py-1 text-sm text-ink-soft">
          <span className="sr-only">{span.kind}: </span>
          {span.label || span.kind}
        </p>
      </div>
    )
  })
}
