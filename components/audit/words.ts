import type { Certificate } from '#lib/audit/certificate.ts'
import { severities, type AuditSummary, type Report, type Severity, type TaskId, type TaskStatus } from '#lib/audit/types.ts'
import { civilDay, formatDateLong } from '#lib/shared/format.ts'

export const TASK_WORDS: Record<TaskId, string> = {
  'atomic-collision': 'One winner a slot', 'contextual-handoff': 'No lead is lost', silo: 'Each clinic for itself', redaction: 'Nothing sensitive is kept', latency: 'Fast as a person',
}

export const STATUS_WORDS: Record<TaskStatus, string> = { pass: 'Held', fail: 'Did not hold', error: 'Could not be finished', skipped: 'Not tried' }

export const SEVERITY_WORDS: Record<Severity, string> = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' }

/** "2 critical, 1 low", or that there is nothing. */
export function findingWords(summary: Report['summary']): string {
  const some = severities.filter((severity) => summary[severity] > 0).map((severity) => `${summary[severity]} ${severity}`)
  return some.length === 0 ? 'no findings' : some.join(', ')
}

/** How an audit ended, or how far it is, in a few words. */
export function auditWords({ state, summary }: Pick<AuditSummary, 'state' | 'summary'>): string {
  if (state === 'queued') return 'Waiting for the worker'
  if (state === 'running') return 'Running'
  if (state === 'failed' || !summary) return 'Could not be made'
  return summary.passed ? 'Passed' : 'Did not pass'
}

/** What the certificate says, and what to do when it says nothing. */
export function certificateWords(certificate: Certificate): { title: string; detail: string } {
  if (certificate.state === 'none') return { title: 'No certificate', detail: 'A certificate is given when an audit passes. Run one, mend what it finds, and run it again.' }
  const [issued, until] = [formatDateLong(civilDay(certificate.issuedAt)), formatDateLong(civilDay(certificate.validUntil))]
  switch (certificate.state) {
    case 'valid': return { title: `Certified until ${until}`, detail: `On ${issued} this deployment passed the audit of all five promises. The certificate ends when program, configuration or database change.` }
    case 'expired': return { title: 'The certificate has expired', detail: `It was of ${issued} and was valid until ${until}. Run the audit again.` }
    case 'changed': return { title: 'The certificate is not valid any more', detail: `Program, configuration or database have changed since ${issued}, when the audit passed. Run it again.` }
  }
}
