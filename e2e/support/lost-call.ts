import { randomUUID } from 'node:crypto'
import type { Slot } from '#lib/scheduling/types.ts'
import type { Api, Answer } from './http.ts'
import { newCall, type vapiOf } from './http.ts'
import { newMobile } from './twilio.ts'

type Vapi = ReturnType<typeof vapiOf>
type Fields = Record<string, unknown>
type Said = [role: 'bot' | 'user', message: string]

/** Who rang, about what, and how it went. `phone` null is a withheld number; `said` is spoken after the name was given. */
export type Caller = {
  phone?: string | null; name?: string | null; procedure?: string | null; about?: string; said?: Said[]; texts?: boolean
  /** Days ahead from which times are asked for; the demo diary is empty after the ninth. Null asks for none. */
  ahead?: number | null
  endedReason?: string
}

const greeting = 'Hello, this is Voxanne, the AI receptionist. We may text you about your enquiry; say no texts to opt out. How can I help?'
const dayAhead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** The turns of a call as a report has them. */
export function turnsOf(caller: Caller): Fields[] {
  const { name = 'Tamsin Okafor', procedure = 'facelift' } = caller
  const about = caller.about ?? (procedure === null ? 'I\'d like to ask something.' : `I'm ringing about a ${procedure.replaceAll('-', ' ')}.`)
  const named: Said[] = name === null ? [] : [['bot', 'Could I take your name?'], ['user', `It's ${name}.`]]
  const said: Said[] = [['bot', greeting], ['user', `Hi. ${about}`], ...named, ...(caller.said ?? [])]
  const startedAt = Date.now() - 60_000
  return said.map(([role, message], n) => ({ role, message, time: startedAt + n * 4_000, endTime: startedAt + n * 4_000 + 2_000, secondsFromStart: n * 4 }))
}

const toolCall = (name: string, given: Fields) => ({
  type: 'tool-calls', toolCallList: [{ id: `e2e_${randomUUID()}`, type: 'function', function: { name, arguments: JSON.stringify(given) } }],
})

/**
 * A call that ends without a booking, as Vapi would tell it: each message has its ids, so that it can be posted again,
 * late, or before the others.
 */
export function lostCall(caller: Caller = {}) {
  const { name = 'Tamsin Okafor', procedure = 'facelift', ahead = 12, endedReason = 'customer-ended-call' } = caller
  const phone = caller.phone === undefined ? newMobile() : caller.phone
  const call = newCall(phone ?? undefined)
  const endedAt = new Date().toISOString()
  const details = { ...(name ? { name } : {}), ...(procedure ? { procedure } : {}), ...(caller.texts === undefined ? {} : { textsOk: caller.texts }) }
  const messages = {
    start: { type: 'status-update', status: 'in-progress' },
    ...(Object.keys(details).length > 0 ? { lead: toolCall('capture_lead', details) } : {}),
    ...(procedure && ahead !== null ? { look: toolCall('check_availability', { procedure, from: dayAhead(ahead), to: dayAhead(ahead + 6) }) } : {}),
    ended: { type: 'status-update', status: 'ended', endedReason },
    report: {
      type: 'end-of-call-report', endedReason, startedAt: new Date(Date.now() - 60_000).toISOString(), endedAt, artifact: { messages: turnsOf(caller) },
    },
  }
  return { call, phone: phone ?? '', messages }
}

export type LostCall = ReturnType<typeof lostCall>
export type MessageName = keyof LostCall['messages']

/** Posts some of a call's messages in the order given; each must be taken. */
export async function tell(vapi: Vapi, { call, messages }: LostCall, names: readonly string[] = Object.keys(messages)): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>()
  for (const name of names) {
    const fields = messages[name as MessageName]
    if (!fields) continue
    const answer = await vapi.message(call, fields)
    if (answer.status !== 200) throw new Error(`The webhook answered ${answer.status} to ${name}: ${answer.text}`)
    answers.set(name, answer)
  }
  return answers
}

/** A call that is lost, told whole. Answers its number and the times that the caller was offered, soonest first. */
export async function loseCall(vapi: Vapi, caller: Caller = {}): Promise<LostCall & { offered: Slot[] }> {
  const lost = lostCall(caller)
  const answers = await tell(vapi, lost)
  const look = answers.get('look')?.body.results[0] as { result: string } | undefined
  return { ...lost, offered: look ? (JSON.parse(look.result) as { slots: Slot[] }).slots : [] }
}

export type LeadJson = Record<string, any> & { id: string; status: string; reason: string | null; messages: Record<string, any>[] }

/** The newest lead of a telephone number, as the API lists it. */
export async function leadOf(api: Api, phone: string): Promise<LeadJson | undefined> {
  const { body } = await api.get<{ items: LeadJson[] }>('/leads?limit=200')
  return body.items.find((lead) => lead.contact?.phone === phone)
}
