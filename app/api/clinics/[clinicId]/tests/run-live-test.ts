import { reach } from '#lib/audit/deployment.ts'
import { runLiveTest } from '#lib/audit/live-tests.ts'
import type { Evidence, LiveTestEvent, LiveTestName } from '#lib/audit/types.ts'
import { problem } from '#lib/http/problem.ts'
import { clinicRoute, json } from '#lib/http/route.ts'
import { env, loopbackUrl } from '#lib/shared/env.ts'
import { errorCode, log } from '#lib/shared/log.ts'

/** Runs one live test and answers its result; told as it happens, one JSON object a line, to whoever accepts that. */
export const liveTestRoute = (name: LiveTestName) => clinicRoute({}, async ({ request, actor, clinicId }) => {
  const send = await reach(env().APP_URL, loopbackUrl())
  const run = (tell?: (evidence: Evidence) => void) => runLiveTest(actor, clinicId, name, { send, ...(tell ? { tell } : {}) })
  if (!request.headers.get('accept')?.includes('application/x-ndjson')) {
    const outcome = await run()
    return outcome.ok ? json(outcome.result) : problem('too_many', {}, { 'retry-after': String(outcome.retryAfterSeconds) })
  }
  const encoder = new TextEncoder()
  let isWatched = true
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      // Whoever stops watching does not stop the test: its result is kept, and what it made is removed.
      const emit = (event: LiveTestEvent) => void (isWatched && controller.enqueue(encoder.encode(`${JSON.stringify(event)}\n`)))
      try {
        const outcome = await run((evidence) => emit({ type: 'evidence', evidence }))
        emit(outcome.ok ? { type: 'result', result: outcome.result }
          : { type: 'problem', title: 'Too many tests at once', detail: `Other tests of your clinic are running. Try again in ${outcome.retryAfterSeconds} seconds.` })
      } catch (error) {
        log('error', 'live-test-failed', { clinicId, test: name, error: errorCode(error) })
        emit({ type: 'problem', title: 'The test broke off', detail: 'It says nothing about the promise. What it had made is removed. Try again in a moment.' })
      }
      if (isWatched) controller.close()
    },
    cancel: () => { isWatched = false },
  })
  return new Response(stream, { headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store', 'x-accel-buffering': 'no' } })
})
