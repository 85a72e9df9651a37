import type { Metadata } from 'next'
import { TryCall } from '#components/calls/try-call.tsx'
import { PageHeader } from '#components/ui/card.tsx'
import { requireMember } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Try a call' }

export default async function TryPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { clinic } = await requireMember((await params).clinic)
  return (
    <>
      <PageHeader
        title="Try a call"
        note="Invented callers, your real agent and diary. What they book is marked as a test and can be cancelled."
      />
      <TryCall clinicId={clinic.id} slug={clinic.slug} />
    </>
  )
}
