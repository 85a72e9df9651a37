import { createHash, randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { claim, makeCall, voiceAgent } from '../claiming.ts'
import { actAs, aWednesday, makeClinic, type TestClinic } from '../database.ts'
import { loseCall } from '../leads.ts'

export type Table = { schema: string; name: string; clinicColumn: string }
export type TwoClinics = { ours: TestClinic; theirs: TestClinic; tables: Table[]; ownerless: Table[] }

/**
 * Every table of the product as the catalogue knows it; clinicColumn is '' where a row belongs to no clinic. Not the mark of clinics that are made
 * for a test: a row there takes rights away from its clinic.
 */
export async function listTables(sql: Sql): Promise<Table[]> {
  return (await sql<Table[]>`
    select n.nspname as schema, c.relname as name, case when c.relname = 'clinics' then 'id' else coalesce((
      select a.attname from pg_attribute a where a.attrelid = c.oid and a.attname = 'clinic_id'), '') end as "clinicColumn"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'app') and c.relkind in ('r', 'p') and c.relname <> 'synthetic_clinics' order by 1, 2`).slice()
}

/** Two clinics with something of each in every table, so that "sees nothing" cannot mean "there is nothing". */
export async function makeTwoClinics(sql: Sql): Promise<TwoClinics> {
  const ours = await makeClinic(sql)
  const theirs = await makeClinic(sql)
  const all = await listTables(sql)
  const tables = all.filter((table) => table.clinicColumn !== '')
  for (const clinic of [ours, theirs]) {
    const callId = await makeCall(sql, clinic)
    await claim(sql, clinic, { start: aWednesday(), callId, procedure: 'lip-filler', ageConfirmed: true, key: randomUUID(), contact: { name: 'Robin', phone: '+447700900123' } })
    const lost = await loseCall(sql, clinic, { heard: { consents: [{ channel: 'call', value: 'granted', words: 'call me back' }] } })
    await actAs(sql, voiceAgent(clinic.id), (tx) => tx`select keep_transcript(${lost.callId}, '1', '[{"role": "user", "text": "Hello."}]')`)
    await actAs(sql, voiceAgent(clinic.id), (tx) => tx`select receive_text(${clinic.id}, ${randomUUID()}, ${lost.phone}, 'sealed', 'text')`)
    await sql`insert into app.clinic_keys (hash, clinic_id, kind) values (sha256(convert_to(${randomUUID()}, 'UTF8')), ${clinic.id}, 'api')`
    await actAs(sql, voiceAgent(clinic.id), (tx) => tx`select touch_stream_calls(${clinic.id}, ${[`stream:${randomUUID().replaceAll('-', '')}`]})`)
    await actAs(sql, voiceAgent(clinic.id), (tx) => tx`select note_answer_times(${clinic.id}, ${tx.json([{ day: '2026-11-27', kind: 'status-update', bucket: 20, count: 1 }])})`)
    await actAs(sql, voiceAgent(clinic.id), (tx) => tx`select keep_turns(${lost.callId}, ${tx.json([{ turnMs: 700 }])}, 'v1')`)
    await sql`insert into on_call_contacts (clinic_id, position, name, phone) values (${clinic.id}, 1, 'On call', '+447700900124')`
    await actAs(sql, voiceAgent(clinic.id), (tx) => tx`select raise_alert(${lost.callId}, 'medical')`)
  }
  // Tables that no fixture fills yet get one row a clinic from a plan of their columns.
  for (const table of tables) for (const clinic of [ours, theirs]) await ensureRow(sql, table, clinic)
  return { ours, theirs, tables, ownerless: all.filter((table) => table.clinicColumn === '') }
}

const samples: Record<string, () => string> = {
  uuid: () => `'${randomUUID()}'`, text: () => `'${randomUUID().slice(0, 18)}'`, jsonb: () => `'{}'`,
  tstzrange: () => `'[2030-01-02 10:00Z,2030-01-02 11:00Z)'`, bytea: () => `sha256('${randomUUID()}'::text::bytea)`,
  'timestamp with time zone': () => 'now()', date: () => 'current_date', boolean: () => 'true', 'text[]': () => `'{}'`,
}

async function ensureRow(sql: Sql, table: Table, clinic: TestClinic): Promise<void> {
  const from = `${table.schema}.${table.name}`
  const [found] = await sql.unsafe(`select 1 from ${from} where ${table.clinicColumn} = $1`, [clinic.id])
  if (found) return
  const columns = await sql<{ name: string; type: string; checks: string }[]>`
    select a.attname as name, format_type(a.atttypid, null) as type,
      coalesce((select string_agg(pg_get_constraintdef(k.oid), ' ') from pg_constraint k where k.conrelid = a.attrelid and k.contype = 'c' and a.attnum = any (k.conkey)), '') as checks
    from pg_attribute a where a.attrelid = ${from}::regclass and a.attnum > 0 and not a.attisdropped and a.attnotnull
      and not a.atthasdef and a.attidentity = '' order by a.attnum`
  const value = (column: (typeof columns)[number]) => {
    if (column.name === table.clinicColumn) return `'${clinic.id}'`
    // A fingerprint, where one is wanted.
    if (column.checks.includes('^[0-9a-f]{64}$')) return `'${createHash('sha256').update(randomUUID()).digest('hex')}'`
    const choice = /ARRAY\['([^']*)'/.exec(column.checks)?.[1]
    return choice ? `'${choice}'` : (samples[column.type]?.() ?? '1')
  }
  await sql.begin(async (tx) => {
    await tx.unsafe(`set local session_replication_role = replica`)
    await tx.unsafe(`insert into ${from} (${columns.map((column) => column.name).join(', ')}) values (${columns.map(value).join(', ')})`)
  })
}

/** Every id that is written in a clinic's rows, its own among them: what a stranger's answer must never hold. */
export async function idsOf(sql: Sql, { tables }: Pick<TwoClinics, 'tables'>, clinic: { id: string }): Promise<Set<string>> {
  const ids = new Set<string>()
  for (const table of tables) {
    const rows = await sql.unsafe(`select to_jsonb(t)::text as line from ${table.schema}.${table.name} t where ${table.clinicColumn} = $1`, [clinic.id])
    for (const row of rows) for (const id of uuidsIn(row.line as string)) ids.add(id)
  }
  return ids
}

export const uuidsIn = (text: string): string[] => text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []

/** A digest of all that a clinic has, table by table: equal before and after means that nothing was changed. */
export async function digestOf(sql: Sql, { tables }: Pick<TwoClinics, 'tables'>, clinic: { id: string }): Promise<Record<string, string>> {
  const digests: Record<string, string> = {}
  for (const table of tables) {
    const [row] = await sql.unsafe(`select coalesce(md5(string_agg(t::text, '|' order by t::text)), 'empty') as digest
      from ${table.schema}.${table.name} t where ${table.clinicColumn} = $1`, [clinic.id])
    digests[`${table.schema}.${table.name}`] = row!.digest as string
  }
  return digests
}
