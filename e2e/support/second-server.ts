import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { freePort } from './product.ts'

/** A further web server on the database of a running instance, as behind a load balancer. */
export async function startSecondServer(directory: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const environment = JSON.parse(readFileSync(join(directory, 'environment.json'), 'utf8')) as Record<string, string>
  const port = await freePort()
  const child = fork('lib/commands/serve.ts', {
    cwd: resolve(import.meta.dirname, '..', '..'), env: { ...process.env, ...environment, CALLWAITING_DATA_DIR: directory } as NodeJS.ProcessEnv, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const report = new Promise<{ type: string; sentence?: string }>((done) => child.once('message', (message) => done(message as { type: string })))
  child.send({ port, host: '127.0.0.1', isDev: false, appUrl: environment.APP_URL! })
  const { type, sentence } = await report
  if (type !== 'ready') throw new Error(sentence)
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
