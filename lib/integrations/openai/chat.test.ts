import { expect, test } from 'vitest'
import { answerOf } from '#lib/integrations/openai/chat.ts'
import type { LlmEvent } from '#lib/voice/ports.ts'

const event = (delta: object) => `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: null }] })}\r\n\r\n`
const body = [
  ': connected\n\n', event({ role: 'assistant', content: '' }), event({ content: 'It is £120 – naïve? ' }), 'data: not JSON\n\n',
  event({ tool_calls: [{ index: 1, id: 'b', function: { name: 'claim_slot', arguments: '' } }] }), event({ tool_calls: [{ index: 0, id: 'a', function: { name: 'capture_lead', arguments: '{"name":' } }] }),
  event({ tool_calls: [{ index: 0, function: { arguments: '"Zoë"}' } }] }), event({ tool_calls: [{ index: 1, function: { arguments: '{}' } }] }),
  'data: {"choices":[]}\n\n', 'data: [DONE]\n\n', event({ content: 'never' }),
].join('')

test.each([1, 2, 3, 7, 64, 10_000])('a stream cut after every %i bytes, within characters too, is the same answer', async (size) => {
  const bytes = new TextEncoder().encode(body)
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const events: LlmEvent[] = []
  for await (const one of answerOf(pieces())) events.push(one)
  expect(events).toEqual([
    { type: 'text', text: 'It is £120 – naïve? ' },
    { type: 'tools', calls: [{ id: 'a', name: 'capture_lead', arguments: '{"name":"Zoë"}' }, { id: 'b', name: 'claim_slot', arguments: '{}' }] },
  ])
})
