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
  TWILIO_ACCOUNT_SID: optional,
  TWILIO_AUTH_TOKEN: optional,
  GOOGLE_CLIENT_ID: optional,
  GOOGLE_CLIENT_SECRET: optional,
  VAPI_API_KEY: optional,
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
