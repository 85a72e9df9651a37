import { clinicRoute } from '#lib/http/route.ts'
import { onChange } from '#lib/tenancy/live.ts'

const heartbeatMs = 20_000

// An hour at most: then the browser comes again, and membership is checked again.
const longestMs = 3_600_000

export const GET = clinicRoute({}, async ({ request, clinicId }) => {
  const encoder = new TextEncoder()
  let stop = () => {}
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      const forget = onChange(clinicId, ({ table, id }) => send(`event: change\ndata: ${JSON.stringify({ table, id })}\n\n`))
      const heartbeat = setInterval(() => send(': still here\n\n'), heartbeatMs)
      const end = setTimeout(() => { stop(); controller.close() }, longestMs)
      stop = () => { forget(); clearInterval(heartbeat); clearTimeout(end) }
      request.signal.addEventListener('abort', () => stop())
      send('retry: 2000\nevent: ready\ndata: {}\n\n')
    },
    cancel: () => stop(),
  })
  return new Response(stream, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  })
})
