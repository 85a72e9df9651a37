import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { ProbeTarget, SyntheticClinic } from '#lib/audit/types.ts'

/** What came back; `body` is what was read of the JSON, {} where it was none. */
export type Answer = { status: number; body: Record<string, any>; text: string; type: string; tookMs: number }
export type Asking = { method?: string; headers?: Record<string, string>; body?: unknown }

/** The status of a request that nobody answered: no connection, or none in time. */
export const noAnswer = 599

const patience = 4
const longestWaitSeconds = 10

/**
 * One request and its whole answer, in milliseconds until the last byte; never throws. Whoever is asked to slow down waits as long as they
 * are told and asks again. A stream of events has no end and is not read.
 */
export async function ask(target: ProbeTarget, path: string, asking: Asking = {}, tries = patience): Promise<Answer> {
  const { method = asking.body === undefined ? 'GET' : 'POST', headers = {}, body } = asking
  const init: RequestInit = {
    method, headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }), redirect: 'manual',
  }
  const startedAt = performance.now()
  const { answer, retryAfter } = await exchange(target, path, init)
  const wait = Number(retryAfter ?? 1)
  if (answer.status === 429 && tries > 1 && wait <= longestWaitSeconds) {
    await pause(wait * 1_000)
    return ask(target, path, asking, tries - 1)
  }
  return { ...answer, tookMs: performance.now() - startedAt }
}

async function exchange(target: ProbeTarget, path: string, init: RequestInit): Promise<{ answer: Omit<Answer, 'tookMs'>; retryAfter: string | null }> {
  try {
    const response = await target.send(path, init)
    const type = response.headers.get('content-type') ?? ''
    const isEndless = type.startsWith('text/event-stream')
    if (isEndless) await response.body?.cancel()
    const text = isEndless ? '' : await response.text()
    return { answer: { status: response.status, body: /json/.test(type) ? jsonIn(text) : {}, text, type }, retryAfter: response.headers.get('retry-after') }
  } catch (error) {
    // Whatever it was that went wrong on the way, to whoever asked it is no answer.
    const why = error instanceof Error ? error.name : 'no answer'
    return { answer: { status: noAnswer, body: {}, text: why, type: '' }, retryAfter: null }
  }
}

function jsonIn(text: string): Record<string, any> {
  try {
    return (JSON.parse(text) ?? {}) as Record<string, any>
  } catch {
    // What calls itself JSON and is none has nothing to say; the status is judged by itself.
    return {}
  }
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** The clinic's own API as a program with its key. */
export const apiOf = (target: ProbeTarget, clinic: SyntheticClinic, key = clinic.apiKey) =>
  (path: string, asking: Asking = {}) => ask(target, `/api/clinics/${clinic.id}${path}`, { ...asking, headers: { ...bearer(key), ...asking.headers } })

/** A number out of those that are kept for drama, from 07700 900000 on. Nothing is ever sent to it but by the sandbox. */
export const anyPhone = (): string => `+447700900${String(randomInt(1_000)).padStart(3, '0')}`

export type ToolResult = Record<string, any> & { status: number }

/** One telephone call as the voice platform tells of it. `phone` null: the number is withheld. */
export function lineTo(target: ProbeTarget, clinic: SyntheticClinic, phone: string | null = anyPhone(), secret = clinic.vapiSecret) {
  const callId = `probe-${randomUUID()}`
  const startedAt = target.now().getTime() - 60_000
  const customer = phone === null ? {} : { customer: { number: phone } }
  const post = (fields: Record<string, unknown>): Promise<Answer> => ask(target, '/api/vapi/webhook', {
    headers: { 'x-vapi-secret': secret },
    body: { message: { timestamp: target.now().getTime(), ...customer, ...fields, call: { id: callId, type: 'inboundPhoneCall', ...customer, ...(fields.call as object | undefined) } } },
  })
  return {
    callId,
    phone,
    startedAt,
    post,
    status: (status: string, endedReason?: string) => post({ type: 'status-update', status, ...(endedReason ? { endedReason } : {}) }),
    /** Uses a tool; the answer to it, and how long that took. A webhook that does not answer 200 gives its own status. */
    async tool(name: string, args: Record<string, unknown>, id = `probe_${randomUUID()}`): Promise<{ result: ToolResult; tookMs: number }> {
      const answer = await post({ type: 'tool-calls', toolCallList: [{ id, type: 'function', function: { name, arguments: JSON.stringify(args) } }] })
      const [first] = (answer.body.results ?? []) as { result?: string }[]
      return { result: { status: answer.status, ...(answer.status === 200 ? jsonIn(first?.result ?? '') : {}) } as ToolResult, tookMs: answer.tookMs }
    },
    report: (said: readonly Said[], more: Record<string, unknown> = {}) => post(reportOf(startedAt, target.now(), said, more)),
  }
}

export type Line = ReturnType<typeof lineTo>
export type Said = readonly [role: 'bot' | 'user', words: string]

/** The turns of a call as reports have them. */
export const turnsOf = (startedAt: number, said: readonly Said[]) =>
  said.map(([role, message], n) => ({ role, message, time: startedAt + n * 4_000, endTime: startedAt + n * 4_000 + 2_000, secondsFromStart: n * 4 }))

const reportOf = (startedAt: number, now: Date, said: readonly Said[], more: Record<string, unknown>) => ({
  type: 'end-of-call-report', endedReason: 'customer-ended-call', startedAt: new Date(startedAt).toISOString(), endedAt: now.toISOString(),
  ...more, artifact: { messages: turnsOf(startedAt, said), ...(more.artifact as object | undefined) },
})

export type Slot = { start: string; end: string; practitionerId: string }

const dayMs = 86_400_000

/** Free times of a procedure in the weeks from so many days ahead on, as anybody with the key sees them. */
export async function freeTimes(target: ProbeTarget, clinic: SyntheticClinic, procedure: string, { ahead = 2, days = 14 } = {}): Promise<Slot[]> {
  const from = new Date(target.now().getTime() + ahead * dayMs)
  const query = new URLSearchParams({ procedure, from: from.toISOString(), to: new Date(from.getTime() + days * dayMs).toISOString() })
  return ((await apiOf(target, clinic)(`/availability?${query}`)).body.slots ?? []) as Slot[]
}

/** Two in the afternoon, one a day, each with the same practitioner. */
export const twoOClocks = (slots: readonly Slot[], practitionerId: string): Slot[] =>
  slots.filter((slot) => slot.practitionerId === practitionerId && slot.start.slice(11, 16) === '14:00')
