import { randomUUID } from 'node:crypto'
import { apiOf, anyPhone, ask, bearer, freeTimes, lineTo, type Answer, type Slot } from '#lib/audit/probes/asking.ts'
import { notesFor, tally, type Notes } from '#lib/audit/probes/notes.ts'
import { strangersFor, type Stranger } from '#lib/audit/probes/silo-actors.ts'
import { each, filled, routesOf, verbs, type Ids, type Route, type Verb } from '#lib/audit/probes/silo-routes.ts'
import type { Probe, ProbeTarget, SyntheticClinic } from '#lib/audit/types.ts'

const atOnce = 8
const isClinicRoute = (route: Route) => route.path.startsWith('/api/clinics/{clinicId}')
const words = (answer: Answer) => JSON.stringify({ ...answer.body, requestId: undefined })
const listed = (some: readonly string[], most = 4) => `${some.slice(0, most).join(', ')}${some.length > most ? ` and ${some.length - most} more` : ''}`

/** Clinic A as it lives: a booking, a lost call with its lead and contact. Their real ids are what is attacked. */
async function furnish(target: ProbeTarget, clinic: SyntheticClinic): Promise<{ ids: Ids; free: Slot | undefined }> {
  const api = apiOf(target, clinic)
  const [slot, free] = await freeTimes(target, clinic, 'rhinoplasty', { ahead: 3 })
  const booking = slot ? (await api('/bookings', { body: { procedure: 'rhinoplasty', practitionerId: slot.practitionerId, start: slot.start, contact: { name: 'Robin Ashdown', phone: anyPhone() } } })).body : {}
  const line = lineTo(target, clinic)
  await line.tool('capture_lead', { name: 'Tamsin Okafor', procedure: 'facelift', textsOk: false })
  await line.report([['user', 'I\'m ringing about a facelift.']])
  const [leads, calls] = await Promise.all([api('/leads'), api('/calls')])
  return {
    free: free ?? slot,
    ids: {
      clinicId: clinic.id, practitionerId: clinic.practitionerIds[0]!, bookingId: String(booking.id), contactId: String(booking.contactId), leadId: String(leads.body.items?.[0]?.id), callId: String(calls.body.items?.[0]?.id),
    },
  }
}

type Breach = { route: string; verb: Verb; stranger: Stranger; status: number }

/** Every path by every verb as one stranger, against real ids and against ids that nobody has. */
async function attack(target: ProbeTarget, routes: readonly Route[], ids: Ids, stranger: Stranger) {
  const breaches: Breach[] = []
  const wrong: string[] = []
  const tellTales: string[] = []
  const tries = routes.flatMap((route) => verbs.map((verb) => ({ route, verb })))
  await each(tries, atOnce, async ({ route, verb }) => {
    const method = verb.toUpperCase()
    const asking = { method, headers: stranger.headers, ...(verb === 'get' ? {} : { body: {} }) }
    const real = await ask(target, filled(route.path, ids), asking)
    const label = `${method} ${route.path}`
    if (real.status < 400) breaches.push({ route: route.path, verb, stranger, status: real.status })
    if (!route.described.has(verb)) {
      if (real.status >= 500) wrong.push(`${label} ${real.status}`)
      return
    }
    if (real.status >= 400 && real.status !== stranger.refusal) wrong.push(`${label} ${real.status}`)
    const absent = await ask(target, filled(route.path, {}), asking)
    if (absent.status !== real.status || words(absent) !== words(real)) tellTales.push(`${label} ${real.status}/${absent.status}`)
  })
  return { breaches, wrong, tellTales, count: tries.length }
}

function judge(notes: Notes, stranger: Stranger, { breaches, wrong, tellTales, count }: Awaited<ReturnType<typeof attack>>): void {
  const who = `${stranger.who}, ${count} paths and verbs`
  const names = (some: readonly Breach[]) => listed(some.map((one) => `${one.verb.toUpperCase()} ${one.route} ${one.status}`))
  const [reads, writes] = [breaches.filter((one) => one.verb === 'get'), breaches.filter((one) => one.verb !== 'get')]
  const at = (some: readonly Breach[]) => (some[0] ? { location: `${some[0].verb.toUpperCase()} ${some[0].route}` } : {})
  notes.note(`Reading clinic A as ${who}`, `${stranger.refusal}, nothing read`, { observed: reads.length === 0 ? 'nothing read' : names(reads), ok: reads.length === 0, flaw: stranger.flaw, ...at(reads) })
  notes.note(`Changing clinic A as ${who}`, `${stranger.refusal}, nothing changed`, {
    observed: writes.length === 0 ? 'everything refused' : names(writes), ok: writes.length === 0, flaw: stranger.flaw === 'silo/foreign-read' ? 'silo/foreign-write' : stranger.flaw, ...at(writes),
  })
  notes.note(`How ${stranger.who} is refused`, `always ${stranger.refusal}`, {
    observed: wrong.length === 0 ? `always ${stranger.refusal}` : listed(wrong), ok: wrong.length === 0, flaw: 'silo/wrong-refusal', ...(wrong[0] ? { location: wrong[0] } : {}),
  })
  notes.note(`What ${stranger.who} can tell of an id that is there and one that is not`, 'the same answer, word for word', {
    observed: tellTales.length === 0 ? 'the same' : listed(tellTales), ok: tellTales.length === 0, flaw: 'silo/tells-apart', ...(tellTales[0] ? { location: tellTales[0] } : {}),
  })
}

/** A's ids in B's own requests: in the path under B's clinic, in a body, a filter, a call. */
async function smuggle(notes: Notes, target: ProbeTarget, routes: readonly Route[], ids: Ids, free: Slot | undefined): Promise<void> {
  const [victim, other] = target.clinics
  const own = { clinicId: other.id }
  const under = routes.filter((route) => route.names.some((name) => name !== 'clinicId' && ids[name] !== undefined))
  const through: string[] = []
  await each(under.flatMap((route) => verbs.filter((verb) => route.described.has(verb)).map((verb) => ({ route, verb }))), atOnce, async ({ route, verb }) => {
    const asking = { method: verb.toUpperCase(), headers: bearer(other.apiKey), ...(verb === 'get' ? {} : { body: verb === 'patch' && free ? { start: free.start } : {} }) }
    const [real, absent] = await Promise.all([ask(target, filled(route.path, { ...ids, ...own }), asking), ask(target, filled(route.path, own), asking)])
    if (real.status < 400 || real.status !== absent.status || words(real) !== words(absent)) through.push(`${asking.method} ${route.path} ${real.status}/${absent.status}`)
  })
  const api = apiOf(target, other)
  const start = free?.start ?? new Date(target.now().getTime() + 3 * 86_400_000).toISOString()
  const body = { procedure: 'rhinoplasty', start, contact: { name: 'Robin Ashdown', phone: anyPhone() } }
  const practitionerId = victim.practitionerIds[0]!
  const span = new URLSearchParams({ procedure: 'rhinoplasty', from: start, to: new Date(Date.parse(start) + 86_400_000).toISOString(), practitionerId })
  const spoken = await lineTo(target, other).tool('claim_slot', { procedure: 'rhinoplasty', start, practitionerId, name: 'Robin Ashdown' })
  const asked: [string, number][] = [
    ['a booking with A\'s practitioner', (await api('/bookings', { body: { ...body, practitionerId } })).status],
    ['a booking for A\'s call', (await api('/bookings', { body: { ...body, callId: ids.callId } })).status],
    ['free times of A\'s practitioner', (await api(`/availability?${span}`)).status],
    ['A\'s practitioner asked for in a call of B', spoken.result.status],
    ['A\'s booking cancelled in a call of B', (await lineTo(target, other).tool('cancel_booking', { bookingId: ids.bookingId })).result.status],
  ]
  through.push(...asked.filter(([, status]) => status < 400).map(([what, status]) => `${what} ${status}`))
  notes.note('Clinic A\'s ids in clinic B\'s own requests: paths, bodies, filters, calls', 'refused like ids that do not exist', {
    observed: through.length === 0 ? `${under.length} paths and ${asked.length} bodies refused` : listed(through), ok: through.length === 0, flaw: 'silo/smuggled-id', ...(through[0] ? { location: through[0] } : {}),
  })
}

/** Who may, still can: the wall is no wall if it keeps its own people out. */
async function ownWay(notes: Notes, target: ProbeTarget, ids: Ids): Promise<void> {
  const [clinic] = target.clinics
  const paths = ['/bookings', `/bookings/${ids.bookingId}`, '/calls', `/calls/${ids.callId}`, '/contacts', `/contacts/${ids.contactId}`, '/leads', `/leads/${ids.leadId}`]
  const answers = await Promise.all(paths.map((path) => apiOf(target, clinic)(path)))
  const shut = paths.filter((_, n) => answers[n]!.status !== 200)
  notes.note('Clinic A with its own key, the same rows', '200', { observed: tally(answers.map((one) => one.status)), ok: shut.length === 0, flaw: 'silo/locked-out' })
}

/** The doors for providers: each wants its own proof, and none takes another's. */
async function providerDoors(notes: Notes, target: ProbeTarget): Promise<void> {
  const [victim, other] = target.clinics
  const message = { message: { type: 'status-update', status: 'in-progress', call: { id: `probe-${randomUUID()}` } } }
  const doors: [string, string, Record<string, string>][] = [
    ['/api/vapi/webhook', 'no secret', {}], ['/api/vapi/webhook', 'a wrong secret', { 'x-vapi-secret': randomUUID() }],
    ['/api/vapi/webhook', 'an API key for a secret', { 'x-vapi-secret': victim.apiKey }], ['/api/vapi/webhook', 'another\'s API key', bearer(other.apiKey)],
    ['/api/twilio/inbound', 'no signature', {}], ['/api/twilio/status', 'a wrong signature', { 'x-twilio-signature': 'bm90IHNpZ25lZA==' }],
    ['/api/google/notifications', 'a channel that nobody opened', { 'x-goog-channel-id': randomUUID(), 'x-goog-channel-token': 'x' }],
  ]
  const open: string[] = []
  for (const [path, what, headers] of doors) {
    const answer = await ask(target, path, { body: message, headers })
    if (answer.status < 400) open.push(`${path} with ${what} ${answer.status}`)
  }
  notes.note('The providers\' webhooks without their proof', 'refused', { observed: open.length === 0 ? `${doors.length} refused` : listed(open), ok: open.length === 0, flaw: 'silo/webhook-open', ...(open[0] ? { location: open[0] } : {}) })
}

/** Promise 3: what is a clinic's is nobody else's. Every path that the deployment describes, by every verb, as everybody who should get nothing. */
export const siloProbe = (): Probe => async (target) => {
  const notes = notesFor(target)
  const [victim, other] = target.clinics
  const all = await routesOf(target)
  const routes = all.filter(isClinicRoute)
  const described = notes.note('The deployment\'s own description of its API', 'paths of clinics in it', { observed: `${all.length} paths, ${routes.length} of clinics`, ok: routes.length > 0, flaw: 'silo/no-description' })
  const { ids, free } = await furnish(target, victim)
  const look = async () => JSON.stringify([await target.observe.bookings(victim.id), (await target.observe.leads(victim.id)).map((lead) => ({ ...lead, messages: lead.messages.length }))])
  const before = await look()
  let requests = 0
  if (described) {
    for (const stranger of strangersFor(victim, other)) {
      const outcome = await attack(target, routes, ids, stranger)
      requests += outcome.count
      judge(notes, stranger, outcome)
    }
    await smuggle(notes, target, routes, ids, free)
  }
  await providerDoors(notes, target)
  notes.note('Clinic A\'s rows afterwards', 'as they were', { ...((await look()) === before ? { observed: 'as they were', ok: true } : { observed: 'changed', ok: false }), flaw: 'silo/foreign-write' })
  await ownWay(notes, target, ids)
  return notes.outcome({ paths: routes.length, verbs: verbs.length, strangers: strangersFor(victim, other).length, attempts: requests })
}
