import 'server-only'
import { z } from 'zod'
import { asNobody } from '#lib/db/door.ts'
import { hashOf } from '#lib/tenancy/keys.ts'

/** A push channel spoke: the clinic is known by the channel alone, the sender by the token. Queues one read of that calendar. */
export async function calendarChanged(channelId: string, token: string): Promise<'ok' | 'refused' | 'unknown'> {
  if (!z.uuid().safeParse(channelId).success) return 'unknown'
  const [row] = await asNobody((sql) => sql<{ known: 'ok' | 'refused' | 'unknown' }[]>`select app.calendar_changed(${channelId}, ${hashOf(token)}) as known`)
  return row!.known
}
