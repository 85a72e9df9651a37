import 'server-only'
import { ask } from '#lib/db/door.ts'
import { hashOf, newApiKey } from '#lib/tenancy/keys.ts'
import type { Actor } from '#lib/db/actor.ts'
import type { Scope } from '#lib/shared/scopes.ts'
import type { ClinicKey } from '#lib/tenancy/types.ts'

/** The clinic's API keys, live ones first, the newest first; revoked ones for ninety days. Throws PT403 for anybody but a signed-in owner. */
export async function listKeys(actor: Actor, clinicId: string): Promise<ClinicKey[]> {
  const [row] = await ask(actor, (sql) => sql<{ keys: ClinicKey[] }[]>`select list_keys(${clinicId}) as keys`)
  return row!.keys
}

/** Makes a key. Its secret is in the answer and nowhere else, ever again. Throws PT403 for anybody but a signed-in owner, PT422 for what is not right. */
export async function makeKey(
  actor: Actor, clinicId: string, wish: { label: string; scopes: readonly Scope[]; expiresAt?: string | undefined },
): Promise<ClinicKey & { secret: string }> {
  const secret = newApiKey()
  const [row] = await ask(actor, (sql) => sql<{ id: string }[]>`
    select make_key(${clinicId}, ${wish.label}, ${[...wish.scopes]}, ${hashOf(secret)}, ${wish.expiresAt ?? null}) as id`)
  const key = (await listKeys(actor, clinicId)).find((one) => one.id === row!.id)
  return { ...key!, secret }
}

/** From now on the key opens nothing. Again is harmless. Throws PT403 for anybody but a signed-in owner, and for a key that is not the clinic's. */
export async function revokeKey(actor: Actor, clinicId: string, keyId: string): Promise<ClinicKey | null> {
  await ask(actor, (sql) => sql`select revoke_key(${clinicId}, ${keyId})`)
  return (await listKeys(actor, clinicId)).find((one) => one.id === keyId) ?? null
}
