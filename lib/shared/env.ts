import 'server-only'
import { z } from 'zod'

const optional = z.string().min(1).optional()

const Environment = z.object({
  APP_URL: z.url(),
  SUPABASE_URL: z.url(),
  SUPABASE_PUBLISHABLE_KEY: z.string().min(1),
  DATABASE_URL: z.string().startsWith('postgres'),
  CALLWAITING_SECRET: z.string().min(32),
  SANDBOX_URL: z.url().optional(),
  SANDBOX_TWILIO_TOKEN: optional,
  TWILIO_ACCOUNT_SID: optional,
  TWILIO_AUTH_TOKEN: optional,
  GOOGLE_CLIENT_ID: optional,
  GOOGLE_CLIENT_SECRET: optional,
  VAPI_API_KEY: optional,
  DEEPGRAM_API_KEY: optional,
  CARTESIA_API_KEY: optional,
  LLM_API_KEY: optional,
  LLM_BASE_URL: z.url().optional(),
  LLM_MODEL: optional,
  DEEPGRAM_URL: z.url().optional(),
  CARTESIA_URL: z.url().optional(),
  VOICE_URL: z.url().optional(),
  VOICE_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  VOICE_HOST: optional,
  VOICE_THINKS_AHEAD: z.enum(['on', 'off']).optional(),
})

export type Environment = z.infer<typeof Environment>

let parsed: Environment | undefined

/** The environment of a running server or worker, checked once. Throws an error that names each missing variable. */
export function env(): Environment {
  if (parsed) return parsed
  const result = Environment.safeParse(process.env)
  if (!result.success) {
    throw new Error(`The environment is incomplete: ${result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`)
  }
  parsed = result.data
  return parsed
}

const Settings = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  APP_URL: z.url().optional(),
  CALLWAITING_DATA_DIR: z.string().min(1).default('.data'),
  CALLWAITING_SECRET: z.string().min(32).optional(),
  SUPABASE_URL: z.url().optional(),
  SUPABASE_PUBLISHABLE_KEY: optional,
  SUPABASE_SECRET_KEY: optional,
  DATABASE_URL: z.string().startsWith('postgres').optional(),
  TWILIO_ACCOUNT_SID: optional,
  TWILIO_AUTH_TOKEN: optional,
  GOOGLE_CLIENT_ID: optional,
  GOOGLE_CLIENT_SECRET: optional,
  VAPI_API_KEY: optional,
  /** A clinic and its key on a deployment that is not of this data directory, for the smoke test and the audit. */
  CALLWAITING_AUDIT_CLINIC: z.uuid().optional(),
  CALLWAITING_AUDIT_KEY: optional,
  DEEPGRAM_API_KEY: optional,
  CARTESIA_API_KEY: optional,
  LLM_API_KEY: optional,
})

export type Settings = z.infer<typeof Settings>

/** Variables that make sense only together: each group replaces one part that otherwise runs on this machine. */
const groups = [
  ['SUPABASE_URL', 'SUPABASE_PUBLISHABLE_KEY', 'SUPABASE_SECRET_KEY', 'DATABASE_URL', 'CALLWAITING_SECRET'],
  ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
  ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
  ['DEEPGRAM_API_KEY', 'CARTESIA_API_KEY', 'LLM_API_KEY'],
] as const satisfies (keyof Settings)[][]

/** What the operator set, before anything runs. Throws a sentence that names what is wrong or missing. */
export function readSettings(): Settings {
  const set = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''))
  const result = Settings.safeParse(set)
  if (!result.success) throw new Error(result.error.issues.map((issue) => `${issue.path.join('.')} is not right: ${issue.message}.`).join(' '))
  for (const group of groups) {
    const missing = group.filter((name) => result.data[name] === undefined)
    if (missing.length > 0 && missing.length < group.length) {
      const given = group.filter((name) => !missing.includes(name))
      throw new Error(`${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing: ${given.join(' and ')} ${given.length > 1 ? 'are' : 'is'} set, and they go together.`)
    }
  }
  return result.data
}

/** The key that may make people; only commands that an operator runs ask for it. Throws when it is not set. */
export function readAdminKey(): string {
  const key = process.env.SUPABASE_SECRET_KEY
  if (!key) throw new Error('SUPABASE_SECRET_KEY is missing.')
  return key
}

/** Whether the operator's own environment says which database is meant. */
export const namesDatabase = (): boolean => Boolean(process.env.DATABASE_URL)

/** The data directory that a command is about. */
export const dataDirectory = (): string => process.env.CALLWAITING_DATA_DIR || '.data'

/** Takes over the environment of a running instance; what the operator set stays. */
export function adoptEnvironment(values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) process.env[name] ??= value
}

/** The whole environment with changes, for a child process. */
export const childEnv = (changes: Record<string, string | undefined>): NodeJS.ProcessEnv => ({ ...process.env, ...changes })

/** Where this machine itself reaches the web server that it runs, past whatever is in front of it. */
export function loopbackUrl(): string {
  const { HOST, PORT } = Settings.pick({ HOST: true, PORT: true }).parse(process.env)
  const host = HOST === '0.0.0.0' ? '127.0.0.1' : HOST === '::' ? '::1' : HOST
  return `http://${host.includes(':') ? `[${host}]` : host}:${PORT}`
}

/** Where traces go, when the operator collects them (OpenTelemetry's own variable). */
export const traceEndpoint = (): string | undefined => process.env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || (process.env.OTEL_EXPORTER_OTLP_ENDPOINT ? `${process.env.OTEL_EXPORTER_OTLP_ENDPOINT.replace(/\/+$/, '')}/v1/traces` : undefined)
