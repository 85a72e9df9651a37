import OpenAI from 'openai'
import { afterEach, describe, expect, test } from 'vitest'
import { startLlm } from '#lib/bench/voice/models/llm.ts'
import type { Model } from '#lib/bench/voice/models/loopback.ts'
import type { CallScript, Faults } from '#lib/bench/voice/models/script.ts'
import { newSetting, turnOf } from '#lib/bench/voice/models/testing.ts'

const says = 'Anchor basket one, what is a peel?'
const answer = 'Anchor basket one, a peel is £60 – café prices. Would Tuesday suit you?'
const tool = { name: 'find_slots', arguments: { day: 'Tuesday', procedure: 'facelift' } }
const callOf = (faults?: Faults): CallScript => ({
  tag: 'CA1', faults,
  turns: [turnOf(says, answer), { ...turnOf('Anchor basket two, a facelift please.', 'Anchor basket two, at ten.'), answer: { tools: [tool], text: 'Anchor basket two, at ten.' } }],
})
const tools = [{ type: 'function' as const, function: { name: 'find_slots', parameters: { type: 'object', properties: {} } } }]

let model: Model
afterEach(() => model.close())

async function start(faults?: Faults) {
  const setting = newSetting(callOf(faults))
  model = await startLlm({ ...setting, llm: 'fast' })
  return { setting, client: new OpenAI({ apiKey: 'key-of-the-models', baseURL: `http://127.0.0.1:${model.port}/v1`, maxRetries: 0 }) }
}

const ask = (content: string) => [{ role: 'system' as const, content: 'You answer the telephone.' }, { role: 'user' as const, content }]

async function wordsOf(stream: AsyncIterable<OpenAI.ChatCompletionChunk>) {
  const pieces: string[] = []
  let finish: string | null | undefined
  for await (const chunk of stream) {
    if (chunk.choices[0]?.delta.content) pieces.push(chunk.choices[0].delta.content)
    finish = chunk.choices[0]?.finish_reason ?? finish
  }
  return { pieces, finish }
}

describe('the model of an LLM, as the official client of OpenAI meets it', () => {
  test('the answer comes token by token, whole, whatever characters it has', async () => {
    const { client } = await start()
    const { pieces, finish } = await wordsOf(await client.chat.completions.create({ model: 'gpt-4.1', messages: ask(says), stream: true }))
    expect(pieces.join('')).toBe(answer)
    expect(pieces.length).toBeGreaterThan(10)
    expect(finish).toBe('stop')
  })

  test('an interim text gets the same answer as the whole', async () => {
    const { client } = await start()
    const { pieces } = await wordsOf(await client.chat.completions.create({ model: 'gpt-4.1', messages: ask('anchor basket one what is'), stream: true }))
    expect(pieces.join('')).toBe(answer)
  })

  test('events are split inside a character', async () => {
    await start()
    const response = await fetch(`http://127.0.0.1:${model.port}/v1/chat/completions`, {
      method: 'POST', headers: { authorization: 'Bearer key-of-the-models' }, body: JSON.stringify({ model: 'm', messages: ask(says), stream: true }),
    })
    let splits = 0
    for await (const bytes of response.body!) if (Buffer.from(bytes).toString('utf8').includes('\uFFFD')) splits++
    expect(splits).toBeGreaterThan(0)
  })

  test('a tool is called in pieces, and its result is answered with words', async () => {
    const { client } = await start()
    const messages: OpenAI.ChatCompletionMessageParam[] = ask('Anchor basket two, a facelift please.')
    const stream = await client.chat.completions.create({ model: 'gpt-4.1', messages, tools, stream: true, stream_options: { include_usage: true } })
    let name = ''
    let id = ''
    let written = ''
    let parts = 0
    let usage = 0
    for await (const chunk of stream) {
      const call = chunk.choices[0]?.delta.tool_calls?.[0]
      name += call?.function?.name ?? ''
      id += call?.id ?? ''
      written += call?.function?.arguments ?? ''
      if (call?.function?.arguments) parts++
      usage += chunk.usage?.total_tokens ?? 0
    }
    expect(name).toBe('find_slots')
    expect(parts).toBeGreaterThan(1)
    expect(JSON.parse(written)).toEqual(tool.arguments)
    expect(usage).toBeGreaterThan(0)
    messages.push({ role: 'assistant', tool_calls: [{ id, type: 'function', function: { name, arguments: written } }] }, { role: 'tool', tool_call_id: id, content: '{}' })
    const { pieces } = await wordsOf(await client.chat.completions.create({ model: 'gpt-4.1', messages, tools, stream: true }))
    expect(pieces.join('')).toBe('Anchor basket two, at ten.')
  })

  test('without stream the whole answer comes at once', async () => {
    const { client } = await start()
    const completion = await client.chat.completions.create({ model: 'gpt-4.1', messages: ask(says) })
    expect(completion.choices[0]!.message.content).toBe(answer)
  })

  test('the stopwatch has the request that was answered, its first token and its first clause, and the one that was given up', async () => {
    const { client, setting } = await start()
    const given = new AbortController()
    const first = client.chat.completions.create({ model: 'gpt-4.1', messages: ask('Anchor basket one'), stream: true }, { signal: given.signal })
    const stream = await first
    given.abort()
    expect((await wordsOf(stream)).pieces).toEqual([])
    await wordsOf(await client.chat.completions.create({ model: 'gpt-4.1', messages: ask(says), stream: true }))
    const times = setting.stopwatch.turn('CA1', 0)
    expect(times.llmRequests).toBe(2)
    expect(times.firstTokenAt! - times.llmRequestAt!).toBeGreaterThanOrEqual(times.drawnMs.llm! - 1)
    expect(times.clauseAt!).toBeGreaterThan(times.firstTokenAt!)
  })
})

describe('the faults of the model of an LLM', () => {
  test('a wrong key is 401, a request without messages 400', async () => {
    const { client } = await start()
    await expect(new OpenAI({ apiKey: 'wrong', baseURL: client.baseURL, maxRetries: 0 }).chat.completions.create({ model: 'm', messages: ask(says) })).rejects.toMatchObject({ status: 401 })
    await expect(client.chat.completions.create({ model: 'm', messages: [] })).rejects.toMatchObject({ status: 400 })
  })

  test('500 so many times, then an answer', async () => {
    const { client } = await start({ llm: { errors: { after: 0, count: 1 } } })
    await expect(client.chat.completions.create({ model: 'm', messages: ask(says), stream: true })).rejects.toMatchObject({ status: 500 })
    expect((await wordsOf(await client.chat.completions.create({ model: 'm', messages: ask(says), stream: true }))).finish).toBe('stop')
  })

  test('nothing for as long as the script says, at the start and in the middle', async () => {
    const { client } = await start({ llm: { stallMs: { 0: 400 }, stallMidwayMs: { 0: { afterTokens: 3, ms: 300 } } } })
    const startedAt = performance.now()
    const stream = await client.chat.completions.create({ model: 'm', messages: ask(says), stream: true })
    const at: number[] = []
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) at.push(performance.now() - startedAt)
    expect(at[0]).toBeGreaterThanOrEqual(395)
    expect(at[3]! - at[2]!).toBeGreaterThanOrEqual(250)
  })
})
