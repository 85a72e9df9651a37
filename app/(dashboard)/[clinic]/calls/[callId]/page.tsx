import { ChevronLeft } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { z } from 'zod'
import { BookingLinks } from '#components/calls/booking-links.tsx'
import { CallFacts } from '#components/calls/call-facts.tsx'
import { EmergencyPill, OutcomePill } from '#components/calls/pills.tsx'
import { ToolCallList } from '#components/calls/tool-call-list.tsx'
import { Transcript } from '#components/calls/transcript.tsx'
import { ViewList } from '#components/calls/view-list.tsx'
import { Waterfall } from '#components/latency/waterfall.tsx'
import { NothingHere } from '#components/shell/nothing-here.tsx'
import { PersonName } from '#components/shell/person-name.tsx'
import { Card, PageHeader } from '#components/ui/card.tsx'
import { readCall } from '#lib/calls/call-log.ts'
import { listViews } from '#lib/privacy/rights/access-log.ts'
import { civilDay, formatDay, formatTime } from '#lib/shared/format.ts'
import { dayOf } from '#lib/shared/time.ts'
import { requireMember } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Call' }

export default async function CallPage({ params }: { params: Promise<{ clinic: string; callId: string }> }) {
  const { clinic: clinicSlug, callId } = await params
  const { actor, clinic, user } = await requireMember(clinicSlug)
  const call = z.uuid().safeParse(callId).success ? await readCall(actor, clinic.id, callId) : null
  // The answer is already streaming, so it cannot become a 404 any more; it says so in words.
  if (!call) return <NothingHere />
  // After the reading above, which is a view itself.
  const views = await listViews(actor, clinic.id, { subjectId: callId })
  return (
    <>
      <Link
        href={`/${clinic.slug}/calls`}
        className="mb-2 -ml-1 inline-flex h-7 items-center gap-1 rounded-sm pr-2 text-ink-soft hover:text-ink"
      >
        <ChevronLeft aria-hidden className="size-4" /> Calls
      </Link>
      <PageHeader
        title={call.contact ? <PersonName name={call.contact.name} /> : call.erasedAt ? 'A caller who was erased' : 'A caller who gave no name'}
        note={`${formatDay(civilDay(call.startedAt))} at ${formatTime(call.startedAt)}${call.procedure ? `, about ${call.procedure.name.toLowerCase()}` : ''}`}
        actions={
          <>
            {call.isEmergency ? <EmergencyPill /> : null}
            <OutcomePill outcome={call.outcome} />
          </>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Transcript call={call} slug={clinic.slug}>
            <ViewList views={views.items} userId={user.id} today={dayOf(new Date(), clinic.timeZone)} />
          </Transcript>
          <Card title="What the agent did">
            {call.toolCalls.length > 0 ? (
              <ToolCallList toolCalls={call.toolCalls} />
            ) : (
              <p className="px-4 py-6 text-ink-soft">The agent looked nothing up and booked nothing in this call.</p>
            )}
          </Card>
          {call.turns.length > 0 ? (
            <Card title="How fast it was answered">
              <Waterfall turns={call.turns} />
            </Card>
          ) : null}
        </div>
        <div className="flex flex-col gap-4">
          <BookingLinks bookings={call.bookings} slug={clinic.slug} />
          <CallFacts call={call} slug={clinic.slug} />
        </div>
      </div>
    </>
  )
}
