import { flaws, type FlawId } from '#lib/audit/flaws.ts'
import type { Finding, Fix } from '#lib/audit/types.ts'

/** A finding of a known kind, with where it is, what was seen and what mends it. */
export function found(id: FlawId, { evidence, location, fix }: { evidence: string; location: string; fix: Fix }): Finding {
  const { task, severity, title, description } = flaws[id]
  return { id, task, severity, title, description, evidence, location, fix }
}

export const shell = (code: string, explanation: string): Fix => ({ language: 'shell', code, explanation })
