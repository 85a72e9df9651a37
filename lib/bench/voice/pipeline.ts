import { fork } from 'node:child_process'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import type { Models } from '#lib/bench/voice/models/process.ts'
import { startDistance, type Distance, type Far } from '#lib/bench/voice/network.ts'
import type { Setting } from '#lib/bench/voice/run.ts'
import type { Line } from '#lib/bench/voice/models/twilio-caller.ts'
import type { Watched } from '#lib/bench/voice/watch.ts'
import { freePort } from '#lib/commands/child.ts'
import { childEnv } from '#lib/shared/env.ts'

/** A pipeline that serves calls, watched in its own process. */
export type Pipeline = { line: Line; reset: () => void; watched: () => Promise<Watched>; stop: () => Promise<void> }

const STARTS_WITHIN_MS = 30_000

const answers = (port: number) => new Promise<boolean>((resolve) => {
  const socket = connect(port, '127.0.0.1', () => {
    socket.destroy()
    resolve(true)
  }).once('error', () => resolve(false))
})

/** Starts the module as a process that is watched, and resolves when it listens on the port. Throws when it ends before, or does not within half a minute. */
export async function startPipeline({ module, args = [], env, port, line }: { module: string; args?: string[]; env: NodeJS.ProcessEnv; port: number; line: Line }): Promise<Pipeline> {
  const child = fork(module, args, {
    env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--conditions=react-server', '--disable-warning=ExperimentalWarning', '--import', join(import.meta.dirname, 'watch.ts')],
  })
  let hasEnded = false
  const ended = new Promise<void>((resolve) => child.once('exit', () => {
    hasEnded = true
    resolve()
  }))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  const startedAt = performance.now()
  while (!(await answers(port))) {
    if (hasEnded) throw new Error('The pipeline ended before it listened.')
    if (performance.now() - startedAt > STARTS_WITHIN_MS) {
      await stop()
      throw new Error('The pipeline does not listen.')
    }
    await pause(50)
  }
  return {
    line, stop,
    reset: () => void child.send({ type: 'watch-reset' }),
    watched: () => new Promise((resolve, reject) => {
      ended.then(() => reject(new Error('The pipeline ended.')), reject)
      child.on('message', (message: { type?: string; watched: Watched }) => { if (message.type === 'watched') resolve(message.watched) })
      child.send({ type: 'watch' })
    }),
  }
}

export type VoiceTarget = { dataDirectory: string; databaseUrl: string; clinicId: string; clinicPhone: string; twilioAuthToken: string }

/** Where the pipeline finds the models: as far away as they are said to be. */
async function providersOf(models: Models, far: Far): Promise<{ urls: Record<'DEEPGRAM_URL' | 'CARTESIA_URL' | 'LLM_BASE_URL', string>; distances: Distance[] }> {
  const urls = { DEEPGRAM_URL: models.deepgramUrl, CARTESIA_URL: models.cartesiaUrl, LLM_BASE_URL: models.llmUrl }
  const distances: Distance[] = []
  if (far !== 'providers') return { urls, distances }
  for (const [name, url] of Object.entries(urls) as [keyof typeof urls, string][]) {
    const { port } = new URL(url)
    const distance = await startDistance(Number(port), 1)
    distances.push(distance)
    urls[name] = url.replace(`:${port}`, `:${distance.port}`)
  }
  return { urls, distances }
}

/** The product's own pipeline on a running instance, with the models as its providers. The clinic is switched to it. */
export const startVoice = (target: VoiceTarget) => async (models: Models, { thinksAhead, far }: Setting): Promise<Pipeline> => {
  const sql = postgres(target.databaseUrl, { max: 1, onnotice: () => undefined })
  await sql`update public.clinics set voice_path = 'stream' where id = ${target.clinicId}`
  await sql.end()
  const port = await freePort()
  const { urls, distances } = await providersOf(models, far)
  if (far === 'caller') distances.push(await startDistance(port, 1))
  const origin = `http://127.0.0.1:${far === 'caller' ? distances[0]!.port : port}`
  const pipeline = await startPipeline({
    module: join('lib', 'commands', 'voice.ts'), port,
    env: childEnv({
      CALLWAITING_DATA_DIR: target.dataDirectory, VOICE_PORT: String(port), VOICE_URL: origin, VOICE_THINKS_AHEAD: thinksAhead ? 'on' : 'off',
      DEEPGRAM_API_KEY: models.apiKey, CARTESIA_API_KEY: models.apiKey, LLM_API_KEY: models.apiKey, ...urls,
    }),
    line: {
      url: `${origin.replace('http', 'ws')}/voice/media`, signedUrl: '', authToken: target.twilioAuthToken, accountSid: `AC${'0'.repeat(32)}`, parameters: {},
      webhook: { url: `${origin}/voice/incoming`, to: target.clinicPhone, from: '+447700900555' },
    },
  })
  return {
    ...pipeline,
    stop: async () => {
      await pipeline.stop()
      for (const distance of distances) await distance.close()
    },
  }
}
