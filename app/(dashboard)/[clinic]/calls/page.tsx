import { PhoneOff } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { CallTable } from '#components/calls/call-table.tsx'
import { STATUS_FILTERS } from '#components/calls/call-words.ts'
import { buttonClass } from '#components/ui/button.tsx'
import { Card, PageHeader } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { listCalls } from '#lib/calls/call-log.ts'
import { dayOf } from '#lib/shared/time.ts'
import { requireMember } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Calls' }

type Props = {
  params: Promise<{ clinic: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const PAGE_SIZE = 25

export default async function CallsPage({ params, searchParams }: Props) {
  const { actor, clinic } = await requireMember((await params).clinic)
  const query = await searchParams
  const status = STATUS_FILTERS.find((filter) => filter.value === query.status)?.value
  const cursor = typeof query.cursor === 'string' ? query.cursor : undefined
  const { items, nextCursor } = await listCalls(actor, clinic.id, { limit: PAGE_SIZE, cursor, status })
  const here = `/${clinic.slug}/calls`
  const hrefOf = (next?: string, from?: string) => {
    const search = new URLSearchParams({ ...(next ? { status: next } : {}), ...(from ? { cursor: from } : {}) })
    return search.size > 0 ? `${here}?${search}` : here
  }
  return (
    <>
      <PageHeader
        title="Calls"
        note="Every call your receptionist answered, newest first."
        actions={
          <Segmented
            label="Show"
            segments={[
              { href: hrefOf(), label: 'All', isCurrent: !status },
              ...STATUS_FILTERS.map((filter) => ({
                href: hrefOf(filter.value),
                label: filter.label,
                isCurrent: filter.value === status,
              })),
            ]}
          />
        }
      />
      <Card className="overflow-hidden">
        {items.length > 0 ? (
          <CallTable calls={items} slug={clinic.slug} today={dayOf(new Date(), clinic.timeZone)} />
        ) : (
          <EmptyState
            icon={PhoneOff}
            title={cursor ? 'No further calls' : status ? 'No calls like this' : 'No calls yet'}
            action={
              status || cursor ? (
                <Link href={here} className={buttonClass('secondary')}>
                  Show all calls
                </Link>
              ) : (
                <Link href={`/${clinic.slug}/try`} className={buttonClass('primary')}>
                  Try a call
                </Link>
              )
            }
          >
            {status || cursor ? null : `Calls to ${clinic.phoneNumber} appear here while they are still going on.`}
          </EmptyState>
        )}
      </Card>
      {cursor || nextCursor ? (
        <nav aria-label="More calls" className="mt-4 flex justify-between gap-2">
          {cursor ? (
            <Link href={hrefOf(status)} className={buttonClass('secondary')}>
              Newest
            </Link>
          ) : (
            <span />
          )}
          {nextCursor ? (
            <Link href={hrefOf(status, nextCursor)} className={buttonClass('secondary')}>
              Older
            </Link>
          ) : null}
        </nav>
      ) : null}
    </>
  )
}
