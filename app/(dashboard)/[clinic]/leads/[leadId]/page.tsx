import { ChevronLeft, Info } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { z } from 'zod'
import { CalendarActions } from '#components/calendar/calendar-actions.tsx'
import { Composer } from '#components/leads/composer.tsx'
import { ConsentList } from '#components/leads/consent-list.tsx'
import { LeadActions } from '#components/leads/lead-actions.tsx'
import { LeadFacts } from '#components/leads/lead-facts.tsx'
import { LeadTimeline } from '#components/leads/lead-timeline.tsx'
import { NoWriting } from '#components/leads/no-writing.tsx'
import { LeadPill } from '#components/leads/pills.tsx'
import { Thread } from '#components/leads/thread.tsx'
import { wishOf } from '#components/leads/wish.ts'
import { REASON_WORDS } from '#components/leads/words.ts'
import { NothingHere } from '#components/shell/nothing-here.tsx'
import { PersonName } from '#components/shell/person-name.tsx'
import { Card, PageHeader } from '#components/ui/card.tsx'
import { noteView } from '#lib/privacy/rights/access-log.ts'
import { readLead } from '#lib/recovery/leads.ts'
import type { LeadDetail } from '#lib/recovery/types.ts'
import { readDiary } from '#lib/scheduling/diary.ts'
import { listProcedures } from '#lib/scheduling/procedures.ts'
import { civilDay, formatDay, formatTime } from '#lib/shared/format.ts'
import { dayOf, rfc3339 } from '#lib/shared/time.ts'
import { requireMember } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Lead' }

export default async function LeadPage({ params }: { params: Promise<{ clinic: string; leadId: string }> }) {
  const { clinic: clinicSlug, leadId } = await params
  const { actor, clinic } = await requireMember(clinicSlug)
  const at = new Date()
  const today = dayOf(at, clinic.timeZone)
  const [lead, { practitioners, lastDay }, procedures] = await Promise.all([
    z.uuid().safeParse(leadId).success ? readLead(actor, clinic.id, leadId) : null,
    readDiary(actor, clinic.id, { from: today, days: 1 }),
    listProcedures(actor, clinic.id),
  ])
  // The answer is already streaming, so it cannot become a 404 any more; it says so in words.
  if (!lead) return <NothingHere />
  await noteView(actor, 'lead', lead.id)
  const now = rfc3339(at, clinic.timeZone)
  const about = lead.procedure ? `, about ${lead.procedure.name.toLowerCase()}` : ''
  return (
    <>
      <Link
        href={`/${clinic.slug}/leads`}
        className="mb-2 -ml-1 inline-flex h-7 items-center gap-1 rounded-sm pr-2 text-ink-soft hover:text-ink"
      >
        <ChevronLeft aria-hidden className="size-4" /> Leads
      </Link>
      <PageHeader
        title={lead.contact?.name ? <PersonName name={lead.contact.name} /> : 'A caller who gave no name'}
        note={`Hung up ${formatDay(civilDay(lead.hungUpAt))} at ${formatTime(lead.hungUpAt)}${about}`}
        actions={
          <>
            <LeadPill status={lead.status} isRecovered={lead.isRecovered} />
            <CalendarActions
              facts={{
                clinicId: clinic.id, slug: clinic.slug, timeZone: clinic.timeZone, today, lastDay, procedures,
                practitioners: practitioners.map((one) => ({ id: one.id, name: one.name })),
              }}
            >
              <LeadActions clinicId={clinic.id} leadId={lead.id} can={whatCan(lead)} wish={wishOf(lead, now, today)} />
            </CalendarActions>
          </>
        }
      />
      {lead.reason && !lead.closedAt ? <WhyNoText sentence={REASON_WORDS[lead.reason].sentence} /> : null}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Card title="Texts" className="flex flex-col">
            <Thread messages={lead.messages} name={lead.contact?.name ?? null} today={today} />
            {lead.mayWrite ? <Composer key={lead.id} clinicId={clinic.id} leadId={lead.id} /> : <NoWriting lead={lead} />}
          </Card>
          <ConsentList consents={lead.consents} />
        </div>
        <div className="flex flex-col gap-4">
          <LeadTimeline lead={lead} now={now} today={today} />
          <LeadFacts
            lead={lead}
            clinic={clinic}
            now={now}
            nameOf={(id) => practitioners.find((one) => one.id === id)?.name ?? ''}
          />
        </div>
      </div>
    </>
  )
}

/** A lead that is booked is done with; one that STOP closed is not opened again. */
function whatCan({ status, closedAt }: LeadDetail): 'close' | 'reopen' | 'nothing' {
  if (status === 'closed') return closedAt ? 'reopen' : 'nothing'
  return status === 'booked' ? 'nothing' : 'close'
}

function WhyNoText({ sentence }: { sentence: string }) {
  return (
    <p className="mb-4 flex items-start gap-3 rounded-lg border border-line bg-surface px-4 py-3">
      <Info aria-hidden className="mt-px size-4.5 shrink-0 text-ink-soft" />
      {sentence}
    </p>
  )
}
