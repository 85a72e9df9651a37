import 'server-only'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from '#lib/shared/env.ts'

/** What the build wrote of the sources that it was made of; in development there is no build. */
const sourcesPrint = () => {
  const stamp = join(process.cwd(), '.next', 'callwaiting-sources')
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : 'development'
}

/** A fingerprint of the program that answers this request and of its configuration: where it is reached, and by whose accounts it texts, rings and books. */
export function buildPrint(): string {
  const { APP_URL, TWILIO_ACCOUNT_SID, GOOGLE_CLIENT_ID, VAPI_API_KEY } = env()
  const configuration = { APP_URL, TWILIO_ACCOUNT_SID, GOOGLE_CLIENT_ID, VAPI_API_KEY }
  return createHash('sha256').update(JSON.stringify([sourcesPrint(), configuration])).digest('hex')
}
