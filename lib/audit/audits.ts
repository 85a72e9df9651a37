import 'server-only'
import type { Sql } from 'postgres'
import { certificateOf, type Certificate } from '#lib/audit/certificate.ts'
import { buildPrint } from '#lib/audit/fingerprint.ts'
import type { Audit, AuditSummary, Report } from '#lib/audit/types.ts'
import { ask } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'
import { errorCode, log } from '#lib/shared/log.ts'

const columns = (sql: Sql) => sql`a.id, a.state, a.requested_by as "requestedBy", app.rfc3339(a.requested_at, c.time_zone) as "requestedAt",
  app.rfc3339(a.finished_at, c.time_zone) as "finishedAt", (extract(epoch from a.finished_at - a.started_at) * 1000)::int as "tookMs", a.report -> 'summary' as summary,
  (a.report -> 'summary' ->> 'passed')::boolean as passed, coalesce(a.build_print = ${buildPrint()} and a.schema_print = app.schema_print(), false) as "isSameDeployment"`

/** Asks for an audit of the deployment; one that is under way already is that one. Owners and API keys; throws PT403 for everybody else. */
export async function requestAudit(actor: Actor, clinicId: string): Promise<{ ok: true; id: string } | { ok: false; retryAfterSeconds: number }> {
  type Answer = { status: 202; id: string } | { status: 429; retryAfterSeconds: number }
  const [row] = await ask(actor, (sql) => sql<{ answer: Answer }[]>`select request_audit(${clinicId}, ${buildPrint()}) as answer`)
  const answer = row!.answer
  return answer.status === 202 ? { ok: true, id: answer.id } : { ok: false, retryAfterSeconds: answer.retryAfterSeconds }
}

/** The clinic's audits, newest first, without their reports. None for a clinic that is not the actor's. */
export async function listAudits(actor: Actor, clinicId: string, page: { limit: number; cursor?: string | undefined }): Promise<{ items: AuditSummary[]; nextCursor: string | null }> {
  const cursor = page.cursor ?? null
  const rows = await ask(actor, (sql) => sql<AuditSummary[]>`
    select ${columns(sql)} from audits a join clinics c on c.id = a.clinic_id where a.clinic_id = ${clinicId} and (${cursor}::uuid is null
      or (a.requested_at, a.id) < (select o.requested_at, o.id from audits o where o.clinic_id = ${clinicId} and o.id = ${cursor}::uuid))
    order by a.requested_at desc, a.id desc limit ${page.limit + 1}`)
  const items = rows.slice(0, page.limit)
  return { items, nextCursor: rows.length > page.limit ? items.at(-1)!.id : null }
}

/** One audit with its report, or null when the actor may not see it. */
export async function readAudit(actor: Actor, clinicId: string, auditId: string): Promise<Audit | null> {
  const [row] = await ask(actor, (sql) => sql<Audit[]>`
    select ${columns(sql)}, a.report from audits a join clinics c on c.id = a.clinic_id where a.clinic_id = ${clinicId} and a.id = ${auditId}`)
  return row ?? null
}

/** How the clinic's certificate stands now. */
export async function readCertificate(actor: Actor, clinicId: string, now: Date): Promise<Certificate> {
  const rows = await ask(actor, (sql) => sql<AuditSummary[]>`
    select ${columns(sql)} from audits a join clinics c on c.id = a.clinic_id where a.clinic_id = ${clinicId} and a.state = 'done' order by a.requested_at desc, a.id desc limit 1`)
  return certificateOf(rows, now)
}

/** Whoever makes the report; throws when it cannot be made. */
export type Auditor = () => Promise<Report>

/**
 * Makes the report of one audit and keeps it. Safe to call again: an audit that is done stays as it is, and one whose worker was killed is
 * begun anew, three times at most. What the auditor throws is noted as a failed audit.
 */
export async function serveAudit({ sql, audit }: { sql: Sql; audit: Auditor }, auditId: string): Promise<void> {
  const [row] = await sql<{ isDue: boolean }[]>`select app.begin_audit(${auditId}) as "isDue"`
  if (!row!.isDue) return
  let report: Report | null = null
  try {
    report = await audit()
  } catch (error) {
    log('error', 'audit-failed', { auditId, error: errorCode(error) })
  }
  await sql`select app.finish_audit(${auditId}, ${report === null ? null : sql.json(report as never)})`
}
