import { randomUUID } from 'node:crypto'
import type { Row, TransactionSql } from 'postgres'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/db/actor.ts'
import { apiClient, claim, makeCall, member, voiceAgent } from './claiming.ts'
import { actAs, aWednesday, makeClinic, useDatabase, type TestClinic } from './database.ts'
import { loseCall } from './leads.ts'

// Everything here is read from the catalogue, so a new table or function is covered on the day it is made.
describe('the silo', () => {
  const db = useDatabase({ max: 8 })
  let ours: TestClinic
  let theirs: TestClinic
  let tables: { schema: string; name: string; clinicColumn: string }[]
  let ownerless: typeof tables

  beforeAll(async () => {
    ours = await makeClinic(db.sql)
    theirs = await makeClinic(db.sql)
    await fillEveryTable()
  })

  /** Something of each clinic in every table, so that "sees nothing" cannot mean "there is nothing". */
  async function fillEveryTable(): Promise<void> {
    tables = (await db.sql<{ schema: string; name: string; clinicColumn: string }[]>`
      select n.nspname as schema, c.relname as name, case when c.relname = 'clinics' then 'id' else coalesce((
        select a.attname from pg_attribute a where a.attrelid = c.oid and a.attname = 'clinic_id'), '') end as "clinicColumn"
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'app') and c.relkind in ('r', 'p') order by 1, 2`).slice()
    // The workers' signs of life belong to no clinic; nobody may read or write those at all.
    ownerless = tables.filter((table) => table.clinicColumn === '')
    tables = tables.filter((table) => table.clinicColumn !== '')
    for (const clinic of [ours, theirs]) {
      const callId = await makeCall(db.sql, clinic)
      await claim(db.sql, clinic, { start: aWednesday(), callId, procedure: 'lip-filler', ageConfirmed: true, key: randomUUID(), contact: { name: 'Robin', phone: '+447700900123' } })
    }
    for (const clinic of [ours, theirs]) {
      const lost = await loseCall(db.sql, clinic, { heard: { consents: [{ channel: 'call', value: 'granted', words: 'call me back' }] } })
      await actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select keep_transcript(${lost.callId}, '1', '[{"role": "user", "text": "Hello."}]')`)
      await actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select receive_text(${clinic.id}, ${randomUUID()}, ${lost.phone}, 'sealed', 'text')`)
      await db.sql`insert into on_call_contacts (clinic_id, position, name, phone) values (${clinic.id}, 1, 'On call', '+447700900124')`
      await actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select raise_alert(${lost.callId}, 'medical')`)
    }
    // Tables that no fixture fills yet get one row a clinic from a plan of their columns.
    await db.sql`select set_config('session_replication_role', 'replica', false)`
    for (const table of tables) for (const clinic of [ours, theirs]) await ensureRow(table, clinic)
  }

  async function ensureRow(table: (typeof tables)[number], clinic: TestClinic): Promise<void> {
    const from = `${table.schema}.${table.name}`
    const [found] = await db.sql.unsafe(`select 1 from ${from} where ${table.clinicColumn} = $1`, [clinic.id])
    if (found) return
    const columns = await db.sql<{ name: string; type: string; checks: string }[]>`
      select a.attname as name, format_type(a.atttypid, null) as type,
        coalesce((select string_agg(pg_get_constraintdef(k.oid), ' ') from pg_constraint k where k.conrelid = a.attrelid and k.contype = 'c' and a.attnum = any (k.conkey)), '') as checks
      from pg_attribute a where a.attrelid = ${from}::regclass and a.attnum > 0 and not a.attisdropped and a.attnotnull
        and not a.atthasdef and a.attidentity = '' order by a.attnum`
    const value = (column: (typeof columns)[number]) => {
      if (column.name === table.clinicColumn) return `'${clinic.id}'`
      const choice = /ARRAY\['([^']*)'/.exec(column.checks)?.[1]
      if (choice) return `'${choice}'`
      const samples: Record<string, string> = {
        uuid: `'${randomUUID()}'`, text: `'${randomUUID().slice(0, 18)}'`, jsonb: `'{}'`, tstzrange: `'[2030-01-02 10:00Z,2030-01-02 11:00Z)'`,
        bytea: `sha256('${randomUUID()}'::text::bytea)`, 'timestamp with time zone': 'now()', date: 'current_date', boolean: 'true',
      }
      return samples[column.type] ?? '1'
    }
    await db.sql.begin(async (tx) => {
      await tx.unsafe(`set local session_replication_role = replica`)
      await tx.unsafe(`insert into ${from} (${columns.map((column) => column.name).join(', ')}) values (${columns.map(value).join(', ')})`)
    })
  }

  const actors = (): [string, Actor | { role: 'anon' }, 'nothing' | 'ours'][] => [
    ['anon', { role: 'anon' }, 'nothing'],
    ['a signed-in stranger', member(randomUUID()), 'nothing'],
    ["another clinic's owner", member(theirs.ownerId), 'nothing'],
    ["another clinic's voice agent", voiceAgent(theirs.id), 'nothing'],
    ["another clinic's API key", apiClient(theirs.id), 'nothing'],
    ['our owner', member(ours.ownerId), 'ours'],
    ['our voice agent', voiceAgent(ours.id), 'ours'],
    ['our API key', apiClient(ours.id), 'ours'],
  ]
  const read = (actor: Actor | { role: 'anon' }, statement: string): Promise<Row[] | string> =>
    actAs(db.sql, actor, (tx: TransactionSql) => tx.unsafe(statement)).then((rows) => [...(rows as Row[])], (error: { code: string }) => error.code)

  test('every table is tried, with rows of both clinics in it', async () => {
    expect(tables.length).toBeGreaterThan(15)
    for (const table of tables) {
      const [row] = await db.sql.unsafe(`select count(distinct ${table.clinicColumn})::int as clinics from ${table.schema}.${table.name}`)
      expect([table.name, row!.clinics]).toEqual([table.name, 2])
    }
  })

  test('a stranger reads no row of ours from any table; our people and programs read ours and only ours', async () => {
    for (const [who, actor, expected] of actors()) {
      for (const table of tables) {
        const seen = await read(actor, `select ${table.clinicColumn} as clinic from ${table.schema}.${table.name}`)
        const label = `${who} reads ${table.schema}.${table.name}`
        if (actor.role === 'anon' || table.schema === 'app') expect([label, seen]).toEqual([label, '42501'])
        else if (expected === 'ours') expect([label, [...new Set((seen as Row[]).map((row) => row.clinic))]]).toEqual([label, [ours.id]])
        else expect([label, (seen as Row[]).filter((row) => row.clinic === ours.id)]).toEqual([label, []])
      }
    }
  })

  test('nobody writes to any table directly, be it their own: 42501 even where no row matches', async () => {
    for (const [who, actor] of actors()) {
      for (const table of tables) {
        const from = `${table.schema}.${table.name}`
        for (const statement of [
          `insert into ${from} (${table.clinicColumn}) values ('${ours.id}')`,
          `update ${from} set ${table.clinicColumn} = '${ours.id}' where ${table.clinicColumn} = '${ours.id}'`,
          `update ${from} set ${table.clinicColumn} = ${table.clinicColumn} where false`,
          `delete from ${from} where ${table.clinicColumn} = '${ours.id}'`,
          `truncate ${from} cascade`,
        ]) {
          expect([who, statement, await read(actor, statement)]).toEqual([who, statement, '42501'])
        }
      }
    }
  })

  test('a table that belongs to no clinic is out of reach of everybody', async () => {
    expect(ownerless.filter((table) => table.schema !== 'app')).toEqual([])
    for (const [who, actor] of actors()) {
      for (const table of ownerless) for (const verb of ['select 1 from', 'delete from', 'truncate']) {
        expect([who, verb, await read(actor, `${verb} app.${table.name}`)]).toEqual([who, verb, '42501'])
      }
    }
  })

  test('who is removed from a clinic loses it at once, with the same token', async () => {
    const userId = randomUUID()
    await db.sql`insert into clinic_members (clinic_id, user_id, role) values (${ours.id}, ${userId}, 'staff')`
    expect(await read(member(userId), 'select id from bookings')).toHaveLength(1)
    expect(await claim(db.sql, ours, { start: aWednesday(3) }, member(userId))).toMatchObject({ status: 201 })
    await db.sql`delete from clinic_members where user_id = ${userId}`
    expect(await read(member(userId), 'select id from bookings')).toEqual([])
    await expect(claim(db.sql, ours, { start: aWednesday(3) }, member(userId))).rejects.toMatchObject({ code: 'PT403' })
  })

  test('a program whose token names no clinic may do nothing anywhere', async () => {
    for (const role of ['voice_agent', 'api_client'] as const) {
      const nowhere = { role } as Actor
      await expect(claim(db.sql, ours, { start: aWednesday(4) }, nowhere)).rejects.toMatchObject({ code: 'PT403' })
      expect(await read(nowhere, 'select 1 from bookings')).toEqual([])
    }
  })

  test('a foreign id and an unknown id are refused by every RPC with the same words', async () => {
    const booking = async (clinic: TestClinic) => (await db.sql<{ id: string }[]>`select id from bookings where clinic_id = ${clinic.id} limit 1`)[0]!.id
    const call = async (clinic: TestClinic) => (await db.sql<{ id: string }[]>`select id from calls where clinic_id = ${clinic.id} limit 1`)[0]!.id
    const [lead] = await db.sql<{ id: string }[]>`select id from leads where clinic_id = ${ours.id} limit 1`
    const [message] = await db.sql<{ id: string }[]>`select id from messages where clinic_id = ${ours.id} limit 1`
    const [task] = await db.sql<{ id: string }[]>`select id from staff_tasks where clinic_id = ${ours.id} limit 1`
    const [alert] = await db.sql<{ id: string }[]>`select id from alerts where clinic_id = ${ours.id} limit 1`
    const [notice] = await db.sql<{ id: string }[]>`select id from alert_notices where clinic_id = ${ours.id} limit 1`
    const [contact] = await db.sql<{ id: string }[]>`select id from contacts where clinic_id = ${ours.id} limit 1`
    const [request] = await db.sql<{ id: string }[]>`select id from rights_requests where clinic_id = ${ours.id} limit 1`
    const [erasure] = await db.sql<{ id: string }[]>`select id from erasures where clinic_id = ${ours.id} limit 1`
    const [run] = await db.sql<{ id: string }[]>`select id from live_test_runs where clinic_id = ${ours.id} limit 1`
    const ids = {
      run: [run!.id, randomUUID()],
      contact: [contact!.id, randomUUID()], request: [request!.id, randomUUID()], erasure: [erasure!.id, randomUUID()],
      alert: [alert!.id, randomUUID()], notice: [notice!.id, randomUUID()], lead: [lead!.id, randomUUID()], message: [message!.id, randomUUID()], task: [task!.id, randomUUID()], clinic: [ours.id, randomUUID()], booking: [await booking(ours), randomUUID()], call: [await call(ours), randomUUID()], practitioner: [ours.practitionerIds[0], randomUUID()],
    }
    const start = `'${aWednesday().toISOString()}'`
    // Arguments by name: an id argument is tried foreign and unknown, with everything else the stranger's own and right.
    const rpcs = await db.sql<{ name: string; args: string[]; types: string[]; required: number; roles: string[] }[]>`
      select p.proname as name, p.proargnames[1:p.pronargs] as args,
        (select array_agg(format_type(t, null) order by i) from unnest(p.proargtypes::oid[]) with ordinality x(t, i)) as types, p.pronargs - p.pronargdefaults as required,
        (select array_agg(r.rolname::text) from pg_roles r where r.rolname in ('authenticated', 'voice_agent', 'api_client') and has_function_privilege(r.oid, p.oid, 'execute')) as roles
      from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prokind = 'f' and p.prorettype <> 'trigger'::regtype`
    expect(rpcs.length).toBeGreaterThan(5)
    for (const rpc of rpcs) {
      for (const role of rpc.roles ?? []) {
        const actor = role === 'authenticated' ? member(theirs.ownerId) : role === 'voice_agent' ? voiceAgent(theirs.id) : apiClient(theirs.id)
        for (const [kind, [foreign, unknown]] of Object.entries(ids)) {
          const target = rpc.args.findIndex((arg, i) => (arg === `p_${kind}_id` || arg === `p_${kind}`) && rpc.types[i] === 'uuid')
          if (target < 0) continue
          const answer = (id: string) => read(actor, `select ${rpc.name}(${rpc.args.flatMap((arg, i) => {
            if (i === target) return [`${arg} => '${id}'`]
            if (arg === 'p_clinic_id') return [`${arg} => '${theirs.id}'`]
            if (i >= rpc.required) return []
            const own: Record<string, string> = { p_booking_id: `'${randomUUID()}'`, p_procedure: `'rhinoplasty'`, p_until: `${start}::timestamptz + interval '1 day'` }
            const byType: Record<string, string> = { text: `'x'`, uuid: `'${randomUUID()}'`, 'timestamp with time zone': start, date: `date ${start.slice(0, 11)}'`, jsonb: `'{}'`, boolean: 'true', 'text[]': `'{}'` }
            return [`${arg} => ${own[arg] ?? byType[rpc.types[i]!] ?? '1'}`]
          }).join(', ')})`)
          const label = `${rpc.name} as ${role} with ${rpc.args[target]}`
          expect([label, await answer(foreign!), await answer(unknown!)]).toEqual([label, 'PT403', 'PT403'])
        }
      }
    }
  })
})
