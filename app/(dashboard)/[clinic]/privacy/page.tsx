import { Lock } from 'lucide-react'
import type { Metadata } from 'next'
import { DeadlineBanner } from '#components/privacy/deadline-banner.tsx'
import { ErasureList } from '#components/privacy/erasure-list.tsx'
import { KeptTable } from '#components/privacy/kept-table.tsx'
import { NotKept } from '#components/privacy/not-kept.tsx'
import { ProcessorList } from '#components/privacy/processor-list.tsx'
import { RequestList } from '#components/privacy/request-list.tsx'
import { ViewList } from '#components/privacy/view-list.tsx'
import { PageHeader } from '#components/ui/card.tsx'
import { redactorVersion } from '#lib/privacy/redact.ts'
import { listViews } from '#lib/privacy/rights/access-log.ts'
import { listErasures } from '#lib/privacy/rights/erasure.ts'
import { listRequests } from '#lib/privacy/rights/requests.ts'
import { readRetention } from '#lib/privacy/rights/retention.ts'
import { dayOf, rfc3339 } from '#lib/shared/time.ts'
import { listMembers } from '#lib/tenancy/members.ts'
import { requireMember } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Privacy' }

/** More than a clinic has open at once; of the closed ones the last. */
const OPEN_READ = 100
const CLOSED_READ = 20
const ERASURES_READ = 10
/** A page that stays open notes itself each minute, and is one line in the list. */
const VIEWS_READ = 200

export default async function PrivacyPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { actor, clinic, user } = await requireMember((await params).clinic)
  const isOwner = clinic.role === 'owner'
  const [report, open, closed, erasures, views, members] = await Promise.all([
    readRetention(actor, clinic.id),
    listRequests(actor, clinic.id, { open: true, limit: OPEN_READ }),
    listRequests(actor, clinic.id, { open: false, limit: CLOSED_READ }),
    listErasures(actor, clinic.id, { limit: ERASURES_READ }),
    // Who looked at whom is for the owner alone: colleagues do not watch each other.
    isOwner ? listViews(actor, clinic.id, { limit: VIEWS_READ }) : null,
    isOwner ? listMembers(actor, clinic.id) : [],
  ])
  const now = new Date()
  const today = dayOf(now, clinic.timeZone)
  const shared = { slug: clinic.slug, today }
  return (
    <>
      <PageHeader title="Privacy" note="What is kept of your callers, for how long, who sees it, and what they asked you to do with it." />
      {isOwner ? null : (
        <p className="mb-4 flex items-center gap-2 text-ink-soft">
          <Lock aria-hidden className="size-4 shrink-0" /> Only an owner of the clinic can change how long data is kept, or see who looked.
        </p>
      )}
      <div className="flex flex-col gap-4">
        <DeadlineBanner requests={open.items} today={today} />
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <div id="requests">
            <RequestList requests={[...open.items, ...closed.items]} clinic={clinic} today={today} />
          </div>
          <ErasureList erasures={erasures.items} hasMore={erasures.nextCursor !== null} {...shared} />
        </div>
        <KeptTable report={report} clinicId={clinic.id} isOwner={isOwner} today={today} now={rfc3339(now, clinic.timeZone)} />
        <NotKept version={redactorVersion} />
        <ProcessorList />
        {views ? (
          <ViewList views={views.items} hasMore={views.nextCursor !== null} me={user.id} members={members} {...shared} />
        ) : null}
      </div>
    </>
  )
}
