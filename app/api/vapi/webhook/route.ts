import { heedTurns } from '#lib/calls/emergency.ts'
import { noteAnswerTime } from '#lib/calls/latency/answer-times.ts'
import { isToolName } from '#lib/calls/tools.ts'
import { answerToolCalls, isPlain, noteReport, noteStatus, noteStatusFor, openCallFor, type AnsweredTool, type OpenedCall } from '#lib/calls/webhook.ts'
import { askToRingBack, wantsPerson } from '#lib/calls/human-only.ts'
import { readJson } from '#lib/http/body.ts'
import { problem } from '#lib/http/problem.ts'
import { answer, json } from '#lib/http/route.ts'
import { traced } from '#lib/http/tracing.ts'
import { assistantOf, personFor } from '#lib/integrations/vapi/assistant.ts'
import { Body, messageOf, type Message } from '#lib/integrations/vapi/messages.ts'
import { liveControlFor, withBrain } from '#lib/integrations/wiring.ts'
import { env } from '#lib/shared/env.ts'
import { admit } from '#lib/tenancy/admission.ts'
import type { Actor } from '#lib/db/actor.ts'
import { readVoiceProfile } from '#lib/tenancy/voice.ts'

// A report carries the whole conversation in several copies.
const limitBytes = 8 * 1024 * 1024
const usualBytes = 256 * 1024

type ToolCalls = Extract<Message, { kind: 'tool-calls' }>

const secretOf = (headers: Headers) => headers.get('x-vapi-secret') ?? /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1]

/**
 * Results as Vapi takes them. What must be said word for word goes in a message beside the result, once, because Vapi speaks that instead
 * of asking the model.
 */
function spoken(answers: readonly AnsweredTool[]) {
  const forced = answers.find((one) => one.result.code === 'emergency')
  return answers.map((one) => ({
    toolCallId: one.id, name: one.name, result: JSON.stringify(one.result),
    ...(one === forced ? { message: { type: 'request-complete', content: one.result.say } } : {}),
  }))
}

/** Vapi's server messages. The secret names the clinic; a wrong or missing one is 401 and nothing is read or written. */
export async function POST(request: Request): Promise<Response> {
  const startedAt = performance.now()
  const about: About = { clinicId: null, kind: 'refused', parts: [] }
  const response = await traced('vapi.webhook', request.headers, async (span) => {
    const answered = await handle(request, about)
    span.setAttributes({ 'callwaiting.message': about.kind, 'http.response.status_code': answered.status, ...(about.clinicId ? { 'callwaiting.clinic': about.clinicId } : {}) })
    return answered
  })
  const tookMs = performance.now() - startedAt
  if (about.clinicId) noteAnswerTime(about.clinicId, about.kind, tookMs)
  response.headers.set('server-timing', [`app;dur=${tookMs.toFixed(1)}`, ...about.parts].join(', '))
  return response
}

/** What a message was, for the figures of our own answers: ids and names of ours; `parts` of the time, as Server-Timing has them. */
type About = { clinicId: string | null; kind: string; parts: string[] }

const unauthenticated = () => problem('unauthenticated')

async function answerTools(about: About, clinicId: string, message: ToolCalls, opened?: OpenedCall): Promise<Response> {
  const answers = await answerToolCalls({ role: 'voice_agent', clinicId }, clinicId, message.call, message.toolCalls, message.turns, opened)
  about.parts.push(...answers.map(({ name, tookMs }) => `tool;desc="${name}";dur=${tookMs.toFixed(1)}`))
  return json({ results: spoken(answers) })
}

const describe = (about: About, clinicId: string, message: Message): void => {
  about.clinicId = clinicId
  about.kind = message.kind === 'tool-calls' ? `tool:${isToolName(message.toolCalls[0]?.name ?? '') ? message.toolCalls[0]!.name : 'unknown'}` : message.kind
}

/**
 * What a caller waits for, and what comes most often: who asks and what is asked reach the database in one trip. Null for every other
 * message, which asks who it is by itself.
 */
async function answerAtOnce(secret: string, message: Message, about: About): Promise<Response | null> {
  if (message.kind === 'tool-calls') {
    const opened = await openCallFor(secret, message.call, message.toolCalls, message.turns)
    if (!opened) return unauthenticated()
    describe(about, opened.clinicId, message)
    return answerTools(about, opened.clinicId, message, opened.opened)
  }
  if (message.kind !== 'status-update' || !isPlain(message.call)) return null
  const noted = await noteStatusFor(secret, message.call, message.status, message.endedReason)
  if (!noted) return unauthenticated()
  describe(about, noted.clinicId, message)
  return json({})
}

function handle(request: Request, about: About): Promise<Response> {
  return answer(async () => {
    const secret = secretOf(request.headers)
    if (!secret) return unauthenticated()
    const read = async () => messageOf(await readJson(request, Body, limitBytes), new Date())
    // A message of usual size is read before it is known whose it is; what is wrong with it is told to nobody but a clinic's own platform.
    const isUsual = Number(request.headers.get('content-length') ?? Infinity) <= usualBytes
    const [early] = isUsual ? await Promise.allSettled([read()]) : [null]
    const atOnce = early?.status === 'fulfilled' ? await answerAtOnce(secret, early.value, about) : null
    if (atOnce) return atOnce
    // 429 when the clinic's calls ask too much at once: Vapi tries those again, and a report that is late makes its lead all the same.
    const clinicId = (await admit(secret, 'vapi'))?.clinicId
    if (!clinicId) return unauthenticated()
    if (early?.status === 'rejected') throw early.reason
    const message = early ? early.value : await read()
    const actor: Actor = { role: 'voice_agent', clinicId }
    describe(about, clinicId, message)
    switch (message.kind) {
      case 'assistant-request': {
        await noteStatus(actor, clinicId, message.call, 'ringing', null)
        const [clinic, isForPerson] = await Promise.all([readVoiceProfile(actor, clinicId), wantsPerson(actor, clinicId, message.call.phone)])
        if (isForPerson) {
          await askToRingBack(actor, clinicId, message.call.id)
          return json(personFor(clinic))
        }
        const target = { url: `${env().APP_URL}/api/vapi/webhook`, secret }
        return json({ assistant: assistantOf(withBrain(clinic, env()), target) })
      }
      case 'tool-calls':
        return answerTools(about, clinicId, message)
      case 'heard':
        await heedTurns(actor, clinicId, message.call, message.turns, { control: liveControlFor(env()), controlUrl: message.controlUrl })
        return json({})
      case 'status-update':
        await noteStatus(actor, clinicId, message.call, message.status, message.endedReason)
        return json({})
      case 'end-of-call-report':
        await noteReport(actor, clinicId, message.call, message)
        return json({})
      case 'ignored':
        return json({})
    }
  })
}
