import { problem } from '#lib/http/problem.ts'
import type { ClaimOutcome } from '#lib/scheduling/types.ts'

/** A claim's outcome as an HTTP answer: the booking, or the problem with what to say and the alternatives. */
export function outcomeResponse(outcome: ClaimOutcome, status: 200 | 201): Response {
  if (outcome.ok) return Response.json(outcome.booking, { status, headers: { 'cache-control': 'no-store' } })
  const { code, say, alternatives, reason } = outcome
  return problem(code, { say, detail: say, alternatives, ...(reason ? { reason } : {}) })
}
