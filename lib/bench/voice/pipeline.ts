import { fork } from 'node:child_process'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Line } from '#lib/bench/voice/models/twilio-caller.ts'
import type { Watched } from '#lib/bench/voice/watch.ts'

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
