import { describe, expect, it } from 'vitest'
import { afterEvent, NOTHING_YET, readEvents } from '#components/calls/simulation.ts'
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
      { type: 'done', line: 2, outcome: 'refused', callId: 'c2' },
    ]
    const { lines } = events.reduce(afterEvent, NOTHING_YET)
    expect(lines[1].moments).toMatchObject([{ kind: 'tool', result: null }])
    expect(lines[2].moments).toMatchObject([{ kind: 'tool', result: { status: 409 }, tookMs: 9 }])
    expect(lines[2].done?.outcome).toBe('refused')
    expect(lines[1].done).toBeNull()
  })
})
