import { ChevronLeft, CircleCheck, Clock } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { z } from 'zod'
import { viewerWords } from '#components/calls/views.ts'
import { IDENTITY_WORDS } from '#components/contacts/erasure-words.ts'
import { Receipts } from '#components/contacts/receipts.tsx'
import { RetryButton } from '#components/contacts/retry-button.tsx'
import { NothingHere } from '#components/shell/nothing-here.tsx'
import { Card, PageHeader } from '#components/ui/card.tsx'
import { Fact } from '#components/ui/fact.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import { readErasure } from '#lib/privacy/rights/erasure.ts'
import { civilDay, formatDateLong, formatTime } from '#lib/shared/format.ts'
import { dayOf } from '#lib/shared/time.ts'
import { requireMember } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Erasure' }

const when = (instant: string) => `${formatDateLong(civilDay(instant))}, ${formatTime(instant)}`

export default async function ErasurePage({ params }: { params: Promise<{ clinic: string; erasureId: string }> }) {
  const { clinic: clinicSlug, erasureId } = await params
  const { actor, clinic, user } = await requireMember(clinicSlug)
  const erasure = z.uuid().safeParse(erasureId).success ? await readErasure(actor, clinic.id, erasureId) : null
  // The answer is already streaming, so it cannot become a 404 any more; it says so in words.
  if (!erasure) return <NothingHere />
  const isDone = erasure.state === 'done'
  return (
    <>
      <Link
        href={`/${clinic.slug}/privacy`}
        className="mb-2 -ml-1 inline-flex h-7 items-center gap-1 rounded-sm pr-2 text-ink-soft hover:text-ink"
      >
        <ChevronLeft aria-hidden className="size-4" /> Privacy
      </Link>
      <PageHeader
        title={isDone ? 'The person is erased' : 'The person is erased here'}
        note={
          isDone
            ? 'Here, and at each service that this product keeps anything with.'
            : 'The services that hold a part of it are asked until each has deleted it.'
        }
        actions={isDone || clinic.role !== 'owner' ? null : <RetryButton clinicId={clinic.id} erasureId={erasure.id} />}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Receipts receipts={erasure.receipts} today={dayOf(new Date(), clinic.timeZone)} />
        <Card title="The request">
          <dl className="px-4 py-2">
            <Fact term="State">
              <StatusPill tone={isDone ? 'ok' : 'warn'} icon={isDone ? CircleCheck : Clock}>
                {isDone ? 'Complete' : 'Going on'}
              </StatusPill>
            </Fact>
            <Fact term="Erased">{when(erasure.requestedAt)}</Fact>
            {erasure.completedAt ? <Fact term="Complete">{when(erasure.completedAt)}</Fact> : null}
            <Fact term="By">{viewerWords(erasure.requestedBy, user.id)}</Fact>
            <Fact term="Identity">{IDENTITY_WORDS[erasure.identityCheck]}</Fact>
            <Fact term="Receipt">
              <code className="text-sm break-all">{erasure.id}</code>
            </Fact>
          </dl>
          <p className="border-t border-line px-4 py-3 text-sm text-ink-soft">
            This page says nothing about who it was. Keep the receipt’s number with their request, and tell them when it is complete.
          </p>
        </Card>
      </div>
    </>
  )
}
