import { completionFor, type ChatTurn } from '#lib/calls/chat.ts'
import { readJson } from '#lib/http/body.ts'
import { problem } from '#lib/http/problem.ts'
import { answer } from '#lib/http/route.ts'
import { openCompletion } from '#lib/integrations/openai/chat.ts'
import { CompletionRequest } from '#lib/integrations/openai/request.ts'
import { llmSettings } from '#lib/integrations/wiring.ts'
import { env } from '#lib/shared/env.ts'
import { errorCode, log } from '#lib/shared/log.ts'
import { admit } from '#lib/tenancy/admission.ts'

const limitBytes = 1024 * 1024
const streamHeaders = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' }
const encoder = new TextEncoder()

const event = (delta: object, finish: string | null) => `data: ${JSON.stringify({
  id: 'chatcmpl-callwaiting', object: 'chat.completion.chunk', created: Math.floor(Date.now() / 1_000), model: 'callwaiting', choices: [{ index: 0, delta, finish_reason: finish }],
})}\n\n`

/** Fixed words as a completion of their own, without a model. */
const spokenAs = (text: string) => `${event({ role: 'assistant', content: '' }, null)}${event({ content: text }, null)}${event({}, 'stop')}data: [DONE]\n\n`

/** Passes the model's events on as they come. The headers and a comment leave before it has answered; whoever hangs up stops it. */
function passedOn(open: (signal: AbortSignal) => Promise<Response>): ReadableStream<Uint8Array> {
  const upstream = new AbortController()
  return new ReadableStream({
    async start(controller) {
      controller.enqueue(encoder.encode(': connected\n\n'))
      try {
        const response = await open(upstream.signal)
        if (!response.ok || !response.body) throw Object.assign(new Error('refused'), { code: `HTTP_${response.status}` })
        for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) controller.enqueue(bytes)
        controller.close()
      } catch (error) {
        if (upstream.signal.aborted) return
        log('error', 'completion-failed', { error: errorCode(error) })
        // The caller is on the line: say something true rather than nothing.
        controller.enqueue(encoder.encode(spokenAs('I\'m sorry, could you say that again?')))
        controller.close()
      }
    },
    cancel: () => upstream.abort(),
  })
}

/**
 * A custom model for Vapi: OpenAI's chat completions as server-sent events, behind the clinic's secret as bearer. Tools are passed through, not
 * used. A caller in danger hears the fixed words, whatever the model would say. 503 where the installation has no model.
 */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const secret = /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? request.headers.get('x-vapi-secret')
    const clinicId = secret ? (await admit(secret, 'vapi'))?.clinicId : undefined
    if (!clinicId) return problem('unauthenticated', {}, { 'www-authenticate': 'Bearer' })
    const { messages, tools, temperature, max_tokens, call } = await readJson(request, CompletionRequest, limitBytes)
    const settings = llmSettings(env())
    if (!settings) return problem('busy', { detail: 'This installation has no language model: LLM_API_KEY is not set.' })
    const said = messages.flatMap(({ role, content }): ChatTurn[] => (typeof content === 'string' && (role === 'user' || role === 'assistant') ? [{ role, content }] : []))
    const fixed = await completionFor({ role: 'voice_agent', clinicId }, clinicId, said, call?.id ?? null)
    if (fixed) return new Response(spokenAs(fixed), { headers: streamHeaders })
    const body = { messages, ...(tools ? { tools } : {}), ...(temperature === undefined ? {} : { temperature }), ...(max_tokens === undefined ? {} : { max_tokens }) }
    return new Response(passedOn((signal) => openCompletion(settings, body, signal)), { headers: streamHeaders })
  })
}
