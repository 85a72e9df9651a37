import 'server-only'
import type { ProbeTarget } from '#lib/audit/types.ts'

/** Longer than any answer takes; what takes longer is no answer. */
const answerMs = 20_000
const lookMs = 3_000

export type Send = ProbeTarget['send']

/** Speaks HTTP with a deployment; each request ends, answered or not, after twenty seconds unless it brings an end of its own. */
export const sendTo = (base: string): Send => (path, init) =>
  fetch(new URL(path, base), { ...init, signal: init?.signal ?? AbortSignal.timeout(answerMs) })

/** The deployment as everybody else reaches it; where its own machine cannot go that way, by the loopback address. */
export async function reach(appUrl: string, loopback: string): Promise<Send> {
  const isThere = await fetch(new URL('/api/health', appUrl), { signal: AbortSignal.timeout(lookMs) }).then(() => true, () => false)
  return sendTo(isThere ? appUrl : loopback)
}
