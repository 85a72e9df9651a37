import { CloudAlert, Hourglass, MessageSquareReply, Phone } from 'lucide-react'
import { BookingButton } from '#components/calendar/booking-button.tsx'
import { PersonName } from '#components/shell/person-name.tsx'
import { formatTime, minutesBetween } from '#lib/shared/format.ts'
import type { DiaryBooking } from '#lib/scheduling/types.ts'

/** How much fits: one line up to here, then time and name, then the procedure, then the hold's expiry. */
const ONE_LINE_MINUTES = 20
const THREE_LINES_MINUTES = 45
const FOUR_LINES_MINUTES = 60

/** A booking in the calendar: solid when booked, dashed while only held. Pressing it opens its details. */
export function BookingBlock({ booking }: { booking: DiaryBooking }) {
  const isHeld = booking.status === 'held'
  const minutes = minutesBetween(booking.start, booking.end)
  const isOneLine = minutes <= ONE_LINE_MINUTES
  const expiry = isHeld && booking.holdExpiresAt ? formatTime(booking.holdExpiresAt) : null
  const who = booking.contact ? <PersonName name={booking.contact.name} /> : 'No name yet'
  return (
    <BookingButton
      booking={booking}
      className={
        'group flex size-full overflow-hidden rounded-sm border text-left text-sm transition-colors ' +
        (isHeld
          ? 'border-dashed border-warn-edge bg-warn-soft hover:border-solid'
          : 'border-accent-edge bg-accent-soft hover:border-accent')
      }
    >
      <span aria-hidden className={`w-1 shrink-0 ${isHeld ? 'bg-transparent' : 'bg-accent'}`} />
      <span
        className={`flex min-w-0 grow px-1.5 ${isOneLine ? 'items-center gap-1.5' : 'flex-col gap-px py-1'}`}
      >
        <span className={`flex min-w-0 items-center gap-1 ${isOneLine ? 'max-w-[75%] shrink-0' : ''} ${isHeld ? 'text-warn' : 'text-accent'}`}>
          {isHeld ? <Hourglass aria-hidden className="size-3.5 shrink-0" /> : null}
          <span className="truncate">
            {formatTime(booking.start)}
            {isOneLine ? null : <span className="@max-[8.5rem]:hidden">–{formatTime(booking.end)}</span>}
            {expiry && minutes < FOUR_LINES_MINUTES ? `, held until ${expiry}` : null}
          </span>
          {booking.source === 'voice' ? <Phone role="img" aria-label="booked by the voice agent" className="size-3.5 shrink-0" /> : null}
          {booking.isRecovered ? (
            <MessageSquareReply role="img" aria-label="recovered by text" className="size-3.5 shrink-0" />
          ) : null}
          {booking.mirror === 'failed' ? (
            <CloudAlert role="img" aria-label="not in Google Calendar" className="size-3.5 shrink-0 text-bad" />
          ) : null}
        </span>
        <span className="truncate font-medium text-ink">
          {booking.isTest ? 'Test: ' : null}
          {who}
        </span>
        <span className={isOneLine || minutes >= THREE_LINES_MINUTES ? 'truncate text-ink-soft' : 'sr-only'}>
          {booking.procedure.name}
        </span>
        {expiry && minutes >= FOUR_LINES_MINUTES ? <span className="truncate text-warn">Held until {expiry}</span> : null}
      </span>
    </BookingButton>
  )
}
