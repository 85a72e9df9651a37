import { CalendarCheck2 } from 'lucide-react'
import { ArrivalHeading } from '#components/booking-page/arrival-heading.tsx'
import { civilDay, formatDay, formatTime } from '#lib/shared/format.ts'

/** The end of the matter: the day and the time. */
export function Booked({ start }: { start: string }) {
  return (
    <>
      <span className="mb-3 inline-flex size-11 items-center justify-center rounded-full bg-ok-soft text-ok">
        <CalendarCheck2 aria-hidden className="size-5" />
      </span>
      <ArrivalHeading>You are booked</ArrivalHeading>
      <p className="mt-3 text-xl font-semibold tracking-tight">
        {formatDay(civilDay(start))} at {formatTime(start)}
      </p>
      <p className="mt-3 text-ink-soft">There is nothing more to do here. If the time no longer suits you, please ring us.</p>
    </>
  )
}
