import { z } from 'zod'
import { parse } from '#lib/http/body.ts'
import { problem } from '#lib/http/problem.ts'
import { answer } from '#lib/http/route.ts'
import { signedForm, silence } from '#lib/integrations/twilio/webhook.ts'
import { twilioSettings } from '#lib/integrations/wiring.ts'
import { clinicOfSmsNumber, receiveText } from '#lib/recovery/inbound.ts'
import { env } from '#lib/shared/env.ts'

const number = z.string().regex(/^\+[1-9]\d{6,14}$/)
const Inbound = z.object({ MessageSid: z.string().regex(/^[\w-]{1,64}$/), From: number, To: number, Body: z.string().max(1600).default(''), OptOutType: z.string().max(20).optional() })

/** A text from a person. Signed with our account's token, or refused before anything is read. */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const form = await signedForm(request, twilioSettings(env()).authToken, env().APP_URL)
    const { MessageSid, From, To, Body, OptOutType } = parse(Inbound, form)
    const clinicId = await clinicOfSmsNumber(To)
    if (!clinicId) return problem('forbidden')
    await receiveText({ role: 'voice_agent', clinicId }, clinicId, { sid: MessageSid, from: From, body: Body, optOutType: OptOutType })
    return silence()
  })
}
