import 'server-only'
import { z } from 'zod'
import { eventsIn } from '#lib/integrations/openai/sse.ts'
import { jsonIn } from '#lib/shared/json.ts'
import type { LlmEvent, LlmPort, Message, ToolCallRequest } from '#lib/voice/ports.ts'

export type LlmSettings = { apiKey: string; url: string; model: string }

const HEADERS_MS = 8_000

const Chunk = z.looseObject({
  choices: z.array(z.looseObject({
    delta: z.looseObject({
      content: z.string().nullish(),
      tool_calls: z.array(z.looseObject({ index: z.number().int().min(0).max(20), id: z.string().nullish(), function: z.looseObject({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish() })).nullish(),
    }).nullish(),
    finish_reason: z.string().nullish(),
  })),
})

/** Sends a chat completion upstream as a stream; the caller reads or passes on its body. Rejects when there is no answer in time. */
export async function openCompletion({ apiKey, url, model }: LlmSettings, body: object, signal: AbortSignal): Promise<Response> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new Error('The model did not answer')), HEADERS_MS)
  try {
    return await fetch(`${url.replace(/\/+$/, '')}/chat/completions`, {
      method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` }, body: JSON.stringify({ ...body, model, stream: true }), signal: AbortSignal.any([signal, late.signal]),
    })
  } finally {
    clearTimeout(timer)
  }
}

/** Words as they are written, then what tools the model wants, once it has said all of it. */
export async function* answerOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<LlmEvent> {
  const calls = new Map<number, ToolCallRequest>()
  for await (const data of eventsIn(body)) {
    if (data === '[DONE]') break
    const chunk = Chunk.safeParse(jsonIn(data))
    const delta = chunk.data?.choices[0]?.delta
    if (delta?.content) yield { type: 'text', text: delta.content }
    for (const part of delta?.tool_calls ?? []) {
      const call = calls.get(part.index) ?? { id: '', name: '', arguments: '' }
      // Id and name come once, arguments in pieces.
      calls.set(part.index, { id: call.id || (part.id ?? ''), name: call.name || (part.function?.name ?? ''), arguments: call.arguments + (part.function?.arguments ?? '') })
    }
  }
  if (calls.size > 0) yield { type: 'tools', calls: [...calls.entries()].sort(([a], [b]) => a - b).map(([, call]) => call) }
}

/** A brain that speaks OpenAI's chat completions, wherever it runs. `tools` are what it may use, as that API describes them. */
export const openAiLlm = (settings: LlmSettings, tools: readonly object[]): LlmPort => ({
  async *answer(messages: readonly Message[], signal: AbortSignal) {
    const response = await openCompletion(settings, { messages, temperature: 0.2, max_tokens: 250, ...(tools.length > 0 ? { tools } : {}) }, signal)
    if (!response.ok || !response.body) {
      await response.body?.cancel()
      throw new Error(`The model answered ${response.status}`)
    }
    yield* answerOf(response.body as unknown as AsyncIterable<Uint8Array>)
  },
  // The connection is there when the first word is: its set-up is a tenth of a second that nobody need hear.
  warmUp: () => {
    fetch(`${settings.url.replace(/\/+$/, '')}/models`, { headers: { authorization: `Bearer ${settings.apiKey}` }, signal: AbortSignal.timeout(2_000) })
      .then((response) => response.body?.cancel(), () => undefined)
  },
})
