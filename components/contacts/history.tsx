import { ChevronRight, FileText } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { placeHref } from '#components/calendar/address.ts'
import { BookingPill } from '#components/calls/booking-links.tsx'
import { EmergencyPill, OutcomePill } from '#components/calls/pills.tsx'
import { LeadPill } from '#components/leads/pills.tsx'
import { Card } from '#components/ui/card.tsx'
import { civilDay, formatDayNear, formatTime, formatTimeRange } from '#lib/shared/format.ts'
import type { ContactLog } from '#lib/calls/contact-types.ts'

type Props = { log: ContactLog; slug: string; today: string }

/** What a person did with the clinic: bookings, calls, leads, each leading to its page. */
export function ContactHistory({ log, slug, today }: Props) {
  const day = (instant: string) => formatDayNear(civilDay(instant), today)
  return (
    <>
      <List title="Bookings" shown={log.bookings.length} count={log.counts.bookings} nothing="Nothing was booked for them.">
        {log.bookings.map((booking) => (
          <Line
            key={booking.id}
            href={bookingHref(slug, booking)}
            when={`${day(booking.start)}, ${formatTimeRange(booking.start, booking.end)}`}
            about={`${booking.procedure?.name ?? ''}, ${booking.practitioner}`}
          >
            <BookingPill status={booking.status} />
          </Line>
        ))}
      </List>
      <List title="Calls" shown={log.calls.length} count={log.counts.calls} nothing="They never rang.">
        {log.calls.map((call) => (
          <Line
            key={call.id}
            href={`/${slug}/calls/${call.id}`}
            when={`${day(call.startedAt)}, ${formatTime(call.startedAt)}`}
            about={call.procedure?.name ?? 'No procedure named'}
          >
            {call.hasTranscript ? <FileText role="img" aria-label="With a transcript" className="size-4 text-ink-soft" /> : null}
            {call.isEmergency ? <EmergencyPill /> : null}
            <OutcomePill outcome={call.outcome} />
          </Line>
        ))}
      </List>
      {log.counts.leads > 0 ? (
        <List title="Leads" shown={log.leads.length} count={log.counts.leads} nothing="">
          {log.leads.map((lead) => (
            <Line
              key={lead.id}
              href={`/${slug}/leads/${lead.id}`}
              when={`${day(lead.hungUpAt)}, ${formatTime(lead.hungUpAt)}`}
              about={lead.procedure?.name ?? 'No procedure named'}
            >
              <LeadPill status={lead.status} isRecovered={lead.isRecovered} />
            </Line>
          ))}
        </List>
      ) : null}
    </>
  )
}

function bookingHref(slug: string, { id, start, practitionerId, status }: ContactLog['bookings'][number]): string {
  const href = placeHref(slug, { day: civilDay(start), view: 'day', practitionerId })
  // The calendar draws only what is live; anything else has no place to go to within the day.
  return status === 'booked' || status === 'held' ? `${href}#booking-${id}` : href
}

type ListProps = { title: string; shown: number; count: number; nothing: string; children: ReactNode }

function List({ title, shown, count, nothing, children }: ListProps) {
  return (
    <Card title={title} aside={count > 0 ? <span className="text-sm text-ink-soft">{count}</span> : null} className="overflow-hidden">
      {count === 0 ? <p className="px-4 py-4 text-ink-soft">{nothing}</p> : null}
      <ul>{children}</ul>
      {shown < count ? (
        <p className="border-t border-line px-4 py-3 text-sm text-ink-soft">The newest {shown} are shown; the export holds all.</p>
      ) : null}
    </Card>
  )
}

function Line({ href, when, about, children }: { href: string; when: string; about: string; children: ReactNode }) {
  return (
    <li className="border-b border-line last:border-b-0">
      <Link href={href} className="flex min-h-13 items-center gap-3 px-4 py-2 -outline-offset-2 transition-colors hover:bg-canvas">
        <span className="min-w-0 grow">
          <span className="block font-medium">{when}</span>
          <span className="block text-sm text-ink-soft">{about}</span>
        </span>
        <span className="flex shrink-0 flex-wrap items-center justify-end gap-2">{children}</span>
        <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-soft" />
      </Link>
    </li>
  )
}
