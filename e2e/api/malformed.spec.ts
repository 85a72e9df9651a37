import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { randomFrom } from '#lib/commands/demo-data.ts'
import { apiOf, ask, vapiOf } from '../support/http.ts'
import { fill, listRoutes, takesBody } from '../support/routes.ts'
import { expect, test } from '../support/test.ts'
import { carrierOf, inboundForm, newMobile, newSid, statusForm, type SentText } from '../support/twilio.ts'

// The same mutations in every run: a failure names its seed, and can be made again.
const seed = 20_261_129
const marker = 'zzmarker'
const strange: unknown[] = [
  null, true, 0, -1, 1e308, 9_007_199_254_740_993, '', ' ', marker, `${marker}\u0000`, '\u0000', `\ud800${marker}`, 'x'.repeat(50_000), '\u202e', [], {}, [marker], { [marker]: marker }, { '\u0000': 1 },
  '0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-02-30T10:00:00Z', '+275760-09-13T00:00:00Z', '2026-11-29T10:00:00+99:99', '%00', '../..', '+44', '00000000-0000-0000-0000-000000000000', '2147483648',
  Array.from({ length: 1_000 }, () => ({})),
]
const deep = (levels: number): unknown => JSON.parse(`${'{"a":['.repeat(levels)}1${']}'.repeat(levels)}`)

type Path = (string | number)[]
const pathsOf = (value: unknown, at: Path = []): Path[] =>
  (value !== null && typeof value === 'object' && at.length < 30 ? [at, ...Object.entries(value).slice(0, 60).flatMap(([key, part]) => pathsOf(part, [...at, key]))] : [at])

/** Malformers that go on from where they were: fields dropped, swapped, wrapped, nested deep, or replaced. */
function malforming(from: number) {
  const random = randomFrom(from)
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!
  const malformed = (given: unknown): string => {
    const value = structuredClone(given) as Record<string, unknown>
    for (let times = 1 + Math.floor(random() * 3); times > 0; times--) {
      const path = pick(pathsOf(value).slice(1))
      if (!path) break
      const parent = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, value)
      const key = path.at(-1)!
      const ways = [() => void delete parent[key], () => { parent[key] = [parent[key], parent[key]] }, () => { parent[key] = { [key]: parent[key] } }, () => { parent[key] = deep(pick([20, 1_000])) }]
      if (random() < 0.4) pick(ways)()
      else parent[key] = pick(strange)
    }
    const text = JSON.stringify(value)
    return random() < 0.05 ? text.slice(0, text.length / 2) : text
  }
  return { malformed, pick }
}

type Try = readonly [what: string, send: () => Promise<{ status: number; text: string }>]

/** What is wrong with answers: a failure of ours, or a refusal that repeats what was sent. */
async function wrongOf(tries: readonly Try[]): Promise<string[]> {
  const wrong: string[] = []
  const queue = [...tries]
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      const { status, text } = await next[1]()
      if (status >= 500) wrong.push(`${next[0]} answers ${status}`)
      if (status >= 400 && text.includes(marker)) wrong.push(`${next[0]} repeats what was sent`)
    }
  }))
  return wrong.sort()
}

test('whatever the voice platform might send in another form, nothing fails and nothing is repeated', async ({ runtime, larkspur }) => {
  test.setTimeout(180_000)
  const fixtures = resolve(import.meta.dirname, '..', '..', 'lib', 'integrations', 'vapi', 'fixtures')
  const { malformed } = malforming(seed)
  const tries = readdirSync(fixtures).filter((name) => name.endsWith('.json')).flatMap((name) => {
    const fixture: unknown = JSON.parse(readFileSync(resolve(fixtures, name), 'utf8').replaceAll(/0199[0-9a-f-]{32}/g, `malformed-${name}`))
    return Array.from({ length: 25 }, (_, n) => [`${name} ${n}`, () => vapiOf(runtime, larkspur).post(malformed(fixture))] as const)
  })
  expect(tries.length).toBeGreaterThan(300)
  expect(await wrongOf(tries)).toEqual([])
})

test('the same of the carrier', async ({ runtime, directory, larkspur }) => {
  const carrier = carrierOf(runtime, directory)
  const { pick } = malforming(seed)
  const words = strange.filter((one) => typeof one === 'string').map((one) => one.toWellFormed())
  const forms = [
    ['/api/twilio/inbound', inboundForm(newMobile(), larkspur.phoneNumber, '1')],
    ['/api/twilio/status?o=00000000-0000-4000-8000-000000000000', statusForm({ sid: newSid(), from: larkspur.phoneNumber, to: newMobile() } as SentText, 'failed')],
  ] as const
  const tries = forms.flatMap(([path, form]) => Object.keys(form).flatMap((field) => words.map((word) => [`${path} ${field}`, () => carrier.signed(path, { ...form, ErrorCode: pick(words), [field]: word })] as const)))
  expect(tries.length).toBeGreaterThan(200)
  expect(await wrongOf(tries)).toEqual([])
})

test('and of the clinics\' own programs', async ({ runtime, larkspur }) => {
  test.setTimeout(120_000)
  const { malformed, pick } = malforming(seed)
  const ids = { clinicId: larkspur.id, bookingId: '00000000-0000-4000-8000-000000000000' }
  const body = {
    procedure: 'rhinoplasty', practitionerId: larkspur.practitioners[0]!.id, start: '2030-01-02T10:00:00+00:00', contact: { name: 'Wren', phone: '+447700900301', email: 'wren@callers.example' }, ageConfirmed: true,
    kind: 'access', q: 'wren', limit: 5, cursor: larkspur.id, from: '2026-11-01', to: '2026-11-30', name: 'Program', scopes: ['read'], path: 'vapi', template: 'Hello', contacts: [{ name: 'Wren', phone: '+447700900301' }],
  }
  const words = strange.filter((one) => typeof one === 'string').map((one) => one.toWellFormed().slice(0, 2_000))
  const headers = { authorization: `Bearer ${larkspur.apiKey}` }
  const tries = listRoutes().filter(({ path }) => path.startsWith('/api/clinics/[clinicId]') && !/events|google|simulated|tests|audits/.test(path)).flatMap((route) => route.verbs.flatMap((verb): Try[] => {
    const url = `${runtime.appUrl}${fill(route.path, ids)}`
    if (verb === 'GET') return Array.from({ length: 6 }, () => [`GET ${route.path}`, () => ask(`${url}?${new URLSearchParams(Object.fromEntries(['limit', 'cursor', 'from', 'to', 'status'].map((name) => [name, pick(words)])))}`, { headers })])
    return takesBody(route, verb) ? Array.from({ length: 10 }, () => [`${verb} ${route.path}`, () => ask(url, { method: verb, headers, body: malformed(body) })]) : []
  }))
  tries.push(...words.map((word) => ['a key of idempotency', () => apiOf(runtime, larkspur).post('/bookings', body, { 'idempotency-key': encodeURIComponent(word).slice(0, 400) })] as Try))
  expect(tries.length).toBeGreaterThan(200)
  expect(await wrongOf(tries)).toEqual([])
})
