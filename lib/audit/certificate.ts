/** How a certificate stands. `none`: there has been no audit that passed. */
export type Certificate =
  | { state: 'valid'; auditId: string; issuedAt: string; validUntil: string }
  | { state: 'expired' | 'changed'; auditId: string; issuedAt: string; validUntil: string }
  | { state: 'none' }

export const certificateDays = 30

/** What of an audit a certificate hangs on. `isSameDeployment`: program, configuration and database are what they were. */
export type Certifiable = { id: string; finishedAt: string | null; passed: boolean | null; isSameDeployment: boolean }

/**
 * The certificate out of the clinic's audits, newest first: the last audit that came to an end decides, for thirty days, and only while
 * the deployment is the one that was audited. One that did not pass ends what was there before.
 */
export function certificateOf(audits: readonly Certifiable[], now: Date): Certificate {
  const last = audits.find((one) => one.finishedAt !== null && one.passed !== null)
  if (!last || !last.passed) return { state: 'none' }
  const until = new Date(Date.parse(last.finishedAt!) + certificateDays * 86_400_000)
  const facts = { auditId: last.id, issuedAt: last.finishedAt!, validUntil: until.toISOString() }
  if (now >= until) return { state: 'expired', ...facts }
  return { state: last.isSameDeployment ? 'valid' : 'changed', ...facts }
}
