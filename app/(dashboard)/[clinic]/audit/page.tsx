import { Download, Lock } from 'lucide-react'
import type { Metadata } from 'next'
import { AuditButton } from '#components/audit/audit-button.tsx'
import { AuditHistory, AuditPill } from '#components/audit/audit-history.tsx'
import { CertificateCard } from '#components/audit/certificate-card.tsx'
import { FindingList } from '#components/audit/finding-list.tsx'
import { TaskList } from '#components/audit/task-list.tsx'
import { findingWords } from '#components/audit/words.ts'
import { whenWords } from '#components/live-tests/words.ts'
import { buttonClass } from '#components/ui/button.tsx'
import { Card, PageHeader } from '#components/ui/card.tsx'
import { listAudits, readAudit, readCertificate } from '#lib/audit/audits.ts'
import type { Audit } from '#lib/audit/types.ts'
import { formatMs } from '#lib/shared/format.ts'
import { dayOf } from '#lib/shared/time.ts'
import { requireMember } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Audit' }

const AUDITS_READ = 20
const isId = (text: string | undefined) => text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

type Props = { params: Promise<{ clinic: string }>; searchParams: Promise<{ audit?: string }> }

export default async function AuditPage({ params, searchParams }: Props) {
  const { actor, clinic, user } = await requireMember((await params).clinic)
  const wanted = (await searchParams).audit
  const now = new Date()
  const [audits, certificate] = await Promise.all([listAudits(actor, clinic.id, { limit: AUDITS_READ }), readCertificate(actor, clinic.id, now)])
  const shownId = isId(wanted) ? wanted : audits.items.find((audit) => audit.state === 'done')?.id
  const shown = shownId === undefined ? null : await readAudit(actor, clinic.id, shownId)
  const today = dayOf(now, clinic.timeZone)
  const isOpen = audits.items.some((audit) => audit.state === 'queued' || audit.state === 'running')
  return (
    <>
      <PageHeader
        title="Audit"
        note="All five promises, tried and looked into on this deployment. Each finding says where it is and how it is mended."
        actions={clinic.role === 'owner' ? <AuditButton clinicId={clinic.id} isOpen={isOpen} /> : null}
      />
      {clinic.role === 'owner' ? null : (
        <p className="mb-4 flex items-center gap-2 text-ink-soft">
          <Lock aria-hidden className="size-4 shrink-0" /> Only an owner of the clinic can ask for an audit.
        </p>
      )}
      <div className="flex flex-col gap-4">
        <CertificateCard certificate={certificate} clinicName={clinic.name} />
        {shown?.report ? <ShownReport audit={shown} report={shown.report} clinicId={clinic.id} today={today} /> : null}
        <AuditHistory audits={audits.items} shownId={shown?.id} slug={clinic.slug} userId={user.id} today={today} />
      </div>
    </>
  )
}

type ShownProps = { audit: Audit; report: NonNullable<Audit['report']>; clinicId: string; today: string }

/** One report: how it ended, the promises, the findings. */
function ShownReport({ audit, report, clinicId, today }: ShownProps) {
  return (
    <>
      <Card>
        <div className="flex flex-wrap items-center justify-between gap-3 p-4">
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
            <AuditPill audit={audit} />
            <h2 className="text-base">{whenWords(audit.requestedAt, today)}: {findingWords(report.summary)}</h2>
            {audit.tookMs === null ? null : <span className="text-ink-soft">in {formatMs(audit.tookMs)}</span>}
          </div>
          <a href={`/api/clinics/${clinicId}/audits/${audit.id}?format=report`} download className={buttonClass()}>
            <Download aria-hidden /> Download as JSON
          </a>
        </div>
      </Card>
      <FindingList findings={report.findings} />
      <TaskList tasks={report.tasks} />
    </>
  )
}
