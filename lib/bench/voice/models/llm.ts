import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { between, llms, lognormal, uniform, type LlmName } from '#lib/bench/voice/models/draws.ts'
import { startModel, type Model, type Setting } from '#lib/bench/voice/models/loopback.ts'
import type { Answer, CallScript, Place } from '#lib/bench/voice/models/script.ts'

export type LlmSetting = Setting & { llm: LlmName }

const Content = z.union([z.string(), z.array(z.looseObject({ text: z.string().optional() })), z.null()]).optional()
const Completion = z.looseObject({
  model: z.string().min(1),
  messages: z.array(z.looseObject({ role: z.string(), content: Content })).min(1),
  stream: z.boolean().optional(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  tools: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }) })).optional(),
})
type Completion = z.infer<typeof Completion>

const BODY_BYTES_MAX = 1_000_000
const unscripted: Answer = { text: 'I am a model and have no words for that. ' }

const textOf = (content: z.infer<typeof Content>): string =>
  typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join(' ')

/** Words with the space before them and marks apart, about as a tokenizer cuts English. */
export const tokensOf = (text: string): string[] => text.match(/\s*[\p{L}\p{N}'’£]+|\s*[^\s\p{L}\p{N}]|\s+$/gu) ?? []

/** The token that completes the first clause: the first mark after eight characters, or the end. */
export function clauseToken(tokens: readonly string[]): number {
  let length = 0
  const index = tokens.findIndex((token) => {
    length += token.length
    return length >= 8 && /[,;:.!?]$/.test(token)
  })
  return index < 0 ? tokens.length - 1 : index
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > BODY_BYTES_MAX) throw new Error('The body is too large.')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

type Piece = { delta: object; text?: string } | { finish: 'stop' | 'tool_calls' }

/** What is streamed, piece by piece: the tools first, and once they have been answered the words. */
function piecesOf(answer: Answer, completion: Completion): Piece[] {
  const lastUser = completion.messages.findLastIndex((message) => message.role === 'user')
  const answered = completion.messages.slice(lastUser).filter((message) => message.role === 'tool').length
  const tools = completion.tools && answered === 0 ? (answer.tools ?? []) : []
  if (tools.length === 0) return [...tokensOf(answer.text).map((text) => ({ delta: { content: text }, text })), { finish: 'stop' }]
  return [...tools.flatMap((tool, index): Piece[] => {
    const written = JSON.stringify(tool.arguments)
    const half = Math.ceil(written.length / 2)
    return [
      { delta: { tool_calls: [{ index, id: `call_${lastUser}_${index}`, type: 'function', function: { name: tool.name, arguments: '' } }] } },
      ...[written.slice(0, half), written.slice(half)].map((part): Piece => ({ delta: { tool_calls: [{ index, function: { arguments: part } }] } })),
    ]
  }), { finish: 'tool_calls' }]
}

const pause = (ms: number) => new Promise<void>((resolve) => { setTimeout(resolve, Math.max(0, ms)) })

/** Writes an event; now and then in two, in the middle of a character where it has one of several bytes, as networks do. */
async function write(response: ServerResponse, event: string, seed: number, key: string): Promise<void> {
  const bytes = Buffer.from(event)
  const wide = bytes.findIndex((byte) => byte >= 0xc0)
  const at = wide >= 0 ? wide + 1 : uniform(seed, key) < 0.1 ? Math.floor(bytes.length * uniform(seed, `${key}/at`)) : 0
  if (at > 0) {
    response.write(bytes.subarray(0, at))
    await new Promise(setImmediate)
  }
  response.write(bytes.subarray(at))
}

type Streaming = { response: ServerResponse; setting: LlmSetting; completion: Completion; place: Place | null; key: string; firstMs: number; arrivedAt: number }

async function stream({ response, setting, completion, place, key, firstMs, arrivedAt }: Streaming): Promise<void> {
  const chunk = (choices: object[], extra: object = {}) => `data: ${JSON.stringify({
    id: `chatcmpl-model-${key}`, object: 'chat.completion.chunk', created: 1, model: completion.model, system_fingerprint: 'model-of-an-llm', choices, ...extra,
  })}\n\n`
  const times = place && setting.stopwatch.turn(place.script.tag, place.turn)
  const midway = place?.script.faults?.llm?.stallMidwayMs?.[place.turn]
  const pieces = piecesOf(place ? place.script.turns[place.turn]!.answer : unscripted, completion)
  const clauseAt = clauseToken(pieces.flatMap((piece) => ('text' in piece && piece.text ? [piece.text] : [])))
  const speaks = pieces.some((piece) => 'text' in piece)
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform' })
  response.flushHeaders()
  let due = arrivedAt + firstMs
  await pause(due - performance.now())
  if (!response.destroyed) await write(response, `: a model\n\n${chunk([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }])}`, setting.seed, key)
  for (const [index, piece] of pieces.entries()) {
    if (midway && index === midway.afterTokens) due += midway.ms
    if (index > 0) due += llms[setting.llm].betweenTokensMs
    if (due > performance.now()) await pause(due - performance.now())
    if (response.destroyed) return
    const choice = 'finish' in piece ? { delta: {}, finish_reason: piece.finish } : { delta: piece.delta, finish_reason: null }
    await write(response, chunk([{ index: 0, ...choice }]), setting.seed, `${key}/${index}`)
    if (times && speaks && index === 0) Object.assign(times, { llmRequestAt: arrivedAt, firstTokenAt: performance.now(), drawnMs: { ...times.drawnMs, llm: firstMs } })
    if (times && speaks && index === clauseAt) times.clauseAt = performance.now()
  }
  if (completion.stream_options?.include_usage) await write(response, chunk([], { usage: { prompt_tokens: 1, completion_tokens: pieces.length, total_tokens: pieces.length + 1 } }), setting.seed, key)
  response.end('data: [DONE]\n\n')
}

/** A model of an OpenAI-compatible chat completion stream, on loopback, that says what the script of the call has for the words it is asked. */
export function startLlm(setting: LlmSetting): Promise<Model> {
  const asked = new Map<CallScript, { requests: number; failed: number }>()
  const refuse = (response: ServerResponse, status: number, type: string, message: string) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { message, type, code: null, param: null } }))
  const fails = (script: CallScript): boolean => {
    const known = asked.get(script) ?? { requests: 0, failed: 0 }
    asked.set(script, known)
    const { errors } = script.faults?.llm ?? {}
    if (!errors || known.requests++ < errors.after || known.failed >= errors.count) return false
    known.failed++
    return true
  }
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    const arrivedAt = performance.now()
    if (request.headers.authorization !== `Bearer ${setting.apiKey}`) return refuse(response, 401, 'invalid_request_error', 'Incorrect API key provided.')
    if (request.method !== 'POST' || !request.url?.endsWith('/chat/completions')) return refuse(response, 404, 'invalid_request_error', 'Unknown request URL.')
    const body = Completion.safeParse(JSON.parse(await bodyOf(request)))
    if (!body.success) return refuse(response, 400, 'invalid_request_error', body.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; '))
    const completion = body.data
    const place = setting.scripts.bySaid(completion.messages.flatMap((message) => (message.role === 'user' ? [textOf(message.content)] : [])))
    if (place) setting.stopwatch.turn(place.script.tag, place.turn).llmRequests++
    if (place && fails(place.script)) return refuse(response, 500, 'server_error', 'The model of an LLM was told to fail.')
    const key = place ? `llm/${place.script.tag}/${place.turn}` : `llm/unscripted/${between(0, 1, setting.seed, String(arrivedAt))}`
    const firstMs = (place && place.script.faults?.llm?.stallMs?.[place.turn]) ?? lognormal(llms[setting.llm].first, setting.seed, key)
    if (completion.stream) return stream({ response, setting, completion, place, key, firstMs, arrivedAt })
    const whole = place ? place.script.turns[place.turn]!.answer.text : unscripted.text
    await pause(firstMs + tokensOf(whole).length * llms[setting.llm].betweenTokensMs)
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({
      id: `chatcmpl-model-${key}`, object: 'chat.completion', created: 1, model: completion.model,
      choices: [{ index: 0, message: { role: 'assistant', content: whole }, finish_reason: 'stop' }],
    }))
  }
  return startModel('an OpenAI-compatible LLM', {
    request: (request, response) => void answer(request, response).catch(() => {
      if (response.headersSent) response.destroy()
      else refuse(response, 400, 'invalid_request_error', 'The request could not be read.')
    }),
  })
}
