import { randomUUID } from 'node:crypto'
import type { Send } from '#lib/audit/deployment.ts'
import { ask } from '#lib/audit/probes/asking.ts'
import { notesFor } from '#lib/audit/probes/notes.ts'
import { strangersFor } from '#lib/audit/probes/silo-actors.ts'
import { each, filled, routesOf, verbs } from '#lib/audit/probes/silo-routes.ts'
import type { ProbeOutcome, ProbeTarget, SyntheticClinic } from '#lib/audit/types.ts'

/** A clinic that is nowhere: enough for whoever must be refused before any id is looked at. */
const nowhere = (): SyntheticClinic => ({ id: randomUUID(), apiKey: `cw_${'x'.repeat(43)}`, vapiSecret: 'x'.repeat(43), timeZone: 'Europe/London', procedures: [], practitionerIds: [] })

/** What anybody may try of a deployment that is not theirs: that it lets nobody in without credentials, or with forged ones. Nothing is written. */
export async function outsideProbe(send: Send): Promise<ProbeOutcome> {
  const clinic = nowhere()
  const nothing = { bookings: async () => [], leads: async () => [], whereIs: async () => [] }
  const target: ProbeTarget = { send, clinics: [clinic, nowhere()], observe: nothing, now: () => new Date() }
  const notes = notesFor(target)
  const routes = (await routesOf(target)).filter((route) => route.path.startsWith('/api/clinics/{clinicId}'))
  notes.note('The deployment\'s own description of its API', 'paths of clinics in it', { observed: `${routes.length} paths`, ok: routes.length > 0, flaw: 'silo/no-description' })
  for (const stranger of strangersFor(clinic, clinic).filter((one) => one.refusal === 401)) {
    const through: string[] = []
    await each(routes.flatMap((route) => verbs.filter((verb) => route.described.has(verb)).map((verb) => ({ route, verb }))), 4, async ({ route, verb }) => {
      const { status } = await ask(target, filled(route.path, { clinicId: clinic.id }), { method: verb.toUpperCase(), headers: stranger.headers, ...(verb === 'get' ? {} : { body: {} }) })
      if (status !== 401) through.push(`${verb.toUpperCase()} ${route.path} ${status}`)
    })
    notes.note(`Every described path and verb as ${stranger.who}`, '401', { observed: through.length === 0 ? 'always 401' : through.slice(0, 4).join(', '), ok: through.length === 0, flaw: stranger.flaw, ...(through[0] ? { location: through[0] } : {}) })
  }
  const { status } = await ask(target, '/api/vapi/webhook', { body: { message: { type: 'status-update', status: 'in-progress', call: { id: `probe-${randomUUID()}` } } } })
  notes.note('The voice webhook without a secret', '401', { observed: String(status), ok: status === 401, flaw: 'silo/webhook-open' })
  return notes.outcome({ paths: routes.length })
}
