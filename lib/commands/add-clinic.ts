// npm run clinic:add -- FILE: makes a clinic from a JSON file and prints its owner's password and keys, once.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ClinicSpec, insertClinic, signUp } from '#lib/commands/new-clinic.ts'
import { useRuntime } from '#lib/commands/runtime.ts'
import { openAdmin } from '#lib/db/admin.ts'
import { readAdminKey, env } from '#lib/shared/env.ts'
import { newApiKey, vapiSecretOf } from '#lib/tenancy/keys.ts'

const file = process.argv[2]
const fail = (sentence: string): never => {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
if (!file) fail('Say which file: npm run clinic:add -- clinic.json')
useRuntime()
const parsed = ClinicSpec.safeParse(JSON.parse(readFileSync(file!, 'utf8')))
if (!parsed.success) fail(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
const spec = parsed.data!
const sql = openAdmin({ max: 1 })
try {
  const [known] = await sql<{ id: string }[]>`select id from auth.users where email = ${spec.ownerEmail}`
  const password = randomBytes(12).toString('base64url')
  const ownerId = known?.id ?? (await signUp(env().SUPABASE_URL, readAdminKey(), spec.ownerEmail, password))
  const api = newApiKey()
  const id = await sql.begin((tx) => insertClinic(tx, spec, ownerId, (clinicId) => ({ api, vapi: vapiSecretOf(env().CALLWAITING_SECRET, clinicId) })))
  process.stdout.write(`${JSON.stringify({ clinicId: id, ownerEmail: spec.ownerEmail, ownerPassword: known ? null : password, apiKey: api }, null, 2)}\nShown once. Next: npm run vapi:sync\n`)
  await sql.end()
} catch (error) {
  fail(`The clinic was not made: ${error instanceof Error ? error.message : String(error)}`)
}
