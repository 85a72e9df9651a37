import { z } from 'zod'
import { parse } from '#lib/http/body.ts'
import { problem } from '#lib/http/problem.ts'
import { answer } from '#lib/http/route.ts'
import { signedForm } from '#lib/integrations/twilio/webhook.ts'
import { twilioSettings } from '#lib/integrations/wiring.ts'
import { clinicOfSmsNumber, noteNoticeStatus, noteTextStatus } from '#lib/recovery/inbound.ts'
import { env } from '#lib/shared/env.ts'

const Status = z.object({
  MessageSid: z.string().regex(/^[\w-]{1,64}$/), MessageStatus: z.string().regex(/^[a-z]{1,20}$/), From: z.string().regex(/^[ -~]{1,40}$/),
  // A code in another form than ever before costs the code, not the report.
  ErrorCode: z.coerce.number().int().min(0).max(999_999).optional().catch(undefined),
  o: z.uuid().nullable(), n: z.uuid().nullable(),
}).refine((given) => (given.o === null) !== (given.n === null), { path: ['o'], message: 'the id of a text (o) or of an alert (n)' })

/** What became of a text (o), or of an alert to the clinic's own people (n). Our own id of it is in the address, which the signature covers. */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const form = await signedForm(request, twilioSettings(env()).authToken, env().APP_URL)
    const { searchParams } = new URL(request.url)
    const { MessageSid, MessageStatus, From, ErrorCode, o, n } = parse(Status, { ...form, o: searchParams.get('o'), n: searchParams.get('n') })
    const clinicId = await clinicOfSmsNumber(From)
    if (!clinicId) return problem('forbidden')
    const actor = { role: 'voice_agent', clinicId } as const
    if (n) await noteNoticeStatus(actor, n, { sid: MessageSid, status: MessageStatus })
    else await noteTextStatus(actor, o!, { sid: MessageSid, status: MessageStatus, errorCode: ErrorCode ?? null })
    return new Response(null, { status: 204 })
  })
}
