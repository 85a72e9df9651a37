import 'server-only'
import { ask } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'
import type { Deed } from '#lib/tenancy/types.ts'

/** Who did what in the clinic, newest first; `cursor` is the last id of the page before. Throws PT403 for anybody but a signed-in owner. */
export async function readTrail(actor: Actor, clinicId: string, page: { cursor?: string | undefined; limit: number }): Promise<{ items: Deed[]; nextCursor: string | null }> {
  const [row] = await ask(actor, (sql) => sql<{ deeds: Deed[] }[]>`select read_trail(${clinicId}, ${page.cursor ?? null}, ${page.limit + 1}) as deeds`)
  const items = row!.deeds.slice(0, page.limit)
  return { items, nextCursor: row!.deeds.length > page.limit ? items.at(-1)!.id : null }
}
