import { placeHref } from '#components/calendar/address.ts'
import { callsHref } from '#components/calls/address.ts'
import { leadsHref } from '#components/leads/address.ts'
import { Stats } from '#components/today/stats.tsx'
import { civilDay, formatPence } from '#lib/shared/format.ts'
import type { CallSummary } from '#lib/calls/types.ts'
import type { LeadSummary, Recovered } from '#lib/recovery/types.ts'
import type { Diary } from '#lib/scheduling/types.ts'

type Props = {
  slug: string
  recovered: Recovered
  /** How many leads are open, and the newest of them. */
  open: { count: number; leads: LeadSummary[] }
  /** Today's diary, and the newest calls. */
  diary: Diary
  calls: CallSummary[]
}

/** The day in four numbers, the pounds won back first. Calls that are tests count in none of them. */
export function DayStats({ slug, recovered, open, diary, calls }: Props) {
  const bookings = diary.bookings.filter((booking) => !booking.isTest)
  const booked = bookings.filter((booking) => booking.status === 'booked')
  const heldCount = bookings.length - booked.length
  const byPhone = booked.filter((booking) => booking.source === 'voice').length
  const dueCount = open.leads.filter((lead) => lead.status === 'waiting').length
  const callsToday = calls.filter((call) => !call.isTest && civilDay(call.startedAt) === diary.today)
  const ringing = callsToday.filter((call) => call.outcome === 'in-progress').length
  const callsBooked = callsToday.filter((call) => call.outcome === 'booked').length
  return (
    <Stats
      stats={[
        {
          href: leadsHref(slug, { view: 'recovered', month: recovered.month }),
          label: 'Recovered this month',
          value: formatPence(recovered.pence),
          note: `${countOf(recovered.bookings, 'booking')} after ${countOf(recovered.texted, 'text')}`,
        },
        { href: leadsHref(slug), label: 'Open leads', value: open.count, note: dueCount ? `${countOf(dueCount, 'text')} due` : 'No text due' },
        {
          href: placeHref(slug, { day: diary.today, view: 'day', practitionerId: null }),
          label: 'Booked today',
          value: booked.length,
          note: heldCount ? `${heldCount} more held` : `${byPhone} by the voice agent`,
        },
        {
          href: callsHref(slug, { span: 'today' }),
          label: 'Calls today',
          value: callsToday.length,
          note: ringing ? `${ringing} in progress` : `${callsBooked} booked`,
        },
      ]}
    />
  )
}

const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
