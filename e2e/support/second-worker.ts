import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

/** A further worker on the database of a running instance, as `npm run worker` starts it. */
export async function startExtraWorker(directory: string): Promise<{ stop: () => Promise<void> }> {
  const child = spawn(process.execPath, ['lib/commands/run.mjs', 'worker'], {
    cwd: resolve(import.meta.dirname, '..', '..'), env: { ...process.env, CALLWAITING_DATA_DIR: directory } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  let output = ''
  await new Promise<void>((ready, fail) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString('utf8')
        if (output.includes('worker-ready')) ready()
      })
    }
    void ended.then(() => fail(new Error(`The worker ended before it was ready:\n${output}`)))
  })
  return {
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
