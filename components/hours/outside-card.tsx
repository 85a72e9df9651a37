import { CalendarX2 } from 'lucide-react'
import Link from 'next/link'
import { placeHref } from '#components/calendar/address.ts'
import { outsideByDay } from '#components/hours/words.ts'
import type { BookingOutside, PractitionerHours } from '#lib/scheduling/hours-types.ts'

type Props = { bookings: BookingOutside[]; practitioners: PractitionerHours[]; slug: string }

/** What was booked where it is closed now: nothing takes a booking away but a person, who finds it here. Nothing while there is none. */
export function OutsideCard({ bookings, practitioners, slug }: Props) {
  if (bookings.length === 0) return null
  return (
    <section aria-labelledby="outside" className="rounded-lg border border-warn-edge bg-warn-soft px-4 py-3">
      <h2 id="outside" className="flex items-center gap-2 text-base font-semibold text-warn">
        <CalendarX2 aria-hidden className="size-4.5 shrink-0" />
        Booked in closed time
      </h2>
      <p className="mt-1">These were booked before the hours were set and stay booked until somebody moves or cancels them.</p>
      <ul className="mt-2 flex flex-col gap-2">
        {outsideByDay(bookings, practitioners).map(({ day, sentence, who, practitionerId }) => (
          <li key={day}>
            <Link href={placeHref(slug, { day, view: 'day', practitionerId })} className="inline-flex min-h-6 items-center font-medium text-accent underline underline-offset-2">
              {sentence}
            </Link>
            <span className="block text-sm tabular-nums">{who}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
