import { CalendarCheck2, CloudAlert, CloudCheck, CloudUpload, Hourglass, MessageSquareReply } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useCalendar } from '#components/calendar/calendar-context.tsx'
import { PersonDetail } from '#components/shell/person-detail.tsx'
import { PersonName, PhoneNumber } from '#components/shell/person-name.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import { civilDay, formatDay, formatPence, formatTime, formatTimeRange } from '#lib/shared/format.ts'
import type { DiaryBooking } from '#lib/scheduling/types.ts'

const SOURCES: Record<DiaryBooking['source'], string> = {
  voice: 'Voice agent',
  dashboard: 'This dashboard',
  api: 'Another system',
  text: 'A reply by text',
  page: 'The link in a text',
}

const LINK = 'inline-flex min-h-6 items-center text-accent underline underline-offset-2'

/** What is known of a booking, as terms and values: how to reach the person, what it is worth, where it came from. */
export function BookingFacts({ booking, practitioner }: { booking: DiaryBooking; practitioner: string }) {
  const { slug } = useCalendar()
  const { contact, procedure } = booking
  return (
    <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] items-center gap-x-3 gap-y-2">
      <Fact term="State">
        <span className="flex flex-wrap gap-1.5">
          {booking.status === 'held' ? (
            <StatusPill tone="warn" icon={Hourglass}>
              Held{booking.holdExpiresAt ? ` until ${formatTime(booking.holdExpiresAt)}` : ''}
            </StatusPill>
          ) : (
            <StatusPill tone="accent" icon={CalendarCheck2}>
              Booked
            </StatusPill>
          )}
          {booking.isRecovered ? (
            <StatusPill tone="ok" icon={MessageSquareReply}>
              Recovered by text
            </StatusPill>
          ) : null}
        </span>
      </Fact>
      <Fact term="When">
        {formatDay(civilDay(booking.start))}, {formatTimeRange(booking.start, booking.end)}
      </Fact>
      <Fact term="With">{practitioner}</Fact>
      {booking.isTest ? <Fact term="Kind">Test with an invented caller</Fact> : null}
      <Fact term="Price">{procedure.pricePence === null ? <Unknown>Not listed</Unknown> : formatPence(procedure.pricePence)}</Fact>
      {contact ? (
        <>
          <Fact term="Person">
            <Link href={`/${slug}/contacts/${contact.id}`} className={LINK}>
              <PersonName name={contact.name} />
            </Link>
          </Fact>
          <Fact term="Phone">{contact.phone ? <PhoneNumber phone={contact.phone} /> : <Unknown>Not known</Unknown>}</Fact>
          <Fact term="Email">
            {contact.email ? (
              <PersonDetail what="email address">
                <a href={`mailto:${contact.email}`} className={`${LINK} break-all`}>
                  {contact.email}
                </a>
              </PersonDetail>
            ) : (
              <Unknown>Not known</Unknown>
            )}
          </Fact>
        </>
      ) : null}
      <Fact term="Booked through">
        {booking.callId ? (
          <Link href={`/${slug}/calls/${booking.callId}`} className={LINK}>
            {SOURCES[booking.source]}: see the call
          </Link>
        ) : (
          SOURCES[booking.source]
        )}
      </Fact>
      {booking.leadId ? (
        <Fact term="Lead">
          <Link href={`/${slug}/leads/${booking.leadId}`} className={LINK}>
            See the lead
          </Link>
        </Fact>
      ) : null}
      <Fact term="Google Calendar">
        <Mirror state={booking.mirror} />
      </Fact>
    </dl>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}

function Mirror({ state }: { state: DiaryBooking['mirror'] }) {
  if (state === 'synced') return <StatusPill tone="ok" icon={CloudCheck}>Copied</StatusPill>
  if (state === 'pending') return <StatusPill tone="neutral" icon={CloudUpload}>On its way</StatusPill>
  if (state === 'failed') return <StatusPill tone="bad" icon={CloudAlert}>Not copied; trying again</StatusPill>
  return <Unknown>Not connected for this practitioner</Unknown>
}

function Unknown({ children }: { children: string }) {
  return <span className="text-ink-soft">{children}</span>
}
