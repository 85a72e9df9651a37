import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { DemoClinic, Runtime } from '#lib/commands/runtime.ts'
import type { Booking, Slot } from '#lib/scheduling/types.ts'

export type Answer<T = Record<string, any>> = { status: number; body: T; text: string; headers: Headers }

/** One request; the body is JSON both ways. Whoever is told to wait waits, as the voice platform does. */
export async function ask<T = Record<string, any>>(url: string, options: { method?: string; headers?: Record<string, string>; body?: unknown } = {}): Promise<Answer<T>> {
  const { method = options.body === undefined ? 'GET' : 'POST', headers = {}, body } = options
  const response = await fetch(url, {
    method, redirect: 'manual', headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }), signal: AbortSignal.timeout(45_000),
  })
  const text = await response.text()
  if (response.status === 429) {
    await pause(1_000 * Number(response.headers.get('retry-after')))
    return ask<T>(url, options)
  }
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, body: (isJson && text !== '' ? JSON.parse(text) : {}) as T, text, headers: response.headers }
}

export type Api = ReturnType<typeof apiOf>

/** A clinic's own API as its key sees it, or with other headers. */
export function apiOf(runtime: Runtime, clinic: DemoClinic, headers: Record<string, string> = { authorization: `Bearer ${clinic.apiKey}` }, appUrl = runtime.appUrl) {
  const base = `${appUrl}/api/clinics/${clinic.id}`
  const send = <T = Record<string, any>>(method: string, path: string, body?: unknown, more: Record<string, string> = {}) =>
    ask<T>(`${base}${path}`, { method, body, headers: { ...headers, ...more } })
  return {
    get: <T = Record<string, any>>(path: string) => send<T>('GET', path),
    post: <T = Record<string, any>>(path: string, body: unknown, more?: Record<string, string>) => send<T>('POST', path, body, more),
    patch: <T = Record<string, any>>(path: string, body: unknown, more?: Record<string, string>) => send<T>('PATCH', path, body, more),
    put: <T = Record<string, any>>(path: string, body: unknown, more?: Record<string, string>) => send<T>('PUT', path, body, more),
    delete: <T = Record<string, any>>(path: string) => send<T>('DELETE', path),
    /** Free times from so many days ahead on; the demo diary is empty after the ninth. */
    async slots(procedure: string, options: { ahead?: number; days?: number; practitionerId?: string } = {}): Promise<Slot[]> {
      const from = new Date(Date.now() + (options.ahead ?? 12) * 86_400_000)
      const to = new Date(from.getTime() + (options.days ?? 14) * 86_400_000)
      const query = new URLSearchParams({ procedure, from: from.toISOString(), to: to.toISOString(), ...(options.practitionerId ? { practitionerId: options.practitionerId } : {}) })
      const answer = await send<{ slots: Slot[] }>('GET', `/availability?${query}`)
      if (answer.status !== 200 || answer.body.slots.length === 0) throw new Error(`No free time for ${procedure}: ${answer.status} ${answer.text.slice(0, 200)}`)
      return answer.body.slots
    },
    /** Books the first time that is free; what others take meanwhile is passed over. */
    async book(procedure: string, options: { ahead?: number; name?: string; phone?: string; hold?: boolean; practitionerId?: string } = {}): Promise<Booking> {
      for (const slot of await this.slots(procedure, options)) {
        const answer = await send<Booking>('POST', '/bookings', claimOf(procedure, slot, options))
        if (answer.status === 201) return answer.body
        if (answer.status !== 409) throw new Error(`${answer.status} ${answer.text}`)
      }
      throw new Error(`Every free time of ${procedure} was taken.`)
    },
  }
}

export const claimOf = (procedure: string, slot: Slot, who: { name?: string; phone?: string; hold?: boolean } = {}) => ({
  procedure, practitionerId: slot.practitionerId, start: slot.start, contact: { name: who.name ?? 'Wren Castellan', phone: who.phone ?? '+447700900300' },
  ageConfirmed: true, ...(who.hold ? { hold: true } : {}),
})

type Tool = { id?: string; name: string; arguments: unknown }
export type ToolResult = Record<string, any> & { status: number; say: string }

/** What Vapi posts for a clinic. */
export function vapiOf(runtime: Runtime, clinic: DemoClinic, appUrl = runtime.appUrl) {
  const post = (body: unknown, headers: Record<string, string> = { 'x-vapi-secret': clinic.vapiSecret }) => ask(`${appUrl}/api/vapi/webhook`, { body, headers })
  const messageOf = (call: { id: string; phone?: string }, fields: object) => ({
    message: {
      timestamp: Date.now(), ...fields,
      call: { id: call.id, type: 'inboundPhoneCall', ...(call.phone ? { customer: { number: call.phone } } : {}) },
      ...(call.phone ? { customer: { number: call.phone } } : {}),
    },
  })
  return {
    post,
    message: (call: { id: string; phone?: string }, fields: object) => post(messageOf(call, fields)),
    /** Sends tool calls in one message and reads their results in the order that they came. */
    async tools(call: { id: string; phone?: string }, tools: Tool[]): Promise<{ ids: string[]; results: ToolResult[]; raw: string[] }> {
      const toolCallList = tools.map(({ id = randomUUID(), name, arguments: given }) => ({ id, type: 'function', function: { name, arguments: given } }))
      const answer = await post(messageOf(call, { type: 'tool-calls', toolCallList }))
      if (answer.status !== 200) throw new Error(`The webhook answered ${answer.status}: ${answer.text}`)
      const results = answer.body.results as { toolCallId: string; result: string }[]
      return { ids: results.map((one) => one.toolCallId), raw: results.map((one) => one.result), results: results.map((one) => JSON.parse(one.result) as ToolResult) }
    },
    async tool(call: { id: string; phone?: string }, name: string, given: unknown, id?: string): Promise<ToolResult> {
      return (await this.tools(call, [{ name, arguments: given, ...(id ? { id } : {}) }])).results[0]!
    },
  }
}

export const newCall = (phone?: string) => ({ id: `e2e-${randomUUID()}`, ...(phone ? { phone } : {}) })
