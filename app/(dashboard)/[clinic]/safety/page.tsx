import type { Metadata } from 'next'
import { AlertList } from '#components/safety/alert-list.tsx'
import { OnCallForm } from '#components/safety/on-call-form.tsx'
import { ScriptCard } from '#components/safety/script-card.tsx'
import { PageHeader } from '#components/ui/card.tsx'
import { hasStandIn, listAlerts, listOnCall } from '#lib/recovery/alert-log.ts'
import { dayOf } from '#lib/shared/time.ts'
import { requireMember } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Safety' }

export default async function SafetyPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { actor, clinic, user } = await requireMember((await params).clinic)
  const [alerts, contacts, isCovered] = await Promise.all([
    listAlerts(actor, clinic.id), listOnCall(actor, clinic.id), hasStandIn(actor, clinic.id),
  ])
  const today = dayOf(new Date(), clinic.timeZone)
  return (
    <>
      <PageHeader title="Safety" note="What happens when a caller may be in danger, and who is told." />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <OnCallForm key={clinic.id} clinicId={clinic.id} contacts={contacts} hasStandIn={isCovered} isOwner={clinic.role === 'owner'} today={today} />
        <ScriptCard />
        <div className="lg:col-span-2">
          <AlertList alerts={alerts} clinic={clinic} userId={user.id} today={today} />
        </div>
      </div>
    </>
  )
}
