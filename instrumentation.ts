/** Next calls this once, when a server starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { startTracing } = await import('#lib/http/tracing.ts')
  startTracing()
  const { warmUp } = await import('#lib/db/door.ts')
  const { errorCode, log } = await import('#lib/shared/log.ts')
  const { warmUpRedaction } = await import('#lib/calls/transcript.ts')
  warmUpRedaction()
  // A cold start is slower, not wrong.
  await warmUp().catch((error: unknown) => log('warn', 'warm-up-failed', { error: errorCode(error) }))
}
