import { formatMinuteCount } from '#lib/shared/format.ts'
import type { BookingPage } from '#lib/recovery/types.ts'

/** What the times are for and how long it takes: 'Facelift consultation, 45 min'. */
export function What({ page }: { page: Pick<BookingPage, 'treatment' | 'minutes'> }) {
  const [shortest, ...longer] = page.minutes
  const longest = longer.at(-1)
  const length = shortest === undefined ? '' : `, ${longest ? `${formatMinuteCount(shortest)} to ` : ''}${formatMinuteCount(longest ?? shortest)}`
  return (
    <p className="mt-2 text-lg">
      {page.treatment.charAt(0).toUpperCase() + page.treatment.slice(1)}
      {length}
    </p>
  )
}

/** With whom a time is; nothing when nobody's name is known. */
export function With({ page, practitionerId, className }: { page: Pick<BookingPage, 'practitioners'>; practitionerId: string; className: string }) {
  const name = page.practitioners[practitionerId]
  return name ? <p className={className}>With {name}</p> : null
}
