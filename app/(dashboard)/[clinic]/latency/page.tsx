import { Gauge } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { LineCard } from '#components/latency/line-card.tsx'
import { AnswersTable, PartsTable, SlowestTable, VersionsTable } from '#components/latency/tables.tsx'
import { Trend } from '#components/latency/trend.tsx'
import { RANGES, rangeIn } from '#components/latency/words.ts'
import { Card, PageHeader } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { latencyFigures } from '#lib/calls/latency/figures.ts'
import { heardWords, latencyVerdict } from '#lib/calls/latency/verdict.ts'
import { readLine } from '#lib/calls/stream-calls.ts'
import { addDays, dayOf } from '#lib/shared/time.ts'
import { requireMember } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Latency' }

type Props = { params: Promise<{ clinic: string }>; searchParams: Promise<{ days?: string }> }

export default async function LatencyPage({ params, searchParams }: Props) {
  const { actor, clinic } = await requireMember((await params).clinic)
  const range = rangeIn((await searchParams).days)
  const to = dayOf(new Date(), clinic.timeZone)
  const [figures, line] = await Promise.all([latencyFigures(actor, clinic.id, { from: addDays(to, 1 - range), to }), readLine(actor, clinic.id)])
  const verdict = latencyVerdict(figures)
  const heard = heardWords(figures)
  const tone = verdict.state === 'exceeded' ? 'text-bad' : heard?.isLate ? 'text-warn' : verdict.state === 'kept' ? 'text-ok' : 'text-ink-soft'
  return (
    <>
      <PageHeader
        title="Latency"
        note="How soon callers were answered, as their calls report it."
        actions={
          <nav aria-label="How many days" className="flex gap-1">
            {RANGES.map((days) => (
              <Link key={days} href={`/${clinic.slug}/latency?days=${days}`} aria-current={days === range ? 'page' : undefined}
                className={`inline-flex h-8 items-center rounded-md px-3 ${days === range ? 'bg-accent-soft font-medium text-accent' : 'text-ink-soft hover:text-ink'}`}>
                {days} days
              </Link>
            ))}
          </nav>
        }
      />
      {figures.days.length === 0 ? (
        <Card>
          <EmptyState icon={Gauge} title="No calls with figures yet">The report of each call says how fast it was answered. In these {range} days none has come.</EmptyState>
        </Card>
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Card title="Day by day" className="min-w-0 lg:col-span-2">
            <div className="px-4 py-3">
              <p className={`mb-2 ${tone}`}>{verdict.sentence} {heard?.sentence}</p>
              <Trend days={figures.days} slug={clinic.slug} />
              <p className="mt-1 text-sm text-ink-soft">Line: 95 of 100 turns. Dotted: half of them. A point opens the calls of its day.</p>
              {verdict.state === 'exceeded' ? (
                <ol className="mt-3 list-decimal pl-5 [overflow-wrap:anywhere]">{verdict.advice.map((one) => <li key={one}>{one}</li>)}</ol>
              ) : null}
            </div>
          </Card>
          <Card title="By part" className="min-w-0 lg:col-span-2"><PartsTable figures={figures} /></Card>
          <Card title="The slowest turns" className="min-w-0"><SlowestTable figures={figures} slug={clinic.slug} /></Card>
          <Card title="By version of the assistant" className="min-w-0"><VersionsTable figures={figures} /></Card>
          <Card title="Our own answers" className="min-w-0 lg:col-span-2"><AnswersTable figures={figures} /></Card>
        </div>
      )}
      <LineCard key={clinic.id} clinicId={clinic.id} line={line} today={to} isOwner={clinic.role === 'owner'} />
    </>
  )
}
