import { clinicRoute } from '#lib/http/route.ts'
import { mayStay } from '#lib/tenancy/clinics.ts'
import { onChange } from '#lib/tenancy/live.ts'

const heartbeatMs = 20_000

// An hour at most: then the browser comes again, and its session is looked at again.
const longestMs = 3_600_000

export const GET = clinicRoute({}, async ({ request, actor, clinicId }) => {
  const encoder = new TextEncoder()
  let stop = () => {}
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      let isOpen = true
      const send = (text: string) => {
        if (isOpen) controller.enqueue(encoder.encode(text))
      }
      const finish = () => {
        if (!isOpen) return
        stop()
        controller.close()
      }
      // A member was removed, a key revoked, or something may have been missed: whoever listens must still be let in. In doubt they come again.
      const stayOrLeave = () => mayStay(actor, clinicId).then((may) => (may ? undefined : finish()), finish)
      const forget = onChange(clinicId, ({ table, id }) => {
        if (table === 'doors' || table === 'all') void stayOrLeave()
        send(`event: change\ndata: ${JSON.stringify({ table, id })}\n\n`)
      })
      const heartbeat = setInterval(() => send(': still here\n\n'), heartbeatMs)
      const end = setTimeout(finish, longestMs)
      stop = () => {
        isOpen = false
        forget()
        clearInterval(heartbeat)
        clearTimeout(end)
      }
      request.signal.addEventListener('abort', () => stop())
      send('retry: 2000\nevent: ready\ndata: {}\n\n')
    },
    cancel: () => stop(),
  })
  return new Response(stream, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  })
})
