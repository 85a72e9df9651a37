import type { SimulatedCallEvent, SimulatedOutcome } from '#lib/calls/types.ts'

type Booking = Extract<SimulatedCallEvent, { type: 'booked' }>['booking']

/** What is drawn in a conversation, in the order in which it happened. */
export type Moment =
  | { kind: 'turn'; role: 'assistant' | 'caller'; text: string }
  | { kind: 'text'; direction: 'out' | 'in'; body: string }
  | { kind: 'message'; message: string; status: number; tookMs: number }
  | {
      kind: 'tool'
      id: string
      name: string
      arguments: Record<string, unknown>
      result: Record<string, unknown> | null
      tookMs: number | null
    }

export type CallLine = {
  moments: Moment[]
  booking: Booking | null
  done: { outcome: SimulatedOutcome; callId: string; leadId: string | null } | null
}

export type Simulation = { lines: { 1: CallLine; 2: CallLine }; problem: { title: string; detail: string } | null }

const SILENT_LINE: CallLine = { moments: [], booking: null, done: null }

export const NOTHING_YET: Simulation = { lines: { 1: SILENT_LINE, 2: SILENT_LINE }, problem: null }

/** Whether the caller has left, though the simulation may go on by text. */
export function hasHungUp(line: CallLine): boolean {
  return line.moments.some((moment) => moment.kind === 'message' && moment.message === 'end-of-call-report')
}

/** The simulation after one more event. */
export function afterEvent(before: Simulation, event: SimulatedCallEvent): Simulation {
  if (event.type === 'problem') return { ...before, problem: { title: event.title, detail: event.detail } }
  const line = before.lines[event.line]
  return { ...before, lines: { ...before.lines, [event.line]: lineAfter(line, event) } }
}

function lineAfter(line: CallLine, event: Exclude<SimulatedCallEvent, { type: 'problem' }>): CallLine {
  const add = (moment: Moment) => ({ ...line, moments: [...line.moments, moment] })
  switch (event.type) {
    case 'turn':
      return add({ kind: 'turn', role: event.role, text: event.text })
    case 'text':
      return add({ kind: 'text', direction: event.direction, body: event.body })
    case 'message':
      return add({ kind: 'message', message: event.message, status: event.status, tookMs: event.tookMs })
    case 'tool-call':
      return add({ kind: 'tool', id: event.id, name: event.name, arguments: event.arguments, result: null, tookMs: null })
    case 'tool-result':
      return {
        ...line,
        moments: line.moments.map((moment) =>
          moment.kind === 'tool' && moment.id === event.id
            ? { ...moment, result: event.result, tookMs: event.tookMs }
            : moment,
        ),
      }
    case 'booked':
      return { ...line, booking: event.booking }
    case 'done':
      return { ...line, done: { outcome: event.outcome, callId: event.callId, leadId: event.leadId } }
  }
}

/** Reads a stream of JSON objects, one a line, as they arrive; a line that is cut off by the end is ignored. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<SimulatedCallEvent> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader()
  let rest = ''
  try {
    while (true) {
      const { done, value } = await reader.read()
      if (done) return
      const lines = (rest + value).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line.trim()) yield JSON.parse(line) as SimulatedCallEvent
    }
  } finally {
    // Of a stream that broke, cancelling only repeats the error that the reader has thrown already.
    await reader.cancel().catch(() => undefined)
  }
}
