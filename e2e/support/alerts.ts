import type { Sql } from 'postgres'
import { ask } from './http.ts'
import { expect, test as base } from './recovery.ts'

type Given = {
  /** What was put into a call, by Vapi's id of it. */
  wordsIn: (vapiCallId: string) => Promise<string[]>
  /** Where the sandbox takes words for a call, as Vapi's own messages name it. */
  monitorOf: (vapiCallId: string) => { controlUrl: string }
}

/** Every test of alerts sees what was spoken into calls; the alerts it raised are closed afterwards, as they would warn on every page. */
export const test = base.extend<Given & { tidy: void }>({
  wordsIn: async ({ runtime }, use) => use(async (vapiCallId) => {
    const { body } = await ask<{ said: { callId: string; content: string }[] }>(`${runtime.sandboxUrl}/__sandbox/state`)
    return body.said.filter((one) => one.callId === vapiCallId).map((one) => one.content)
  }),
  monitorOf: async ({ runtime }, use) => use((vapiCallId) => ({ controlUrl: `${runtime.sandboxUrl}/call/${vapiCallId}/control` })),
  tidy: [async ({ sql }, use) => {
    await use()
    await closeAlerts(sql)
  }, { auto: true }],
})

/** Nobody is warned of anything any more. */
export async function closeAlerts(sql: Sql): Promise<void> {
  await sql`update alert_notices set state = 'cancelled', reason = 'acknowledged' where state = 'queued'`
  await sql`update alerts set acknowledged_at = coalesce(acknowledged_at, now()), acknowledged_by = coalesce(acknowledged_by, 'api_client'), closed_at = now() where closed_at is null`
}

export { expect }
