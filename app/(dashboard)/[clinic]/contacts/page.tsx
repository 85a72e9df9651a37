import { BookUser } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { z } from 'zod'
import { ContactSearch } from '#components/contacts/contact-search.tsx'
import { ContactTable } from '#components/contacts/contact-table.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { Card, PageHeader } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { listContactLines } from '#lib/calls/contact-log.ts'
import { dayOf, rfc3339 } from '#lib/shared/time.ts'
import { requireMember } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Contacts' }

type Props = {
  params: Promise<{ clinic: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const PAGE_SIZE = 25

export default async function ContactsPage({ params, searchParams }: Props) {
  const { actor, clinic } = await requireMember((await params).clinic)
  const cursor = z.uuid().optional().catch(undefined).parse((await searchParams).cursor)
  const now = new Date()
  const today = dayOf(now, clinic.timeZone)
  const { items, nextCursor } = await listContactLines(actor, clinic.id, { cursor, limit: PAGE_SIZE })
  const here = `/${clinic.slug}/contacts`
  return (
    <>
      <PageHeader title="Contacts" note="Everybody who rang, wrote or was booked, newest first." />
      <ContactSearch clinic={{ id: clinic.id, slug: clinic.slug }} today={today} stamp={rfc3339(now, clinic.timeZone)}>
        <Card className="overflow-hidden">
          {items.length > 0 ? (
            <ContactTable contacts={items} slug={clinic.slug} today={today} />
          ) : (
            <NoContacts slug={clinic.slug} isFurther={cursor !== undefined} />
          )}
        </Card>
        {cursor || nextCursor ? (
          <nav aria-label="More contacts" className="mt-4 flex justify-between gap-2">
            {cursor ? (
              <Link href={here} className={buttonClass('secondary')}>
                Newest
              </Link>
            ) : (
              <span />
            )}
            {nextCursor ? (
              <Link href={`${here}?cursor=${nextCursor}`} className={buttonClass('secondary')}>
                Older
              </Link>
            ) : null}
          </nav>
        ) : null}
      </ContactSearch>
    </>
  )
}

function NoContacts({ slug, isFurther }: { slug: string; isFurther: boolean }) {
  return (
    <EmptyState
      icon={BookUser}
      title={isFurther ? 'No further contacts' : 'Nobody yet'}
      action={
        <Link href={isFurther ? `/${slug}/contacts` : `/${slug}/try`} className={buttonClass(isFurther ? 'secondary' : 'primary')}>
          {isFurther ? 'Show the newest' : 'Try a call'}
        </Link>
      }
    >
      {isFurther ? null : 'Whoever rings and says who they are, or is booked by hand, appears here.'}
    </EmptyState>
  )
}
