import { describe, expect, it } from 'vitest'
import { afterEvent, hasHungUp, NOTHING_YET, readEvents } from '#components/calls/simulation.ts'
import type { SimulatedCallEvent } from '#lib/calls/types.ts'

function streamOf(...chunks: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk))
      controller.close()
    },
  })
}

describe('a simulated call as it happens', () => {
  it('puts events together however the network cuts them', async () => {
    const events: SimulatedCallEvent[] = []
    for await (const event of readEvents(streamOf('{"type":"problem","title":"a","de', 'tail":"b"}\n\n{"type":"cut'))) {
      events.push(event)
    }
    expect(events).toEqual([{ type: 'problem', title: 'a', detail: 'b' }])
  })

  it('keeps two callers apart and joins each result to its tool call', () => {
    const events: SimulatedCallEvent[] = [
      { type: 'tool-call', line: 1, id: 'a', name: 'claim_slot', arguments: {} },
      { type: 'tool-call', line: 2, id: 'a', name: 'claim_slot', arguments: {} },
      { type: 'tool-result', line: 2, id: 'a', name: 'claim_slot', result: { status: 409 }, tookMs: 9 },
      { type: 'done', line: 2, outcome: 'refused', callId: 'c2', leadId: null },
    ]
    const { lines } = events.reduce(afterEvent, NOTHING_YET)
    expect(lines[1].moments).toMatchObject([{ kind: 'tool', result: null }])
    expect(lines[2].moments).toMatchObject([{ kind: 'tool', result: { status: 409 }, tookMs: 9 }])
    expect(lines[2].done?.outcome).toBe('refused')
    expect(lines[1].done).toBeNull()
  })

  it('goes on by text after the caller has left, in the order of the texts', () => {
    const events: SimulatedCallEvent[] = [
      { type: 'turn', line: 1, role: 'caller', text: 'Hang on' },
      { type: 'message', line: 1, message: 'end-of-call-report', status: 200, tookMs: 4 },
      { type: 'text', line: 1, direction: 'out', body: 'Reply 1 to book' },
      { type: 'text', line: 1, direction: 'in', body: '1' },
      { type: 'done', line: 1, outcome: 'recovered', callId: 'c1', leadId: 'l1' },
    ]
    const steps = events.map((_, n) => events.slice(0, n + 1).reduce(afterEvent, NOTHING_YET).lines[1])
    expect(steps.map(hasHungUp)).toEqual([false, true, true, true, true])
    expect(steps[4]!.moments.filter((moment) => moment.kind === 'text')).toEqual([
      { kind: 'text', direction: 'out', body: 'Reply 1 to book' },
      { kind: 'text', direction: 'in', body: '1' },
    ])
    expect(steps[4]!.done).toEqual({ outcome: 'recovered', callId: 'c1', leadId: 'l1' })
  })
})
