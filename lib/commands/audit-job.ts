import { reach } from '#lib/audit/deployment.ts'
import { probesWith } from '#lib/audit/probes/index.ts'
import { attemptOn, runAudit } from '#lib/audit/run.ts'
import { makeGround } from '#lib/audit/synthetic.ts'
import type { Report } from '#lib/audit/types.ts'
import { openAdmin } from '#lib/db/admin.ts'
import { createVapiClient } from '#lib/integrations/vapi/client.ts'
import { vapiSettings } from '#lib/integrations/wiring.ts'
import { env, loopbackUrl } from '#lib/shared/env.ts'

/** The launch audit of the deployment that this worker serves, over a connection of its own so that texts and bookings do not wait for it. */
export async function auditDeployment(): Promise<Report> {
  const { APP_URL } = env()
  const sql = openAdmin({ max: 2 })
  const vapi = createVapiClient(vapiSettings(env()))
  const probes = probesWith()
  try {
    const send = await reach(APP_URL, loopbackUrl())
    return await runAudit({
      target: APP_URL, sql, assistants: () => vapi.listAssistants() as Promise<unknown[]>,
      attempt: async (task) => {
        // Each promise on ground of its own: what one attempt leaves must not meet the next.
        const ground = await makeGround(sql)
        try {
          return await attemptOn(probes, { send, clinics: ground.clinics, observe: ground.observe, now: () => new Date() })(task)
        } finally {
          await ground.end()
        }
      },
    })
  } finally {
    await sql.end({ timeout: 2 })
  }
}
