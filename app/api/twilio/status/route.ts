import { z } from 'zod'
import { parse } from '#lib/http/body.ts'
import { problem } from '#lib/http/problem.ts'
import { answer } from '#lib/http/route.ts'
import { signedForm } from '#lib/integrations/twilio/webhook.ts'
import { twilioSettings } from '#lib/integrations/wiring.ts'
import { clinicOfSmsNumber, noteTextStatus } from '#lib/recovery/inbound.ts'
import { env } from '#lib/shared/env.ts'

const Status = z.object({
  MessageSid: z.string().min(1).max(64), MessageStatus: z.string().regex(/^[a-z]{1,20}$/), From: z.string().min(1).max(40), ErrorCode: z.coerce.number().int().optional(),
  o: z.uuid(),
})

/** What became of a text. Our own id of it is in the address, which the signature covers. */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const form = await signedForm(request, twilioSettings(env()).authToken, env().APP_URL)
    const { MessageSid, MessageStatus, From, ErrorCode, o } = parse(Status, { ...form, o: new URL(request.url).searchParams.get('o') })
    const clinicId = await clinicOfSmsNumber(From)
    if (!clinicId) return problem('forbidden')
    await noteTextStatus({ role: 'voice_agent', clinicId }, o, { sid: MessageSid, status: MessageStatus, errorCode: ErrorCode ?? null })
    return new Response(null, { status: 204 })
  })
}
