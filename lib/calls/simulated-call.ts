import 'server-only'
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { spokenDay, spokenTime } from '#lib/calls/say.ts'
import type { SimulatedCallEvent } from '#lib/calls/types.ts'
import type { Slot } from '#lib/scheduling/types.ts'
import { addDays, dayOf } from '#lib/shared/time.ts'

/** Where the product's own webhook is, and the secret of the clinic that is called. */
export type Exchange = {
  webhookUrl: string; secret: string; clinicPhone: string; timeZone: string; procedure: { slug: string; name: string }; signal: AbortSignal
  /** Our own id of a call, by the voice platform's. */
  callIdOf: (vapiCallId: string) => Promise<string | null>
}

type Emit = (event: SimulatedCallEvent) => void
type Line = 1 | 2
type Result = { status: number; say?: string; slots?: Slot[]; alternatives?: Slot[]; id?: string; start?: string; end?: string; practitionerId?: string; procedure?: string }

// Ofcom keeps these numbers for drama: nobody has them.
const callers = [
  { name: 'Amelia Hartley', first: 'Amelia', phone: '+447700900801' },
  { name: 'Jonah Whitfield', first: 'Jonah', phone: '+447700900802' },
] as const

/** One simulated caller on the line: speaks in turns, and posts to the webhook what Vapi would post. */
class Caller {
  readonly callId = `simulated-${randomUUID()}`
  readonly who: (typeof callers)[number]
  private readonly line: Line
  private readonly to: Exchange
  private readonly emit: Emit
  private toolCount = 0

  constructor(line: Line, to: Exchange, emit: Emit) {
    this.line = line
    this.to = to
    this.emit = emit
    this.who = callers[line - 1]!
  }

  private async post(message: Record<string, unknown>): Promise<{ status: number; body: Record<string, unknown>; tookMs: number }> {
    const startedAt = performance.now()
    const call = {
      id: this.callId, type: 'inboundPhoneCall', status: 'ringing', metadata: { simulated: true },
      customer: { number: this.who.phone }, phoneNumber: { number: this.to.clinicPhone },
    }
    const response = await fetch(this.to.webhookUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-vapi-secret': this.to.secret },
      body: JSON.stringify({ message: { timestamp: Date.now(), call, customer: { number: this.who.phone }, ...message } }),
      signal: AbortSignal.any([this.to.signal, AbortSignal.timeout(20_000)]),
    })
    const body = (await response.json()) as Record<string, unknown>
    if (!response.ok) throw new Error(`the webhook answered ${response.status} to ${String(message.type)}`)
    return { status: response.status, body, tookMs: Math.round(performance.now() - startedAt) }
  }

  /** Says something, after about the time that saying takes when one reads along. */
  async say(role: 'assistant' | 'caller', text: string): Promise<void> {
    this.emit({ type: 'turn', line: this.line, role, text })
    await pause(Math.min(1_400, 350 + text.length * 9), undefined, { signal: this.to.signal })
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

  async greet(): Promise<void> {
    const { assistant } = await this.message('assistant-request')
    await this.message('status-update', { status: 'in-progress' })
    await this.say('assistant', (assistant as { firstMessage: string }).firstMessage)
    await this.say('caller', `Hi, it's ${this.who.name}. I'd like to come in about a ${this.to.procedure.slug.replaceAll('-', ' ')}, please.`)
    await this.tool('capture_lead', { name: this.who.name, procedure: this.to.procedure.slug })
  }

  async hangUp(outcome: 'booked' | 'refused', endedReason: string): Promise<void> {
    await this.message('status-update', { status: 'ended', endedReason })
    await this.message('end-of-call-report', { endedReason, endedAt: new Date().toISOString(), artifact: {} })
    this.emit({ type: 'done', line: this.line, outcome, callId: (await this.to.callIdOf(this.callId)) ?? this.callId })
  }

  announce(result: Result): void {
    const { id, start, end, practitionerId, procedure } = result
    this.emit({ type: 'booked', line: this.line, booking: { id: id!, start: start!, end: end!, practitionerId: practitionerId!, procedure: procedure! } })
  }

  claimOf = (slot: Slot) => ({ procedure: this.to.procedure.slug, start: slot.start, practitionerId: slot.practitionerId, name: this.who.name, ageConfirmed: true })
}

const nothingFree = { type: 'problem', title: 'Nothing is free', detail: 'There is no free time for this procedure in the coming month, so there is nothing to book.' } as const

/** A call that becomes a booking: greeting, name and procedure, free times, a choice, a claim, the report. */
export async function simulateBooking(to: Exchange, emit: Emit): Promise<void> {
  const caller = new Caller(1, to, emit)
  await caller.greet()
  await caller.say('assistant', `Lovely, ${caller.who.first}. Let me look at the diary.`)
  const from = addDays(dayOf(new Date(), to.timeZone), 1)
  const offer = await caller.tool('check_availability', { procedure: to.procedure.slug, from, to: addDays(from, 13) })
  const choice = offer.slots?.[1] ?? offer.slots?.[0]
  if (!choice) return emit(nothingFree)
  await caller.say('assistant', offer.say!)
  await caller.say('caller', `${spokenDay(choice.start)} at ${spokenTime(choice.start)} would be perfect. And yes, I'm over eighteen.`)
  const booked = await caller.tool('claim_slot', caller.claimOf(choice))
  await caller.say('assistant', booked.say!)
  if (booked.status === 201) caller.announce(booked)
  await caller.say('caller', booked.status === 201 ? 'Thank you, goodbye.' : 'I\'ll ring again, thank you.')
  await caller.hangUp(booked.status === 201 ? 'booked' : 'refused', 'customer-ended-call')
}

/** Two o'clock with three free after it, if there is one in the coming month; else any time, so that the race is always a real one. */
function slotToFightOver(slots: readonly Slot[]): Slot | undefined {
  const isAt = (slot: Slot, time: string) => slot.start.slice(11, 16) === time
  const twoOClock = slots.find((slot) => isAt(slot, '14:00')
    && slots.some((next) => next.practitionerId === slot.practitionerId && next.start.slice(0, 10) === slot.start.slice(0, 10) && isAt(next, '15:00')))
  return twoOClock ?? slots[0]
}

/** Two callers, one time: both claims leave at the same instant, and what each hears is what the database decided. */
export async function simulateRace(to: Exchange, slots: readonly Slot[], emit: Emit): Promise<void> {
  const slot = slotToFightOver(slots)
  if (!slot) return emit(nothingFree)
  const rivals = [new Caller(1, to, emit), new Caller(2, to, emit)]
  await Promise.all(rivals.map(async (caller) => {
    await caller.greet()
    await caller.say('caller', `Could I have ${spokenDay(slot.start)} at ${spokenTime(slot.start)}?`)
    await caller.say('assistant', 'One moment while I book that.')
  }))
  await Promise.all(rivals.map(async (caller) => {
    const result = await caller.tool('claim_slot', caller.claimOf(slot))
    await caller.say('assistant', result.say!)
    if (result.status === 201) caller.announce(result)
    await caller.say('caller', result.status === 201 ? 'Thank you, goodbye.' : 'Let me think about it, thank you.')
    await caller.hangUp(result.status === 201 ? 'booked' : 'refused', 'customer-ended-call')
  }))
}
