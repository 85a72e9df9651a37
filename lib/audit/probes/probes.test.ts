import { describe, expect, test } from 'vitest'
import { ask, noAnswer } from '#lib/audit/probes/asking.ts'
import { collisionProbe } from '#lib/audit/probes/collision.ts'
import { handoffProbe } from '#lib/audit/probes/handoff.ts'
import { percentile, tally, until } from '#lib/audit/probes/notes.ts'
import type { Observer, ProbeTarget, SyntheticClinic } from '#lib/audit/types.ts'

const clinic: SyntheticClinic = {
  id: 'a', apiKey: 'cw_a', vapiSecret: 's', timeZone: 'Europe/London', practitionerIds: ['p1', 'p2'],
  procedures: [{ slug: 'rhinoplasty', durationMinutes: 60 }, { slug: 'facelift', durationMinutes: 45 }, { slug: 'lip-filler', durationMinutes: 30 }],
}
type Reply = (path: string, init: RequestInit) => Response | Promise<Response>

/** A deployment that is played: what it answers, and what is seen behind it. */
const played = (reply: Reply, observe: Partial<Observer> = {}): ProbeTarget => ({
  send: async (path, init = {}) => reply(path, init), clinics: [clinic, { ...clinic, id: 'b' }], now: () => new Date(),
  observe: { bookings: async () => [], leads: async () => [], whereIs: async () => [], ...observe },
})
const json = (body: unknown, status = 200, headers: Record<string, string> = {}) => Response.json(body, { status, headers })

describe('asking', () => {
  test('whoever is asked to slow down waits and asks again, but not for longer than anybody would', async () => {
    let count = 0
    const once = played(() => (++count === 1 ? json({}, 429, { 'retry-after': '0' }) : json({ ok: true })))
    expect(await ask(once, '/')).toMatchObject({ status: 200, body: { ok: true } })
    expect(await ask(played(() => json({}, 429, { 'retry-after': '600' })), '/')).toMatchObject({ status: 429 })
  })

  test('no answer is an answer of its own, what is no JSON is empty, and a stream without an end is left', async () => {
    expect(await ask(played(() => Promise.reject(new DOMException('late', 'TimeoutError'))), '/')).toMatchObject({ status: noAnswer, text: 'TimeoutError' })
    expect(await ask(played(() => new Response('{', { headers: { 'content-type': 'application/json' } })), '/')).toMatchObject({ status: 200, body: {} })
    const endless = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')) })
    expect(await ask(played(() => new Response(endless, { headers: { 'content-type': 'text/event-stream' } })), '/')).toMatchObject({ status: 200, text: '' })
  })
})

test('figures: nearest rank, counts by what came, and looking until it is there', async () => {
  expect([percentile([], 50), percentile([7], 95), percentile([1, 2, 3, 4], 50), percentile([4, 3, 2, 1], 95)]).toEqual([null, 7, 2, 4])
  expect(tally([409, 201, 409])).toBe('1 x 201, 2 x 409')
  let looks = 0
  expect(await until(1_000, async () => ++looks === 3 && 'there', 0)).toBe('there')
  expect(await until(0, async () => null, 0)).toBeNull()
})

describe('the hand-off where the carrier is a real one', () => {
  const calls = new Map<string, { isBooked: boolean; textsOk: boolean }>()
  const take: Reply = (path, init) => {
    if (path === '/api/health') return json({ parts: { jobs: 'ok' } })
    if (path.includes('/availability')) return json({ slots: [{ start: '2026-12-01T10:00:00+00:00', end: '2026-12-01T10:45:00+00:00', practitionerId: 'p1' }] })
    const { message } = JSON.parse(String(init.body)) as { message: { call: { id: string }; toolCallList?: { function: { name: string; arguments: string } }[] } }
    const call = calls.get(message.call.id) ?? { isBooked: false, textsOk: true }
    for (const { function: tool } of message.toolCallList ?? []) {
      if (tool.name === 'claim_slot') call.isBooked = true
      if (/"textsOk":false/.test(tool.arguments)) call.textsOk = false
    }
    calls.set(message.call.id, call)
    return json({ results: [{ result: '{"status":200}' }] })
  }
  const leads = (state: string) => async () => [...calls].filter(([, call]) => !call.isBooked)
    .map(([callId, { textsOk }]) => ({ callId, procedure: 'facelift', createdAt: '2026-12-01T09:00:00Z', messages: textsOk ? [{ state, acceptedAt: null }] : [] }))

  test('it passes up to our own door, and the evidence says that the carrier was not asked', async () => {
    calls.clear()
    const { flaws, evidence } = await handoffProbe()(played(take, { leads: leads('withheld') }))
    expect(flaws).toEqual([])
    const texts = evidence.filter((one) => one.what.endsWith('Sarah\'s text'))
    expect(texts).toHaveLength(4)
    for (const one of texts) expect(one.observed).toContain('The carrier itself was not asked')
  })
})

test('two winners of one time, and one whose booking is not there, are told apart from each other', async () => {
  const slots = [1, 2, 3, 4, 5, 6].map((day) => ({ start: `2026-12-0${day}T14:00:00+00:00`, end: `2026-12-0${day}T15:00:00+00:00`, practitionerId: 'p1' }))
  let booked = 0
  const everybodyWins = played((path) => {
    if (path.includes('/availability')) return json({ slots })
    const id = `booking-${++booked}`
    return path.endsWith('/bookings') ? json({ id, status: 'booked' }, 201) : json({ results: [{ result: JSON.stringify({ status: 201, id }) }] })
  })
  const { flaws } = await collisionProbe(3)(everybodyWins)
  expect(flaws.map((flaw) => flaw.id)).toEqual(['collision/double-booking', 'collision/retry-books-twice', 'collision/lost-booking'])
})
