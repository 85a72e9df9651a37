import type { LiveTestEvent } from '#lib/audit/types.ts'

/** What a live test tells, event by event, as its lines arrive. A line that is cut off by a lost connection is no event. */
export async function* liveTestEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<LiveTestEvent> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let rest = ''
  try {
    while (true) {
      const { done, value } = await reader.read()
      if (done) return
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
      rest = lines.pop()!
      for (const line of lines) if (line !== '') yield JSON.parse(line) as LiveTestEvent
    }
  } finally {
    // Of a stream that broke, cancelling only repeats the error that the reader has thrown already.
    await reader.cancel().catch(() => undefined)
  }
}
