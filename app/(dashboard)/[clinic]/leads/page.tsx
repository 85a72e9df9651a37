import { UserRoundCheck } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { leadsHref, readLeadPlace, type LeadPlace } from '#components/leads/address.ts'
import { LeadPages, LeadViews } from '#components/leads/lead-nav.tsx'
import { LeadTable } from '#components/leads/lead-table.tsx'
import { LedgerCard } from '#components/leads/ledger-card.tsx'
import { MonthBar } from '#components/leads/month-bar.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { Card, PageHeader } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { listLeads } from '#lib/recovery/leads.ts'
import { readLedger, readRecovered } from '#lib/recovery/ledger.ts'
import { addDays, dayOf, rfc3339 } from '#lib/shared/time.ts'
import { requireMember } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Leads' }

type Props = {
  params: Promise<{ clinic: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const PAGE_SIZE = 25
const LEDGER_DAYS = 30

export default async function LeadsPage({ params, searchParams }: Props) {
  const { actor, clinic } = await requireMember((await params).clinic)
  const place = readLeadPlace(await searchParams)
  const { view, month, cursor } = place
  const now = new Date()
  const today = dayOf(now, clinic.timeZone)
  const [{ items, nextCursor, counts }, ledger, recovered] = await Promise.all([
    listLeads(actor, clinic.id, { view, limit: PAGE_SIZE, ...(month ? { month } : {}), ...(cursor ? { cursor } : {}) }),
    readLedger(actor, clinic.id, { from: addDays(today, 1 - LEDGER_DAYS), to: today }),
    month ? readRecovered(actor, clinic.id, month) : null,
  ])
  return (
    <>
      <PageHeader title="Leads" note="Callers who hung up without a booking, and what became of them." />
      <LeadViews slug={clinic.slug} view={view} counts={counts} />
      {recovered ? <MonthBar slug={clinic.slug} recovered={recovered} thisMonth={today.slice(0, 7)} /> : null}
      <div className="flex flex-col gap-4">
        <Card className="overflow-hidden">
          {items.length > 0 ? (
            <LeadTable
              leads={items}
              slug={clinic.slug}
              today={today}
              now={rfc3339(now, clinic.timeZone)}
              hasValue={view === 'recovered' || view === 'all'}
            />
          ) : (
            <NoLeads slug={clinic.slug} place={place} isFirst={counts.all === 0} />
          )}
        </Card>
        <LeadPages slug={clinic.slug} place={place} nextCursor={nextCursor} />
        <LedgerCard ledger={ledger} clinicId={clinic.id} />
      </div>
    </>
  )
}

const EMPTY_TITLES: Record<LeadPlace['view'], string> = {
  open: 'Nobody is waiting',
  texted: 'Nobody was texted yet',
  recovered: 'Nothing recovered here yet',
  not_texted: 'Everybody could be texted',
  all: 'No leads yet',
}

/** Why the list is empty, with one next step. */
function NoLeads({ slug, place, isFirst }: { slug: string; place: LeadPlace; isFirst: boolean }) {
  return (
    <EmptyState
      icon={UserRoundCheck}
      title={isFirst ? EMPTY_TITLES.all : place.cursor ? 'No further leads' : EMPTY_TITLES[place.view]}
      action={
        isFirst ? (
          <Link href={`/${slug}/try`} className={buttonClass('primary')}>
            Try a call
          </Link>
        ) : (
          <Link href={leadsHref(slug, { view: 'all' })} className={buttonClass('secondary')}>
            Show all leads
          </Link>
        )
      }
    >
      {isFirst
        ? 'When a caller hangs up without a booking, Sarah texts them within five minutes and they appear here.'
        : null}
    </EmptyState>
  )
}
