import type { Metadata } from 'next'
import { LiveTestHistory } from '#components/live-tests/history.tsx'
import { LiveTestPanel } from '#components/live-tests/panel.tsx'
import { PageHeader } from '#components/ui/card.tsx'
import { latestLiveTests, listLiveTests } from '#lib/audit/live-tests.ts'
import { dayOf } from '#lib/shared/time.ts'
import { requireMember } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Live tests' }

const RUNS_READ = 20

export default async function LiveTestsPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { actor, clinic, user } = await requireMember((await params).clinic)
  const [latest, runs] = await Promise.all([latestLiveTests(actor, clinic.id), listLiveTests(actor, clinic.id, { limit: RUNS_READ })])
  const today = dayOf(new Date(), clinic.timeZone)
  return (
    <>
      <PageHeader
        title="Live tests"
        note="The five promises, tried on your own deployment. Everything happens in two clinics that are made for the test and removed with all that is in them: nobody is rung or texted, and your diary and figures stay as they are."
      />
      <div className="flex flex-col gap-4">
        <LiveTestPanel key={clinic.id} clinicId={clinic.id} latest={latest} today={today} />
        <LiveTestHistory runs={runs.items} hasMore={runs.nextCursor !== null} userId={user.id} today={today} />
      </div>
    </>
  )
}
