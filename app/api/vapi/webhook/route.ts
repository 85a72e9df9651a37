import { answerToolCalls, noteReport, noteStatus } from '#lib/calls/webhook.ts'
import { readJson } from '#lib/http/body.ts'
import { problem } from '#lib/http/problem.ts'
import { answer, json } from '#lib/http/route.ts'
import { assistantOf } from '#lib/integrations/vapi/assistant.ts'
import { Body, messageOf } from '#lib/integrations/vapi/messages.ts'
import { env } from '#lib/shared/env.ts'
import { clinicOfKey } from '#lib/tenancy/access.ts'
import type { Actor } from '#lib/db/actor.ts'
import { readVoiceProfile } from '#lib/tenancy/voice.ts'

// A report carries the whole conversation in several copies.
const limitBytes = 8 * 1024 * 1024

const secretOf = (headers: Headers) => headers.get('x-vapi-secret') ?? /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1]

/** Vapi's server messages. The secret names the clinic; a wrong or missing one is 401 and nothing is read or written. */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const secret = secretOf(request.headers)
    const clinicId = secret ? await clinicOfKey(secret, 'vapi') : null
    if (!secret || !clinicId) return problem('unauthenticated')
    const actor: Actor = { role: 'voice_agent', clinicId }
    const message = messageOf(await readJson(request, Body, limitBytes), new Date())
    switch (message.kind) {
      case 'assistant-request': {
        await noteStatus(actor, clinicId, message.call, 'ringing', null)
        const target = { url: `${env().APP_URL}/api/vapi/webhook`, secret }
        return json({ assistant: assistantOf(await readVoiceProfile(actor, clinicId), target) })
      }
      case 'tool-calls': {
        const answers = await answerToolCalls(actor, clinicId, message.call, message.toolCalls)
        return json({ results: answers.map(({ id, name, result }) => ({ toolCallId: id, name, result: JSON.stringify(result) })) })
      }
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
