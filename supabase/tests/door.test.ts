import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openCallFor } from '#lib/calls/webhook.ts'
import { ask, askBySecret } from '#lib/db/door.ts'
import { hashOf } from '#lib/tenancy/keys.ts'
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

  describe('by a secret', () => {
    const call = () => ({ id: `door-${randomUUID()}`, at: new Date(), phone: null, isTest: false, isOutbound: false, greetingVersion: null })
    const count = async (id: string) => (await db.sql<{ n: number }[]>`select count(*)::int as n from calls where vapi_call_id = ${id}`)[0]!.n
    async function withSecret() {
      const clinic = await makeClinic(db.sql)
      const secret = randomUUID()
      await db.sql`insert into app.clinic_keys (clinic_id, kind, hash) values (${clinic.id}, 'vapi', ${hashOf(secret)})`
      return { clinic, secret }
    }

    test('one trip asks who it is, steps down to that clinic alone, and counts', async () => {
      const { clinic, secret } = await withSecret()
      const one = call()
      expect(await openCallFor(secret, one, [], [])).toMatchObject({ clinicId: clinic.id, opened: { state: { zone: 'Europe/London' } } })
      expect(await count(one.id)).toBe(1)
      expect((await db.sql`select last_used_at from app.clinic_keys where hash = ${hashOf(secret)}`)[0]!.last_used_at).not.toBeNull()
      expect((await askBySecret(hashOf(secret), (sql) => sql<{ role: string }[]>`select current_user::text as role`))!.rows).toEqual([{ role: 'voice_agent' }])
      const other = await makeClinic(db.sql)
      await expect(askBySecret(hashOf(secret), (sql) => sql`select note_call(${other.id}, ${call().id})`)).rejects.toMatchObject({ code: 'PT403' })
    })

    test('a secret of nobody, or one that was revoked, opens nothing and leaves nothing', async () => {
      const { secret } = await withSecret()
      await db.sql`update app.clinic_keys set revoked_at = now() where hash = ${hashOf(secret)}`
      for (const wrong of [secret, randomUUID()]) {
        const one = call()
        expect(await openCallFor(wrong, one, [], [])).toBeNull()
        expect(await askBySecret(hashOf(wrong), (sql) => sql`select 1`)).toBeNull()
        expect(await count(one.id)).toBe(0)
      }
      expect(await db.sql`select pid from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`).toEqual([])
    })

    test('who asks too much is refused with all that was asked', async () => {
      const { secret } = await withSecret()
      await db.sql`insert into app.rate_limits (key, started_at, full_at) values (${hashOf(secret)}, now(), now() + interval '1 hour')`
      const one = call()
      await expect(openCallFor(secret, one, [], [])).rejects.toMatchObject({ code: 'PT429' })
      expect(await count(one.id)).toBe(0)
    })
  })
})
