import { randomBytes, randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { apiClient, member, voiceAgent } from '../claiming.ts'
import { actAs, makeClinic, useDatabase, type TestClinic } from '../database.ts'

type Line = { id: string; actor: string; action: string; subjectId: string | null; changed: string[] }

describe('the trail of who did what', () => {
  const db = useDatabase({ max: 4 })
  let clinic: TestClinic
  beforeAll(async () => { clinic = await makeClinic(db.sql) })

  const trail = async (of = clinic): Promise<Line[]> => (await actAs(db.sql, member(of.ownerId), (tx) => tx<{ lines: Line[] }[]>`select read_trail(${of.id}) as lines`))[0]!.lines
  /** What a deed leaves: the lines that were not there before it. */
  async function linesOf(deed: () => Promise<unknown>): Promise<Line[]> {
    const before = new Set((await trail()).map((line) => line.id))
    await deed()
    return (await trail()).filter((line) => !before.has(line.id))
  }
  const owner = () => member(clinic.ownerId)
  const asOwner = (statement: string, values: never[] = []) => () => actAs(db.sql, owner(), (tx) => tx.unsafe(statement, values))

  test('settings, on-call people, periods, keys and requests leave who, what and which, and no value', async () => {
    const by = `authenticated:${clinic.ownerId}`
    expect(await linesOf(asOwner(`select save_retention('${clinic.id}', 30, 30, 90, 90)`))).toMatchObject([{ actor: by, action: 'retention.changed' }])
    // Two people are saved by one request, and are one line.
    const people = JSON.stringify([{ name: 'Imogen Castellan', phone: '+447700900171' }, { name: 'Rufus Merriden', phone: '+447700900172' }])
    expect(await linesOf(() => actAs(db.sql, owner(), (tx) => tx`select save_on_call(${clinic.id}, ${people}::jsonb)`))).toMatchObject([{ actor: by, action: 'on_call.changed', subjectId: null }])
    expect(await linesOf(asOwner(`select save_text_settings('${clinic.id}', null, true, true, true)`))).toMatchObject([
      { actor: by, action: 'clinic.changed', subjectId: clinic.id, changed: ['texts_are_discreet', 'texts_are_hours_bound', 'texts_need_consent'] }])
    const made = await linesOf(() => actAs(db.sql, owner(), (tx) => tx`select make_key(${clinic.id}, 'Website', ${['book']}, ${randomBytes(32)})`))
    expect(made).toMatchObject([{ actor: by, action: 'key.added' }])
    const keyId = made[0]!.subjectId!
    expect(await linesOf(asOwner(`select revoke_key('${clinic.id}', '${keyId}')`))).toMatchObject([{ action: 'key.changed', subjectId: keyId, changed: ['revoked_at'] }])
    expect(await linesOf(() => actAs(db.sql, apiClient(clinic.id), (tx) => tx`select open_request(${clinic.id}, 'access')`))).toMatchObject([{ actor: 'api_client', action: 'request.added' }])
    const userId = randomUUID()
    expect(await linesOf(() => db.sql`insert into clinic_members (clinic_id, user_id, role) values (${clinic.id}, ${userId}, 'staff')`)).toMatchObject([{ actor: 'none', action: 'member.added', subjectId: userId }])
    expect(await linesOf(() => db.sql`delete from clinic_members where user_id = ${userId}`)).toMatchObject([{ action: 'member.removed', subjectId: userId }])
    const all = await db.sql<{ text: string }[]>`select to_jsonb(t)::text as text from app.audit_trail t where clinic_id = ${clinic.id}`
    for (const { text } of all) expect(text).not.toMatch(/Imogen|Castellan|7700|Website|Test Clinic/)
  })

  test('an export and an erasure are on it, by the key that asked, and stay when the person is gone', async () => {
    const [contact] = await db.sql<{ id: string }[]>`insert into contacts (clinic_id, name, phone) values (${clinic.id}, 'Robin', '+447700900173') returning id`
    const keyId = randomUUID()
    const key = { ...apiClient(clinic.id), keyId }
    const ask = (statement: string) => () => actAs(db.sql, key, (tx) => tx.unsafe(statement))
    expect(await linesOf(ask(`select export_contact('${contact!.id}')`))).toMatchObject([{ action: 'export.made', subjectId: contact!.id, actor: `api_client:${keyId}` }])
    expect(await linesOf(ask(`select erase_contact('${contact!.id}')`))).toMatchObject([{ action: 'erasure.asked', subjectId: contact!.id, actor: `api_client:${keyId}` }])
    expect((await trail()).map((line) => line.action)).toEqual(expect.arrayContaining(['export.made', 'erasure.asked']))
  })

  test('a use of a key is no deed', async () => {
    const hash = randomBytes(32)
    await db.sql`insert into app.clinic_keys (hash, clinic_id, kind) values (${hash}, ${clinic.id}, 'api')`
    expect(await linesOf(() => actAs(db.sql, { role: 'anon' }, (tx) => tx`select from app.admit(${hash}, 'api')`))).toEqual([])
  })

  test('nobody changes it, empties it or takes a line out: neither the engine, nor the key to the data API, nor whoever owns the table', async () => {
    const count = async () => (await db.sql<{ n: number }[]>`select count(*)::int as n from app.audit_trail`)[0]!.n
    const before = await count()
    expect(before).toBeGreaterThan(5)
    for (const role of [null, 'service_role', 'clinic_engine']) {
      for (const statement of [`update app.audit_trail set actor = 'none'`, 'delete from app.audit_trail', 'truncate app.audit_trail', `delete from app.audit_trail where clinic_id = '${clinic.id}'`]) {
        await expect(db.sql.begin(async (tx) => {
          if (role) await tx.unsafe(`set local role ${role}`)
          await tx.unsafe(statement)
        }), `${role}: ${statement}`).rejects.toMatchObject({ code: '42501' })
      }
    }
    await expect(db.sql.begin(async (tx) => {
      await tx.unsafe('set local role service_role')
      await tx.unsafe(`delete from public.clinics where id = '${clinic.id}'`)
    })).rejects.toMatchObject({ code: '42501' })
    expect(await count()).toBe(before)
  })

  test('goes with its clinic, however that is removed, and leaves no line about the removal behind', async () => {
    const gone = await makeClinic(db.sql)
    await db.sql`insert into app.clinic_keys (hash, clinic_id, kind) values (${randomBytes(32)}, ${gone.id}, 'api')`
    expect((await trail(gone)).length).toBeGreaterThan(3)
    await db.sql.begin(async (tx) => {
      await tx.unsafe('set local role clinic_engine')
      await tx`delete from app.clinic_keys where clinic_id = ${gone.id}`
      await tx`delete from public.clinics where id = ${gone.id}`
    })
    expect(await db.sql`select 1 from app.audit_trail where clinic_id = ${gone.id}`).toHaveLength(0)
  })

  test('is read by a signed-in owner alone, a page at a time', async () => {
    const staffId = randomUUID()
    await db.sql`insert into clinic_members (clinic_id, user_id, role) values (${clinic.id}, ${staffId}, 'staff')`
    const stranger = await makeClinic(db.sql)
    for (const actor of [member(staffId), member(stranger.ownerId), apiClient(clinic.id), voiceAgent(clinic.id)]) {
      await expect(actAs(db.sql, actor, (tx) => tx`select read_trail(${clinic.id})`)).rejects.toMatchObject({ code: expect.stringMatching(/PT403|42501/) })
    }
    const all = await trail()
    const page = async (before: string | null) => (await actAs(db.sql, owner(), (tx) => tx<{ lines: Line[] }[]>`select read_trail(${clinic.id}, ${before}, 3) as lines`))[0]!.lines
    const first = await page(null)
    expect([...first, ...await page(first.at(-1)!.id)]).toEqual(all.slice(0, 6))
  })
})
