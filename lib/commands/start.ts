// npm start: everything that a clinic needs, on one machine, in order; and all of it gone again within five seconds.
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildIfStale } from '#lib/commands/build.ts'
import { freePort, isFree, startPart, type Part, type Ready } from '#lib/commands/child.ts'
import { followParent } from './follow-parent.mjs'
import { announce, readSecrets, withdraw, type DemoClinic, type Secrets } from '#lib/commands/runtime.ts'
import { seedDemo } from '#lib/commands/seed.ts'
import { childEnv, readSettings, type Settings } from '#lib/shared/env.ts'

const isDev = process.argv.includes('--dev')
const stopWithinMs = 4_500
const parts: Part[] = []
let lockFile: string | undefined
let directory = '.data'
let isStopping = false

const say = (text: string) => process.stdout.write(`${text}\n`)

async function step<T>(what: string, work: () => Promise<T>, detail: (result: T) => string = () => ''): Promise<T> {
  const startedAt = performance.now()
  if (process.stdout.isTTY) process.stdout.write(`  … ${what}`)
  const result = await work()
  const took = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`
  say(`${process.stdout.isTTY ? '\r\x1b[K' : ''}  ✓ ${what}${detail(result)}  ${took}`)
  return result
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function lockDirectory(): void {
  mkdirSync(directory, { recursive: true })
  const path = join(directory, 'instance.pid')
  const holder = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0
  if (holder && holder !== process.pid && isAlive(holder)) {
    throw new Error(`CallWaiting AI is already running on ${directory} (process ${holder}). Stop it, or set CALLWAITING_DATA_DIR to another directory.`)
  }
  rmSync(path, { force: true })
  const file = openSync(path, 'wx', 0o600)
  writeSync(file, String(process.pid))
  closeSync(file)
  lockFile = path
}

function part(name: string, module: string, options: { order?: object; env?: Record<string, string | undefined>; conditions?: boolean; isPatient?: boolean }): Promise<Ready> {
  const started = startPart(name, module, {
    order: options.order ?? {}, env: childEnv(options.env ?? {}), conditions: options.conditions ?? true, isPatient: options.isPatient ?? false,
    onCrash: (crashed) => say(`  ! The ${crashed} stopped; starting it again`),
  })
  parts.push(started)
  return started.ready
}

async function startSupabase(settings: Settings, secrets: Secrets) {
  if (settings.SUPABASE_URL) {
    const { prepareHosted } = await import('#lib/commands/hosted.ts')
    await step('Hosted Supabase: migrations', () => prepareHosted(settings.DATABASE_URL!), (applied) => (applied.length ? `, ${applied.length} applied` : ''))
    return { supabaseUrl: settings.SUPABASE_URL, databaseUrl: settings.DATABASE_URL!, publishableKey: settings.SUPABASE_PUBLISHABLE_KEY!, secretKey: settings.SUPABASE_SECRET_KEY! }
  }
  const order = {
    directory: resolve(directory), postgresPort: await freePort(), apiPort: await freePort(), password: secrets.postgresPassword,
    secrets: { jwtSecret: secrets.jwtSecret, publishableKey: secrets.publishableKey, secretKey: secrets.secretKey },
  }
  const ready = await step('Postgres and the Supabase API', () => part('database', 'supabase/local/stack.ts', { order }),
    (report) => ((report.applied as string[]).length ? `, ${(report.applied as string[]).length} migrations applied` : ''))
  return { supabaseUrl: String(ready.supabaseUrl), databaseUrl: String(ready.databaseUrl), publishableKey: secrets.publishableKey, secretKey: secrets.secretKey }
}

/** The providers that have no credentials: the sandbox stands in for exactly these. */
const playedIn = (settings: Settings): string[] =>
  [...(settings.TWILIO_ACCOUNT_SID ? [] : ['twilio']), ...(settings.GOOGLE_CLIENT_ID ? [] : ['google']), ...(settings.VAPI_API_KEY ? [] : ['vapi'])]

async function startSandboxFor(settings: Settings, secrets: Secrets, appUrl: string): Promise<string | undefined> {
  const providers = playedIn(settings)
  if (providers.length === 0) return undefined
  const order = { port: await freePort(), stateFile: join(resolve(directory), 'sandbox.json'), twilioAuthToken: secrets.twilioAuthToken, webhookBase: appUrl, providers }
  const ready = await step(`Provider sandbox (${providers.join(', ')})`, () => part('provider sandbox', 'lib/commands/sandbox.ts', { order, isPatient: true }))
  return String(ready.url)
}

async function start(): Promise<void> {
  const startedAt = performance.now()
  const settings = readSettings()
  directory = settings.CALLWAITING_DATA_DIR
  const appUrl = settings.APP_URL ?? `http://127.0.0.1:${settings.PORT}`
  lockDirectory()
  withdraw(directory)
  if (!(await isFree(settings.PORT, settings.HOST))) throw new Error(`Port ${settings.PORT} is in use. Stop what uses it, or set PORT to another.`)
  say('\nCallWaiting AI\n')
  const secrets = readSecrets(directory)
  const supabase = await startSupabase(settings, secrets)
  const sandboxUrl = await startSandboxFor(settings, secrets, appUrl)
  const installationSecret = settings.CALLWAITING_SECRET ?? secrets.installationSecret
  const environment = {
    NODE_ENV: isDev ? 'development' : 'production', APP_URL: appUrl, SUPABASE_URL: supabase.supabaseUrl, SUPABASE_PUBLISHABLE_KEY: supabase.publishableKey,
    DATABASE_URL: supabase.databaseUrl, CALLWAITING_SECRET: installationSecret, SANDBOX_URL: sandboxUrl,
    // What the sandbox signs its webhooks with; with a real account there is a token of its own.
    SANDBOX_TWILIO_TOKEN: playedIn(settings).includes('twilio') ? secrets.twilioAuthToken : undefined,
  }
  let clinics: DemoClinic[] = []
  if (!settings.SUPABASE_URL) {
    clinics = await step('Demo clinics', () => seedDemo({ ...supabase, sandboxUrl, played: playedIn(settings), secrets }), (seeded) => `: ${seeded.map((clinic) => clinic.name).join(', ')}`)
  }
  if (!isDev) await step('Dashboard build', buildIfStale, (built) => (built ? '' : ', up to date'))
  await step('Worker', () => part('worker', 'lib/commands/worker.ts', { env: environment, isPatient: true }))
  await step('Dashboard and API', async () => {
    await part('web server', 'lib/commands/serve.ts', { order: { port: settings.PORT, host: settings.HOST, isDev, appUrl }, env: environment, conditions: false })
    // The first answer loads and connects what later ones use; nobody should wait for that on the phone.
    await fetch(`http://127.0.0.1:${settings.PORT}/api/health`)
  })
  announce(directory, { appUrl, ...supabase, sandboxUrl: sandboxUrl ?? null, demo: { clinics } }, { ...environment, SUPABASE_SECRET_KEY: supabase.secretKey })
  say(`\n  Ready in ${((performance.now() - startedAt) / 1000).toFixed(1)} s:  ${appUrl}\n`)
  for (const clinic of clinics) say(`  ${clinic.name.padEnd(24)} ${clinic.ownerEmail}  ${clinic.ownerPassword}`)
  say('\n  Ctrl-C stops everything.\n')
}

async function stop(code: number): Promise<void> {
  if (isStopping) return
  isStopping = true
  // Without the lock the directory is another instance's, and so is what is announced there.
  if (lockFile) withdraw(directory)
  const hurry = setTimeout(() => {
    for (const one of parts) one.kill()
    finish(code)
  }, stopWithinMs)
  // Those who ask first, those who answer last: the database outlives everything that speaks to it.
  const database = parts.filter((one) => one.name === 'database')
  await Promise.all(parts.filter((one) => one.name !== 'database').map((one) => one.stop()))
  await Promise.all(database.map((one) => one.stop()))
  clearTimeout(hurry)
  finish(code)
}

function finish(code: number): never {
  if (lockFile) rmSync(lockFile, { force: true })
  process.exit(code)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))
followParent(() => void stop(0))
start().catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`)
  void stop(1)
})
