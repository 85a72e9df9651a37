import 'server-only'
import { createHmac, createHash, randomBytes } from 'node:crypto'

/** SHA-256 of a secret, the only form in which one is stored. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** A new clinic API key: cw_ and 256 random bits. Shown once. */
export const newApiKey = (): string => `cw_${randomBytes(32).toString('base64url')}`

/**
 * The secret by which Vapi shows which clinic it calls for. Derived from the installation's own secret, so that the sync
 * command can hand it to Vapi without any copy being stored.
 */
export function vapiSecretOf(installationSecret: string, clinicId: string): string {
  return createHmac('sha256', installationSecret).update(`vapi-webhook:${clinicId}`).digest('base64url')
}
