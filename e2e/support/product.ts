import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Runtime } from '#lib/commands/runtime.ts'

const root = resolve(import.meta.dirname, '..', '..')

/** One `npm start`, as a person would run it, with all that it printed. */
export type Product = {
  directory: string
  process: ChildProcess
  output: () => string
  /** Resolves with the exit code. */
  ended: Promise<number | null>
  runtime: () => Runtime
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

export const newDirectory = (): string => mkdtempSync(join(tmpdir(), 'callwaiting-e2e-'))

/** The announced instance of a data directory. Refuses whatever is not on this machine: the tests write and delete. */
export function readRuntime(directory: string): Runtime {
  const runtime = JSON.parse(readFileSync(join(directory, 'runtime.json'), 'utf8')) as Runtime
  for (const url of [runtime.appUrl, runtime.supabaseUrl, runtime.databaseUrl, runtime.sandboxUrl]) {
    if (!url || new URL(url).hostname !== '127.0.0.1') throw new Error('The tests run only against an instance on 127.0.0.1, with the provider sandbox.')
  }
  return runtime
}

const isOurs = (name: string) => !/^(SUPABASE_|DATABASE_URL|TWILIO_|GOOGLE_|VAPI_|CALLWAITING_|APP_URL|HOST$|PORT$|NODE_OPTIONS|NODE_ENV)/.test(name)

/** Runs the start command. Credentials of real providers in the tester's own environment stay out of it. */
export async function launch(directory: string, environment: Record<string, string> = {}): Promise<Product> {
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => isOurs(name))),
    PORT: environment.PORT ?? String(await freePort()), CALLWAITING_DATA_DIR: directory, ...environment,
  } as unknown as NodeJS.ProcessEnv
  const child: ChildProcess = spawn(process.execPath, ['lib/commands/run.mjs', 'start'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk: Buffer) => { output += chunk.toString('utf8') })
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  return { directory, process: child, output: () => output, ended, runtime: () => readRuntime(directory) }
}

/** Waits until a launched product has announced itself; throws with its words when it ends instead. */
export async function ready(product: Product, withinMs = 300_000): Promise<Runtime> {
  const until = performance.now() + withinMs
  let code: number | null | undefined
  void product.ended.then((value) => { code = value })
  while (performance.now() < until) {
    if (code !== undefined) throw new Error(`The product ended with ${code}:\n${product.output()}`)
    if (existsSync(join(product.directory, 'runtime.json')) && product.output().includes('Ready in')) return product.runtime()
    await pause(50)
  }
  throw new Error(`The product did not become ready:\n${product.output()}`)
}

/** Stops a product as a service manager would; answers how long it took, in milliseconds. */
export async function stop(product: Product, signal: NodeJS.Signals = 'SIGTERM'): Promise<number> {
  const startedAt = performance.now()
  product.process.kill(signal)
  await product.ended
  return performance.now() - startedAt
}

/** The processes that belong to a data directory: whoever names it in their environment or command line. */
export function processesOf(directory: string): { pid: number; command: string }[] {
  const read = (path: string) => {
    try {
      return readFileSync(path, 'utf8').replaceAll('\0', ' ')
    } catch {
      return ''
    }
  }
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid).flatMap((pid) => {
    const command = read(`/proc/${pid}/cmdline`)
    const belongs = command.includes(directory) || read(`/proc/${pid}/environ`).includes(`CALLWAITING_DATA_DIR=${directory} `)
    return belongs && command !== '' ? [{ pid: Number(pid), command }] : []
  })
}

/** Waits until nothing of a data directory runs any more, and throws with what does. */
export async function nothingLeft(directory: string, withinMs: number): Promise<void> {
  const until = performance.now() + withinMs
  while (processesOf(directory).length > 0) {
    if (performance.now() > until) throw new Error(`Left behind: ${JSON.stringify(processesOf(directory))}`)
    await pause(50)
  }
}

export const remove = (directory: string) => rmSync(directory, { recursive: true, force: true })
