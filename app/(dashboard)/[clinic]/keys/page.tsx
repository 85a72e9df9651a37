import { Lock } from 'lucide-react'
import type { Metadata } from 'next'
import { DeedList } from '#components/keys/deed-list.tsx'
import { KeyList } from '#components/keys/key-list.tsx'
import { Card, PageHeader } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { dayOf, rfc3339 } from '#lib/shared/time.ts'
import { readTrail } from '#lib/tenancy/audit-trail.ts'
import { listKeys } from '#lib/tenancy/clinic-keys.ts'
import { listMembers } from '#lib/tenancy/members.ts'
import { requireMember } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Keys' }

const DEEDS_READ = 50

export default async function KeysPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { actor, clinic, user } = await requireMember((await params).clinic)
  const header = <PageHeader title="Keys" note="Which programs may do what for the clinic, and who changed what." />
  if (clinic.role !== 'owner') {
    return (
      <>
        {header}
        <Card>
          <EmptyState icon={Lock} title="For owners only">
            A key opens the clinic to a program, so an owner makes and revokes it. Ask an owner if something that you use needs one.
          </EmptyState>
        </Card>
      </>
    )
  }
  const [keys, trail, members] = await Promise.all([listKeys(actor, clinic.id), readTrail(actor, clinic.id, { limit: DEEDS_READ }), listMembers(actor, clinic.id)])
  const now = new Date()
  const today = dayOf(now, clinic.timeZone)
  return (
    <>
      {header}
      <div className="flex flex-col gap-4">
        <KeyList key={clinic.id} clinicId={clinic.id} keys={keys} now={rfc3339(now, clinic.timeZone)} today={today} />
        <DeedList deeds={trail.items} hasMore={trail.nextCursor !== null} me={user.id} members={members} keys={keys} today={today} />
      </div>
    </>
  )
}
