import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { bearer } from '#lib/audit/probes/asking.ts'
import type { SyntheticClinic } from '#lib/audit/types.ts'

/** Somebody who should get nothing of clinic A: how they introduce themselves, the refusal they must get, and the flaw if they do not. */
export type Stranger = { who: string; headers: Record<string, string>; refusal: 401 | 403; flaw: string }

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** What a signed-in owner's token would say, if anybody believed it. */
const claims = () => {
  const now = Math.floor(Date.now() / 1000)
  return { sub: randomUUID(), role: 'authenticated', aud: 'authenticated', iat: now, exp: now + 3_600, email: 'owner@example.com' }
}

/** A token that is well formed and signed with a key that is not the deployment's. */
function forged(more: object = {}): string {
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ ...claims(), ...more })}`
  return `${body}.${createHmac('sha256', randomBytes(32)).update(body).digest('base64url')}`
}

/** A token that says it needs no signature. */
const unsigned = (): string => `${part({ alg: 'none', typ: 'JWT' })}.${part(claims())}.`

/** Everybody who might try: the other clinic, nobody, and those who pretend. `victim` is the clinic that is theirs to attack. */
export const strangersFor = (victim: SyntheticClinic, other: SyntheticClinic): Stranger[] => [
  { who: 'another clinic\'s key', headers: bearer(other.apiKey), refusal: 403, flaw: 'silo/foreign-read' },
  { who: 'nobody', headers: {}, refusal: 401, flaw: 'silo/no-credentials' },
  { who: 'a forged token', headers: bearer(forged()), refusal: 401, flaw: 'silo/forged-token' },
  { who: 'a forged token of the service role', headers: bearer(forged({ role: 'service_role', clinic_id: victim.id })), refusal: 401, flaw: 'silo/forged-token' },
  { who: 'a token without a signature', headers: bearer(unsigned()), refusal: 401, flaw: 'silo/unsigned-token' },
  { who: 'the voice agent\'s secret', headers: bearer(victim.vapiSecret), refusal: 401, flaw: 'silo/vapi-secret' },
  { who: 'a key that was never made', headers: bearer(`cw_${randomBytes(32).toString('base64url')}`), refusal: 401, flaw: 'silo/forged-token' },
]
