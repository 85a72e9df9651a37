import 'server-only'
import { z } from 'zod'
import type { Send } from '#lib/audit/deployment.ts'
import { outsideProbe } from '#lib/audit/probes/outside.ts'
import type { Attempt } from '#lib/audit/run.ts'
import { liveTests, type LiveTestName, type TaskId } from '#lib/audit/types.ts'

const EvidenceShape = z.object({ what: z.string(), expected: z.string(), observed: z.string(), ok: z.boolean(), tookMs: z.number().optional() })
const Result = z.object({
  passed: z.boolean(), metrics: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])), evidence: z.array(EvidenceShape),
  flaws: z.array(z.object({ id: z.string(), evidence: z.string(), location: z.string().optional() })).default([]),
})
const longestTestMs = 180_000

const nameOf = (task: TaskId) => (Object.entries(liveTests) as [LiveTestName, TaskId][]).find(([, id]) => id === task)![0]

/**
 * How a deployment that is not ours is tried: by the live tests that it runs itself, in clinics that it makes for them, when there is a key
 * of one of its clinics; without one only that nobody gets in.
 */
export const remoteAttempt = (send: Send, key: { clinicId: string; apiKey: string } | null) => async (task: TaskId): Promise<Attempt> => {
  if (!key) return task === 'silo' ? { outcome: await outsideProbe(send) } : { skipped: 'needs CALLWAITING_AUDIT_CLINIC and CALLWAITING_AUDIT_KEY, a clinic of that deployment and its API key' }
  const response = await send(`/api/clinics/${key.clinicId}/tests/${nameOf(task)}`, { method: 'POST', headers: { authorization: `Bearer ${key.apiKey}` }, signal: AbortSignal.timeout(longestTestMs) })
  if (response.status === 404) return { skipped: 'the deployment has no live tests' }
  if (!response.ok) throw Object.assign(new Error('The live test was refused'), { code: `HTTP_${response.status}` })
  const { metrics, evidence, flaws } = Result.parse(await response.json())
  return { outcome: { metrics, evidence, flaws: flaws.map(({ location, ...flaw }) => ({ ...flaw, ...(location === undefined ? {} : { location }) })) } }
}
