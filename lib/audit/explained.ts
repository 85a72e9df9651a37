import { flaws, isFlawId } from '#lib/audit/flaws.ts'
import { severities, type Finding, type ProbeOutcome } from '#lib/audit/types.ts'

/**
 * Which flaw of the catalogue or the configuration is why a probe sees what it sees. Narrow on purpose: a worker that has stopped is why no
 * text leaves and not why one leaves twice, and no policy is why a forged token is believed.
 */
const reasons: readonly [why: RegExp, seen: RegExp][] = [
  [/^collision\/no-idempotency$/, /^collision\/(?:retry-books-twice|double-booking)$|^handoff\/duplicate-lead$/],
  [/^collision\/(?:no-row-lock|no-exclusion-constraint|plain-insert|claim-changed|diary-unguarded)$/, /^collision\//],
  [/^handoff\/(?:worker-stopped|overdue)$/, /^handoff\/(?:no-text|late-text|no-worker)$/],
  [/^handoff\/duplicates-possible$/, /^handoff\/(?:duplicate-lead|text-twice)$/],
  [/^handoff\/(?:not-triggered|outbox-changed|unguarded)$/, /^handoff\/(?!no-worker$)/],
  [/^redaction\/(?:no-table-check|check-weakened|ids-unchecked|raw-words-column|unguarded)$/, /^redaction\//],
  [/^silo\/(?!assistant-|unindexed|extension)/, /^silo\/(?:foreign-read|foreign-write|smuggled-id|tells-apart|wrong-refusal|locked-out)$/],
  // What every promise stands on: the engine's sight, who may call what, what runs before a row is written.
  [/^silo\/(?:engine-|function-(?:out-of-reach|rights|changed)|membership-changed|wrong-owner|table-missing|policy-(?:missing|changed)|guards-switched-off|rewrite-rule|unknown-trigger|unguarded)/, /^(?:collision|handoff|redaction|latency)\//],
  // A function that was changed may wait as well.
  [/-changed$|^latency\/slow-function$|^collision\/(?:no-row-lock|plain-insert)$|^handoff\/not-triggered$/, /^latency\/(?:slow-webhook|webhook-fails)$/],
  [/^latency\/(?:batch-provider|slow-endpointing|over-budget)$/, /^latency\/slow-turns$/],
]

/** The inspected finding that is why a probe saw this, the gravest first; null when none is. */
export function reasonFor(seen: string, inspected: readonly Finding[]): Finding | null {
  const why = inspected.filter(({ id }) => reasons.some(([reason, pattern]) => reason.test(id) && pattern.test(seen)))
  return why.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))[0] ?? null
}

/** A finding with what was seen of it, and as grave as that; the same finding, changed. */
export function confirm(finding: Finding, { id, evidence }: ProbeOutcome['flaws'][number]): void {
  finding.evidence += `; seen: ${evidence}`
  const seen = isFlawId(id) ? flaws[id].severity : 'high'
  if (severities.indexOf(seen) < severities.indexOf(finding.severity)) finding.severity = seen
}
