import { ChevronLeft, ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { daysOfMonth, leadsHref, stepMonth } from '#components/leads/address.ts'
import { buttonClass } from '#components/ui/button.tsx'
import { formatDaySpan, formatPence } from '#lib/shared/format.ts'
import type { Recovered } from '#lib/recovery/types.ts'

const ARROW = 'inline-flex size-9 items-center justify-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink'

/** What a month brought back, with the months before and after it. `thisMonth` is the last that there is. */
export function MonthBar({ slug, recovered, thisMonth }: { slug: string; recovered: Recovered; thisMonth: string }) {
  const { month, pence, bookings } = recovered
  const hrefOf = (steps: number) => leadsHref(slug, { view: 'recovered', month: stepMonth(month, steps) })
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <p>
        <strong className="text-xl font-semibold">{formatPence(pence)}</strong>{' '}
        <span className="text-ink-soft">
          recovered from {bookings === 1 ? '1 booking' : `${bookings} bookings`}, {formatDaySpan(...daysOfMonth(month))}
        </span>
      </p>
      <nav aria-label="Month" className="flex items-center gap-1">
        <Link href={hrefOf(-1)} aria-label="Month before" title="Month before" className={ARROW}>
          <ChevronLeft aria-hidden className="size-4.5" />
        </Link>
        {month < thisMonth ? (
          <Link href={hrefOf(1)} aria-label="Month after" title="Month after" className={ARROW}>
            <ChevronRight aria-hidden className="size-4.5" />
          </Link>
        ) : null}
        <Link href={leadsHref(slug, { view: 'recovered' })} className={buttonClass('secondary')}>
          All months
        </Link>
      </nav>
    </div>
  )
}
