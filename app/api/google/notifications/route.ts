import { answer } from '#lib/http/route.ts'
import { calendarChanged } from '#lib/tenancy/calendar-channel.ts'

/** Google's push channel: an empty body, everything in headers. A wrong token is 403, a channel we do not know 404. */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const known = await calendarChanged(request.headers.get('x-goog-channel-id') ?? '', request.headers.get('x-goog-channel-token') ?? '')
    return new Response(null, { status: { ok: 204, refused: 403, unknown: 404 }[known] })
  })
}
