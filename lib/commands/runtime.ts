import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { adoptEnvironment, dataDirectory, namesDatabase } from '#lib/shared/env.ts'
import { newApiKey } from '#lib/tenancy/keys.ts'

/** What a data directory was given when it was made: nothing in it is a constant of the source. */
export type Secrets = {
  postgresPassword: string
  jwtSecret: string
  publishableKey: string
  secretKey: string
  installationSecret: string
  twilioAuthToken: string
  demo: { ownerPassword: string; apiKey: string }[]
}

export type DemoClinic = {
  id: string; slug: string; name: string; timeZone: string; ownerEmail: string; ownerPassword: string; apiKey: string; vapiSecret: string
  phoneNumber: string; practitioners: { id: string; name: string }[]; procedures: { id: string; slug: string; name: string; durationMinutes: number }[]
}

/** `runtime.json`: where the running product is, for scripts and tests. There only while everything is up. */
export type Runtime = {
  appUrl: string; supabaseUrl: string; publishableKey: string; secretKey: string; databaseUrl: string; sandboxUrl: string | null
  demo: { clinics: DemoClinic[] }
}

const random = (bytes: number) => randomBytes(bytes).toString('base64url')

function writePrivately(path: string, value: unknown): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

/** The directory's secrets, made the first time. */
export function readSecrets(directory: string): Secrets {
  const path = join(directory, 'secrets.json')
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Secrets
  mkdirSync(directory, { recursive: true })
  const secrets: Secrets = {
    postgresPassword: random(24), jwtSecret: random(48), publishableKey: `sb_publishable_${random(24)}`, secretKey: `sb_secret_${random(24)}`,
    installationSecret: random(48), twilioAuthToken: randomBytes(16).toString('hex'),
    demo: [0, 1].map(() => ({ ownerPassword: random(12), apiKey: newApiKey() })),
  }
  writePrivately(path, secrets)
  return secrets
}

const runtimePath = (directory: string) => join(directory, 'runtime.json')
const environmentPath = (directory: string) => join(directory, 'environment.json')

/** Announces that everything is up; `environment` is what a further worker needs, kept apart because it holds more secrets. */
export function announce(directory: string, runtime: Runtime, environment: Record<string, string | undefined>): void {
  writePrivately(environmentPath(directory), environment)
  writePrivately(runtimePath(directory), runtime)
}

export function withdraw(directory: string): void {
  rmSync(runtimePath(directory), { force: true })
  rmSync(environmentPath(directory), { force: true })
}

/** The running instance of a data directory, or null. */
export function readRuntime(directory: string): Runtime | null {
  return existsSync(runtimePath(directory)) ? (JSON.parse(readFileSync(runtimePath(directory), 'utf8')) as Runtime) : null
}

/** Lets a command that was started by hand use the instance of the data directory, unless its own environment names a database. */
export function useRuntime(): void {
  if (namesDatabase()) return
  const path = environmentPath(dataDirectory())
  if (!existsSync(path)) {
    process.stderr.write('Nothing is running on this data directory. Run npm start first, or set CALLWAITING_DATA_DIR to that of a running instance.\n')
    process.exit(1)
  }
  adoptEnvironment(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>)
}
