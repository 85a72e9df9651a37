import { CalendarCheck2 } from 'lucide-react'
import { ArrivalHeading } from '#components/booking-page/arrival-heading.tsx'
import { What, With } from '#components/booking-page/what.tsx'
import { formatClock } from '#lib/recovery/clock.ts'
import { civilDay, formatDay } from '#lib/shared/format.ts'
import type { BookingPage } from '#lib/recovery/types.ts'

/** The end of the matter: what, when, with whom. */
export function Booked({ page, booked }: { page: BookingPage; booked: NonNullable<BookingPage['booked']> }) {
  return (
    <>
      <span className="mb-3 inline-flex size-11 items-center justify-center rounded-full bg-ok-soft text-ok">
        <CalendarCheck2 aria-hidden className="size-5" />
      </span>
      <ArrivalHeading>You are booked</ArrivalHeading>
      <What page={page} />
      <p className="mt-3 text-xl font-semibold tracking-tight">
        {formatDay(civilDay(booked.start))} at {formatClock(booked.start)}
      </p>
      <With page={page} practitionerId={booked.practitionerId} className="mt-1 text-lg" />
      <p className="mt-3 text-ink-soft">There is nothing more to do here. If the time no longer suits you, please ring us.</p>
    </>
  )
}
