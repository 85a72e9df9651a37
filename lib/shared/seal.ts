import 'server-only'
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const keyFor = (secret: string, purpose: string) => Buffer.from(hkdfSync('sha256', secret, 'callwaiting', purpose, 32))

/** What the words of a clinic's texts are sealed for. */
export const textsOf = (clinicId: string): string => `message:${clinicId}`

/** What a clinic's permission to use its calendars is sealed for. */
export const calendarOf = (clinicId: string): string => `calendar:${clinicId}`

/** Encrypts a text (AES-256-GCM) with the installation's secret, for one purpose such as a clinic's id. */
export function seal(secret: string, purpose: string, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, purpose), nonce)
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** Opens what `seal` closed. Throws when the secret, the purpose or the text is another one. */
export function unseal(secret: string, purpose: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, purpose), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8')
}
