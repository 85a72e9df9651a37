import { randomBytes, randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/db/actor.ts'
import { apiClient, cancel, claim, member, voiceAgent } from '../claiming.ts'
import { actAs, aWednesday, useDatabase, type TestClinic } from '../database.ts'
import { attempt, callsBy } from './probe.ts'
import { digestOf, makeTwoClinics, type TwoClinics } from './two-clinics.ts'

describe("a clinic's keys", () => {
  const db = useDatabase({ max: 4 })
  let two: TwoClinics
  let clinic: TestClinic
  let staffId: string
  beforeAll(async () => {
    two = await makeTwoClinics(db.sql)
    clinic = two.ours
    staffId = randomUUID()
    await db.sql`insert into clinic_members (clinic_id, user_id, role) values (${clinic.id}, ${staffId}, 'staff')`
  })

  type Wish = { label?: string; scopes?: string[]; hash?: Buffer; expiresAt?: Date | null }
  const make = (actor: Actor, { label = 'Website', scopes = ['book'], hash = randomBytes(32), expiresAt = null }: Wish = {}) => actAs(db.sql, actor, (tx) =>
    tx<{ id: string }[]>`select make_key(${clinic.id}, ${label}, ${scopes}, ${hash}, ${expiresAt}) as id`).then((rows) => ({ id: rows[0]!.id, hash }))
  const admit = async (hash: Buffer) => (await actAs(db.sql, { role: 'anon' }, (tx) => tx`select clinic_id, scopes from app.admit(${hash}, 'api')`))[0]
  const keysOf = async () => (await actAs(db.sql, member(clinic.ownerId), (tx) => tx<{ keys: Record<string, unknown>[] }[]>`select list_keys(${clinic.id}) as keys`))[0]!.keys

  test('are made, listed and revoked by a signed-in owner, and by nobody else, a key least of all', async () => {
    const owner = member(clinic.ownerId)
    const { id, hash } = await make(owner, { scopes: ['read', 'book', 'read'] })
    expect(await admit(hash)).toEqual({ clinic_id: clinic.id, scopes: ['book', 'read'] })
    const others: Actor[] = [member(staffId), member(two.theirs.ownerId), apiClient(clinic.id), voiceAgent(clinic.id)]
    for (const actor of others) {
      const refusal = actor.role === 'authenticated' ? 'PT403' : '42501'
      await expect(make(actor)).rejects.toMatchObject({ code: refusal })
      await expect(actAs(db.sql, actor, (tx) => tx`select revoke_key(${clinic.id}, ${id})`)).rejects.toMatchObject({ code: refusal })
      await expect(actAs(db.sql, actor, (tx) => tx`select list_keys(${clinic.id})`)).rejects.toMatchObject({ code: refusal })
    }
    const [listed] = (await keysOf()).filter((key) => key.id === id)
    expect(listed).toMatchObject({ label: 'Website', scopes: ['book', 'read'], createdBy: `authenticated:${clinic.ownerId}`, revokedAt: null, expiresAt: null })
    expect(JSON.stringify(listed)).not.toContain(hash.toString('hex'))
    const revoke = () => actAs(db.sql, owner, (tx) => tx<{ is: boolean }[]>`select revoke_key(${clinic.id}, ${id}) as is`)
    expect((await revoke())[0]!.is).toBe(true)
    expect(await admit(hash)).toBeUndefined()
    expect((await revoke())[0]!.is).toBe(false)
    // The voice platform's secret is none of these: without it nobody would answer the telephone.
    await db.sql`insert into app.clinic_keys (hash, clinic_id, kind) values (${randomBytes(32)}, ${clinic.id}, 'vapi')`
    const [vapi] = await db.sql<{ id: string }[]>`select id from app.clinic_keys where clinic_id = ${clinic.id} and kind = 'vapi'`
    await expect(actAs(db.sql, owner, (tx) => tx`select revoke_key(${clinic.id}, ${vapi!.id})`)).rejects.toMatchObject({ code: 'PT403' })
    expect((await keysOf()).map((key) => key.id)).not.toContain(vapi!.id)
  })

  test('have a name, one scope or more, a secret of their own, and no end that is past; fifty at most', async () => {
    const owner = member(clinic.ownerId)
    const { hash } = await make(owner)
    for (const wish of [{ label: ' ' }, { label: 'x'.repeat(61) }, { scopes: [] }, { scopes: ['everything'] }, { hash }, { hash: randomBytes(31) }, { expiresAt: new Date(Date.now() - 1_000) }]) {
      await expect(make(owner, wish)).rejects.toMatchObject({ code: 'PT422' })
    }
    const ended = await make(owner, { expiresAt: new Date(Date.now() + 60_000) })
    expect(await admit(ended.hash)).toBeDefined()
    await db.sql`update app.clinic_keys set expires_at = now() - interval '1 second' where id = ${ended.id}`
    expect(await admit(ended.hash)).toBeUndefined()
    await db.sql`insert into app.clinic_keys (hash, clinic_id, kind) select sha256(convert_to(n::text, 'UTF8')), ${clinic.id}, 'api' from generate_series(1, 50) n`
    await expect(make(owner)).rejects.toMatchObject({ code: 'PT422' })
    await db.sql`delete from app.clinic_keys where clinic_id = ${clinic.id} and label = 'Key' and kind = 'api'`
  })

  test('note when they were used, once a minute', async () => {
    const { id, hash } = await make(member(clinic.ownerId))
    const written = async () => (await db.sql<{ version: string; at: Date | null }[]>`select xmin::text as version, last_used_at as at from app.clinic_keys where id = ${id}`)[0]!
    expect((await written()).at).toBeNull()
    await admit(hash)
    const first = await written()
    expect(first.at).not.toBeNull()
    await db.sql`update app.clinic_keys set last_used_at = clock_timestamp() where id = ${id}`
    const used = await written()
    for (let n = 0; n < 5; n++) await admit(hash)
    expect(await written()).toEqual(used)
    await db.sql`update app.clinic_keys set last_used_at = clock_timestamp() - interval '2 minutes' where id = ${id}`
    await admit(hash)
    expect((await written()).at!.getTime()).toBeGreaterThan(Date.now() - 120_000)
  })

  test('a key that may only read changes nothing by any function there is; one without a scope in its token sees nothing', async () => {
    const calls = await callsBy(db.sql, two, 'api_client')
    expect(calls.length).toBeGreaterThan(15)
    const before = await digestOf(db.sql, two, clinic)
    const knocker = (scopes: string[] | null) => ({ who: 'a key', role: 'api_client' as const, claims: { role: 'api_client', clinic_id: clinic.id, ...(scopes ? { scopes } : {}) } })
    for (const { statement } of calls) await attempt(db.sql, knocker(['read']), statement, { keep: true })
    const { 'public.access_log': looked, ...after } = await digestOf(db.sql, two, clinic)
    const { 'public.access_log': _before, ...was } = before
    expect(after).toEqual(was)
    expect(looked).toBeDefined()
    for (const { name } of two.tables.filter((table) => table.schema === 'public')) {
      const seen = await attempt(db.sql, knocker(null), `select count(*)::int as n from ${name}`, { keep: true })
      expect([name, seen]).toEqual([name, { rows: '[{"n":0}]' }])
    }
  })

  test('a key that books makes and cancels bookings, sees no call, and neither exports nor erases anybody', async () => {
    const website = apiClient(clinic.id, ['book'])
    const booked = await claim(db.sql, clinic, { start: aWednesday(8), contact: { name: 'Robin', phone: '+447700900162' } }, website)
    expect(booked.status).toBe(201)
    expect((await cancel(db.sql, clinic, booked.booking!.id, website)).status).toBe(200)
    const count = async (table: string) => (await actAs(db.sql, website, (tx) => tx.unsafe(`select count(*)::int as n from ${table}`)))[0]!.n as number
    expect([await count('calls'), await count('contacts'), await count('logs')]).toEqual([0, 0, 0])
    expect(await count('bookings')).toBeGreaterThan(0)
    const contact = booked.booking!.contactId!
    for (const statement of [`select export_contact('${contact}')`, `select erase_contact('${contact}')`, `select open_request('${clinic.id}', 'access')`]) {
      await expect(actAs(db.sql, website, (tx) => tx.unsafe(statement))).rejects.toMatchObject({ code: '42501' })
    }
    const rights = apiClient(clinic.id, ['contacts'])
    expect(await actAs(db.sql, rights, (tx) => tx.unsafe(`select export_contact('${contact}') as held`))).toHaveLength(1)
    await expect(claim(db.sql, clinic, { start: aWednesday(9) }, apiClient(clinic.id, ['tests']))).rejects.toMatchObject({ code: '42501' })
    expect(await actAs(db.sql, rights, (tx) => tx.unsafe(`select erase_contact('${contact}') as erasure`))).toHaveLength(1)
    expect(await db.sql`select 1 from contacts where id = ${contact}`).toHaveLength(0)
  })
})
