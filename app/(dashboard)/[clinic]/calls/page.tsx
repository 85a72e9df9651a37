import { PhoneOff } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { callsHref, filterOf, isFiltered, readCallPlace, type CallPlace } from '#components/calls/address.ts'
import { CallFilters } from '#components/calls/call-filters.tsx'
import { CallSearch } from '#components/calls/call-search.tsx'
import { CallTable } from '#components/calls/call-table.tsx'
import { ProcedureSelect } from '#components/calls/procedure-select.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { Card, PageHeader } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { listCalls } from '#lib/calls/call-log.ts'
import { dialled } from '#lib/recovery/template.ts'
import { listProcedures } from '#lib/scheduling/procedures.ts'
import { dayOf, rfc3339 } from '#lib/shared/time.ts'
import { requireMember } from '#lib/tenancy/session.ts'
import type { ClinicSummary } from '#lib/tenancy/types.ts'

export const metadata: Metadata = { title: 'Calls' }

type Props = {
  params: Promise<{ clinic: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const PAGE_SIZE = 25

export default async function CallsPage({ params, searchParams }: Props) {
  const { actor, clinic } = await requireMember((await params).clinic)
  const place = readCallPlace(await searchParams)
  const now = new Date()
  const today = dayOf(now, clinic.timeZone)
  const filter = filterOf(place, today)
  const [{ items, nextCursor }, procedures] = await Promise.all([
    listCalls(actor, clinic.id, { ...filter, limit: PAGE_SIZE, ...(place.cursor ? { cursor: place.cursor } : {}) }),
    listProcedures(actor, clinic.id),
  ])
  return (
    <>
      <PageHeader title="Calls" note="Every call your receptionist answered, newest first." />
      <CallSearch
        clinic={{ id: clinic.id, slug: clinic.slug }}
        today={today}
        filter={filter}
        stamp={rfc3339(now, clinic.timeZone)}
        filters={
          <>
            <ProcedureSelect slug={clinic.slug} place={place} procedures={procedures.map(({ slug, name }) => ({ slug, name }))} />
            <CallFilters slug={clinic.slug} place={place} today={today} />
          </>
        }
      >
        <Card className="overflow-hidden">
          {items.length > 0 ? (
            <CallTable calls={items} slug={clinic.slug} today={today} />
          ) : (
            <NoCalls clinic={clinic} place={place} />
          )}
        </Card>
        <CallPages slug={clinic.slug} place={place} nextCursor={nextCursor} />
      </CallSearch>
    </>
  )
}

/** Why the list is empty, with one next step. */
function NoCalls({ clinic, place }: { clinic: ClinicSummary; place: CallPlace }) {
  const isNarrowed = isFiltered(place) || place.cursor !== null
  return (
    <EmptyState
      icon={PhoneOff}
      title={place.cursor ? 'No further calls' : isNarrowed ? 'No calls like this' : 'No calls yet'}
      action={
        isNarrowed ? (
          <Link href={callsHref(clinic.slug)} className={buttonClass('secondary')}>
            Show all calls
          </Link>
        ) : (
          <Link href={`/${clinic.slug}/try`} className={buttonClass('primary')}>
            Try a call
          </Link>
        )
      }
    >
      {isNarrowed ? null : `Calls to ${dialled(clinic.phoneNumber)} appear here while they are still going on.`}
    </EmptyState>
  )
}

/** Back to the newest calls and on to older ones; nothing when all are on the page. */
function CallPages({ slug, place, nextCursor }: { slug: string; place: CallPlace; nextCursor: string | null }) {
  if (!place.cursor && !nextCursor) return null
  return (
    <nav aria-label="More calls" className="mt-4 flex justify-between gap-2">
      {place.cursor ? (
        <Link href={callsHref(slug, { ...place, cursor: null })} className={buttonClass('secondary')}>
          Newest
        </Link>
      ) : (
        <span />
      )}
      {nextCursor ? (
        <Link href={callsHref(slug, { ...place, cursor: nextCursor })} className={buttonClass('secondary')}>
          Older
        </Link>
      ) : null}
    </nav>
  )
}
