import { describe, expect, test } from 'vitest'
import { ask } from '#lib/db/door.ts'
import { member } from './claiming.ts'
import { makeClinic, useDatabase } from './database.ts'
import { useDoor } from './recovery/texting.ts'

describe('the door', () => {
  const db = useDatabase({ max: 2 })
  useDoor(db)

  test('a statement that cannot even be made leaves no transaction and no role behind it', async () => {
    const { ownerId } = await makeClinic(db.sql)
    const actor = member(ownerId)
    // More often than there are connections: each would go back to the pool with somebody's rights.
    for (let n = 0; n < 12; n += 1) await expect(ask(actor, () => { throw new Error('not made') })).rejects.toThrow('not made')
    expect(await db.sql`select pid from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`).toEqual([])
    expect(await ask(actor, (sql) => sql<{ role: string }[]>`select current_user::text as role`)).toEqual([{ role: 'authenticated' }])
  })
})
