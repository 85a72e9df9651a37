import 'server-only'
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { SimulatedCallEvent, SimulatedOutcome } from '#lib/calls/types.ts'
import type { Slot } from '#lib/scheduling/types.ts'

/** Where the product's own webhook is, and the secret of the clinic that is called. */
export type Exchange = {
  webhookUrl: string; secret: string; clinicPhone: string; timeZone: string; procedure: { slug: string; name: string }; signal: AbortSignal
  /** Base of the sandbox, which takes words that are put into a call; null where the real platform would not know this call. */
  controlUrl: string | null
  /** Our own id of a call, by the voice platform's. */
  callIdOf: (vapiCallId: string) => Promise<string | null>
}

export type Emit = (event: SimulatedCallEvent) => void
export type Line = 1 | 2
export type Result = {
  status: number; say?: string; slots?: Slot[]; alternatives?: Slot[]; id?: string; start?: string; end?: string; practitionerId?: string; procedure?: string
}
export type Persona = { name: string; first: string; phone: string }

type Turn = { role: 'bot' | 'user'; message: string; time: number; endTime: number; secondsFromStart: number }

/** One simulated caller on the line: speaks in turns, and posts to the webhook what Vapi would post. */
export class Caller {
  readonly callId = `simulated-${randomUUID()}`
  readonly who: Persona
  private readonly line: Line
  private readonly to: Exchange
  private readonly emit: Emit
  private readonly startedAt = Date.now()
  private readonly turns: Turn[] = []
  private assistant: { firstMessage: string; metadata?: Record<string, unknown> } | null = null
  private toolCount = 0

  constructor(line: Line, who: Persona, to: Exchange, emit: Emit) {
    this.line = line
    this.who = who
    this.to = to
    this.emit = emit
  }

  private async post(message: Record<string, unknown>): Promise<{ status: number; body: Record<string, unknown>; tookMs: number }> {
    const startedAt = performance.now()
    const call = {
      id: this.callId, type: 'inboundPhoneCall', status: 'ringing', metadata: { simulated: true },
      customer: { number: this.who.phone }, phoneNumber: { number: this.to.clinicPhone },
      ...(this.to.controlUrl ? { monitor: { controlUrl: `${this.to.controlUrl}/call/${this.callId}/control` } } : {}),
    }
    // Vapi repeats the assistant in every message; its metadata say which greeting the caller heard.
    const assistant = this.assistant ? { firstMessage: this.assistant.firstMessage, metadata: this.assistant.metadata } : undefined
    const envelope = { timestamp: Date.now(), call, customer: { number: this.who.phone }, assistant, ...message }
    const response = await fetch(this.to.webhookUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-vapi-secret': this.to.secret },
      body: JSON.stringify({ message: envelope }),
      signal: AbortSignal.any([this.to.signal, AbortSignal.timeout(20_000)]),
    })
    const body = (await response.json()) as Record<string, unknown>
    if (!response.ok) throw new Error(`the webhook answered ${response.status} to ${String(message.type)}`)
    return { status: response.status, body, tookMs: Math.round(performance.now() - startedAt) }
  }

  /** Says something, after about the time that saying takes when one reads along. */
  async say(role: 'assistant' | 'caller', text: string): Promise<void> {
    this.emit({ type: 'turn', line: this.line, role, text })
    const time = Date.now()
    await pause(Math.min(1_400, 350 + text.length * 9), undefined, { signal: this.to.signal })
    this.turns.push({
      role: role === 'assistant' ? 'bot' : 'user', message: text, time, endTime: Date.now(), secondsFromStart: (time - this.startedAt) / 1_000,
    })
    // What is heard is told at once, as Vapi tells final transcripts.
    if (role === 'caller') await this.post({ type: 'transcript', role: 'user', transcriptType: 'final', transcript: text })
  }

  async message(message: string, fields: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const { status, body, tookMs } = await this.post({ type: message, ...fields })
    this.emit({ type: 'message', line: this.line, message, status, tookMs })
    return body
  }

  async tool(name: string, args: Record<string, unknown>): Promise<Result> {
    const id = `call_${this.callId.slice(10, 18)}_${++this.toolCount}`
    this.emit({ type: 'tool-call', line: this.line, id, name, arguments: args })
    const toolCall = { id, type: 'function', function: { name, arguments: JSON.stringify(args) } }
    const { body, tookMs } = await this.post({ type: 'tool-calls', toolCallList: [toolCall] })
    const [answer] = body.results as { result: string }[]
    const result = JSON.parse(answer!.result) as Result
    this.emit({ type: 'tool-result', line: this.line, id, name, result: result as Record<string, unknown>, tookMs })
    return result
  }

  /** Rings and is greeted. */
  async ring(): Promise<void> {
    const { assistant } = (await this.message('assistant-request')) as { assistant: { firstMessage: string; metadata?: Record<string, unknown> } }
    this.assistant = assistant
    await this.message('status-update', { status: 'in-progress' })
    await this.say('assistant', assistant.firstMessage)
  }

  /** The same, and says who it is and what about. */
  async greet(): Promise<void> {
    await this.ring()
    await this.say('caller', `Hi, it's ${this.who.name}. I'd like to come in about a ${this.to.procedure.slug.replaceAll('-', ' ')}, please.`)
    await this.tool('capture_lead', { name: this.who.name, procedure: this.to.procedure.slug })
  }

  /** Ends the call as Vapi reports an end, with everything that was said. Answers our own id of the call. */
  async leave(endedReason: string): Promise<string> {
    await this.message('status-update', { status: 'ended', endedReason })
    const startedAt = new Date(this.startedAt).toISOString()
    await this.message('end-of-call-report', { endedReason, startedAt, endedAt: new Date().toISOString(), artifact: { messages: this.turns } })
    return (await this.to.callIdOf(this.callId)) ?? this.callId
  }

  async hangUp(outcome: 'booked' | 'refused', endedReason: string): Promise<void> {
    this.done(outcome, await this.leave(endedReason), null)
  }

  done(outcome: SimulatedOutcome, callId: string, leadId: string | null): void {
    this.emit({ type: 'done', line: this.line, outcome, callId, leadId })
  }

  text(direction: 'out' | 'in', body: string): void {
    this.emit({ type: 'text', line: this.line, direction, body })
  }

  announce(result: Result): void {
    const { id, start, end, practitionerId, procedure } = result
    this.emit({ type: 'booked', line: this.line, booking: { id: id!, start: start!, end: end!, practitionerId: practitionerId!, procedure: procedure! } })
  }

  claimOf = (slot: Slot) => ({ procedure: this.to.procedure.slug, start: slot.start, practitionerId: slot.practitionerId, name: this.who.name, ageConfirmed: true })
}
