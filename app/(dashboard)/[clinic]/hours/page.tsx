import { CalendarOff, Lock } from 'lucide-react'
import type { Metadata } from 'next'
import { ClosuresCard } from '#components/hours/closures-card.tsx'
import { OutsideCard } from '#components/hours/outside-card.tsx'
import { TimeOffCard } from '#components/hours/time-off-card.tsx'
import { WeekList } from '#components/hours/week-list.tsx'
import { PageHeader } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { listClosures, listTimeOff } from '#lib/scheduling/closures.ts'
import { readHours } from '#lib/scheduling/hours.ts'
import { dayOf } from '#lib/shared/time.ts'
import { requireMember } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Hours' }

export default async function HoursPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { actor, clinic } = await requireMember((await params).clinic)
  const [hours, closures, timeOff] = await Promise.all([readHours(actor, clinic.id), listClosures(actor, clinic.id), listTimeOff(actor, clinic.id)])
  if (hours.practitioners.length === 0) {
    return (
      <EmptyState icon={CalendarOff} level={1} title="Nobody works here yet">
        Hours can be set as soon as {clinic.name} has a practitioner.
      </EmptyState>
    )
  }
  const isOwner = clinic.role === 'owner'
  const shared = { clinicId: clinic.id, hours, isOwner, today: dayOf(new Date(), clinic.timeZone) }
  return (
    <>
      <PageHeader title="Hours" note="When the clinic is open. Callers are offered nothing else, from the moment it is saved." />
      <div className="flex flex-col gap-4">
        {isOwner ? null : (
          <p className="flex items-center gap-2 text-ink-soft">
            <Lock aria-hidden className="size-4 shrink-0" /> Only an owner of the clinic can change this.
          </p>
        )}
        <OutsideCard bookings={hours.bookingsOutside} practitioners={hours.practitioners} slug={clinic.slug} />
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <div className="flex flex-col gap-4">
            <ClosuresCard key={`closures-${clinic.id}`} {...shared} closures={closures} />
            <TimeOffCard key={`time-off-${clinic.id}`} {...shared} timeOff={timeOff} />
          </div>
          <WeekList key={`weeks-${clinic.id}`} clinicId={clinic.id} practitioners={hours.practitioners} isOwner={isOwner} />
        </div>
      </div>
    </>
  )
}
