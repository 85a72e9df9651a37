import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { aWednesday } from '../database.ts'
import { ownPeopleOf, strangersTo, type Knocker } from './actors.ts'
import { digestOf, idsOf, uuidsIn, type TwoClinics } from './two-clinics.ts'

export type Outcome = { code: string } | { rows: string }
type Rpc = { schema: string; name: string; signature: string; args: string[]; types: string[]; required: number; roles: string[] }

/** Arguments that are no id of a row: a push channel is a random name that Google alone was told, with a secret beside it. */
const secretArguments = ['p_channel']

class RollBack extends Error {}

/** One statement as somebody. What it did stays, unless it is only to be tried. */
export async function attempt(sql: Sql, { role, claims }: Knocker, statement: string, options: { keep: boolean }): Promise<Outcome> {
  let rows = ''
  try {
    await sql.begin(async (tx) => {
      await tx`select set_config('role', ${role}, true), set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
        set_config('request.jwt.claim.sub', ${String(claims.sub ?? '')}, true), set_config('request.jwt.claim.role', ${role}, true)`
      rows = JSON.stringify([...(await tx.unsafe(statement))])
      if (!options.keep) throw new RollBack()
    })
  } catch (error) {
    if (!(error instanceof RollBack)) return { code: (error as { code?: string }).code ?? String(error) }
  }
  return { rows }
}

const refusals = ['PT403', '42501']
const said = (outcome: Outcome) => ('code' in outcome ? outcome.code : outcome.rows)

/** Everything that can be selected from: tables and views of every kind, as the catalogue knows them. */
async function listRelations(sql: Sql, only?: RegExp): Promise<{ schema: string; name: string; isTable: boolean }[]> {
  const rows = await sql<{ schema: string; name: string; isTable: boolean }[]>`
    select n.nspname as schema, c.relname as name, c.relkind in ('r', 'p') as "isTable" from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'app') and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1, 2`
  return rows.filter((row) => only?.test(row.name) ?? true)
}

/** What is wrong with the wall around tables and views: who read, or wrote, what is not theirs, and whose own people were shut out. */
export async function breachesOfRelations(sql: Sql, two: TwoClinics, only?: RegExp): Promise<string[]> {
  const { ours, theirs, tables } = two
  const breaches: string[] = []
  const [strangers, secrets, before] = [await strangersTo(sql, ours, theirs), await idsOf(sql, two, ours), await digestOf(sql, two, ours)]
  for (const id of await idsOf(sql, two, theirs)) secrets.delete(id)
  for (const { schema, name, isTable } of await listRelations(sql, only)) {
    const from = `${schema}.${name}`
    const column = tables.find((table) => table.schema === schema && table.name === name)?.clinicColumn
    for (const knocker of strangers) {
      const seen = await attempt(sql, knocker, `select to_jsonb(t)::text as line from ${from} t`, { keep: true })
      if ('rows' in seen && uuidsIn(seen.rows).some((id) => secrets.has(id))) breaches.push(`${knocker.who} reads ${from}`)
      if ('rows' in seen && (schema === 'app' || knocker.role === 'anon')) breaches.push(`${knocker.who} may select from ${from}`)
      if (!isTable) continue
      const writes = column
        ? [`insert into ${from} (${column}) values ('${ours.id}')`, `update ${from} set ${column} = ${column} where ${column} = '${ours.id}'`,
          `update ${from} set ${column} = '${ours.id}'`, `delete from ${from} where ${column} = '${ours.id}'`, `truncate ${from} cascade`]
        : [`insert into ${from} default values`, `delete from ${from}`, `truncate ${from}`]
      for (const statement of writes) {
        const outcome = await attempt(sql, knocker, statement, { keep: false })
        if (said(outcome) !== '42501') breaches.push(`${knocker.who} is not refused: ${statement.split(' ')[0]} on ${from} (${said(outcome).slice(0, 40)})`)
      }
    }
    if (schema === 'app' || !column) continue
    for (const own of ownPeopleOf(ours)) {
      const seen = await attempt(sql, own, `select ${column} as clinic from ${from}`, { keep: true })
      const clinics = 'rows' in seen ? new Set((JSON.parse(seen.rows) as { clinic: string }[]).map((row) => row.clinic)) : new Set<string>()
      if (clinics.size !== 1 || !clinics.has(ours.id)) breaches.push(`${own.who} does not see exactly their own of ${from}`)
    }
  }
  const after = await digestOf(sql, two, ours)
  for (const [table, digest] of Object.entries(before)) if (after[table] !== digest) breaches.push(`${table} was changed by a stranger`)
  return breaches
}

async function listRpcs(sql: Sql, only?: RegExp): Promise<Rpc[]> {
  const rows = await sql<Rpc[]>`
    select n.nspname as schema, p.proname as name, p.oid::regprocedure::text as signature, coalesce(p.proargnames[1:p.pronargs], '{}') as args,
      coalesce((select array_agg(format_type(t, null) order by i) from unnest(p.proargtypes::oid[]) with ordinality x(t, i)), '{}') as types, p.pronargs - p.pronargdefaults as required,
      coalesce((select array_agg(r.rolname::text) from pg_roles r where r.rolname in ('anon', 'authenticated', 'voice_agent', 'api_client') and has_function_privilege(r.oid, p.oid, 'execute')), '{}') as roles
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'app') and p.prokind in ('f', 'p') and p.prorettype <> 'trigger'::regtype order by 1, 2`
  return rows.filter((row) => row.roles.length > 0 && (only?.test(row.name) ?? true))
}

/** An id of ours for an argument, by the foreign key of that name, else by the table that is called so; null when there is no such thing. */
async function idForArgument(sql: Sql, two: TwoClinics, arg: string): Promise<string | null> {
  const kind = arg.replace(/^p_/, '').replace(/_id$/, '')
  if (kind === 'clinic') return two.ours.id
  // What is looked at may be a lead or a person, as the argument beside it says.
  const wanted = kind === 'subject' ? 'contact' : kind
  const [key] = await sql<{ name: string }[]>`select k.confrelid::regclass::text as name from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
    where k.contype = 'f' and a.attname = ${`${wanted}_id`} limit 1`
  const named = two.tables.find((table) => [`${wanted}s`, wanted].includes(table.name) || table.name.endsWith(`_${wanted}s`))
  const table = key?.name ?? (named ? `${named.schema}.${named.name}` : null)
  if (!table) return null
  // Of a clinic's keys those that programs have: what the voice platform shows is nobody's to revoke.
  const isKey = table === 'app.clinic_keys' ? ` and kind = 'api'` : ''
  const [row] = await sql.unsafe(`select id from ${table} where clinic_id = $1${isKey} limit 1`, [two.ours.id])
  return (row?.id as string | undefined) ?? null
}

const start = () => `'${aWednesday().toISOString()}'`
const byName: Record<string, () => string> = {
  p_procedure: () => `'rhinoplasty'`, p_until: () => `${start()}::timestamptz + interval '1 day'`, p_to: () => `${start()}::timestamptz + interval '1 day'`, p_kind: () => `'contact'`,
}
const byType: Record<string, () => string> = {
  text: () => `'x'`, uuid: () => `'${randomUUID()}'`, 'timestamp with time zone': start, date: () => `date ${start().slice(0, 11)}'`, jsonb: () => `'{}'`, boolean: () => 'true',
  'text[]': () => `'{}'`, bytea: () => `'\\x00'`,
}

/** A call with every argument it needs: `given` as said, the clinic of whoever calls, and something plain for the rest. */
function callOf(rpc: Rpc, clinicId: string, given: Record<string, string>): string {
  const args = rpc.args.flatMap((arg, i) => {
    const type = rpc.types[i]!
    if (given[arg] !== undefined) return [`${arg} => '${given[arg]}'`]
    if (arg === 'p_clinic_id' || arg === 'p_clinic') return [`${arg} => '${clinicId}'`]
    if (i >= rpc.required) return []
    return [`${arg} => (${byName[arg] && type !== 'date' ? byName[arg]() : (byType[type]?.() ?? '1')})::${type}`]
  })
  return `select ${rpc.schema}.${rpc.name}(${args.join(', ')}) as answer`
}

/** Every function that this role may call, with our own ids wherever it takes one, as one of our own would. */
export async function callsBy(sql: Sql, two: TwoClinics, role: Knocker['role']): Promise<{ signature: string; statement: string }[]> {
  const calls: { signature: string; statement: string }[] = []
  for (const rpc of (await listRpcs(sql)).filter((one) => one.schema === 'public' && one.roles.includes(role))) {
    const given: Record<string, string> = {}
    for (const arg of rpc.args.filter((name, i) => rpc.types[i] === 'uuid' && !/^p_clinic/.test(name) && rpc.args.indexOf(name) < rpc.required)) {
      given[arg] = (await idForArgument(sql, two, arg)) ?? randomUUID()
    }
    calls.push({ signature: rpc.signature, statement: callOf(rpc, two.ours.id, given) })
  }
  return calls
}

const isNothing = (outcome: Outcome) => 'rows' in outcome && /^\[(\{"answer":(null|false|\[\]|"\(.*,false.*\)")\})?\]$/.test(outcome.rows)

/**
 * What is wrong with the wall around functions: each that a request may call, with an id of ours in every argument that takes one, by everybody
 * else's people. Foreign and absent must be refused alike; our own people must get in. An argument that nobody knows how to fill is a breach too.
 */
export async function breachesOfFunctions(sql: Sql, two: TwoClinics, only?: RegExp): Promise<string[]> {
  const { ours, theirs } = two
  const breaches: string[] = []
  const [strangers, before] = [await strangersTo(sql, ours, theirs), await digestOf(sql, two, ours)]
  for (const rpc of await listRpcs(sql, only)) {
    const ids: Record<string, string> = {}
    for (const arg of rpc.args.filter((arg, i) => rpc.types[i] === 'uuid' && !secretArguments.includes(arg))) {
      const id = await idForArgument(sql, two, arg)
      if (id) ids[arg] = id
      else breaches.push(`${rpc.signature}: nobody knows what ${arg} is an id of`)
    }
    for (const knocker of strangers.filter((one) => rpc.roles.includes(one.role))) {
      for (const [arg, id] of Object.entries(ids)) {
        const [foreign, absent] = [await attempt(sql, knocker, callOf(rpc, theirs.id, { [arg]: id }), { keep: true }),
          await attempt(sql, knocker, callOf(rpc, theirs.id, { [arg]: randomUUID() }), { keep: true })]
        const label = `${knocker.who} calls ${rpc.signature} with our ${arg}`
        if (said(foreign) !== said(absent)) breaches.push(`${label} and can tell that it exists: ${said(foreign).slice(0, 60)} / ${said(absent).slice(0, 60)}`)
        const isRefused = 'code' in foreign && refusals.includes(foreign.code)
        if (!isRefused && !(rpc.schema === 'app' && isNothing(foreign))) breaches.push(`${label} and is not refused: ${said(foreign).slice(0, 60)}`)
      }
    }
    if (rpc.schema === 'app' || Object.keys(ids).length === 0) continue
    // The voice agent may change only what its own call made, so that one of the clinic's own who gets in is what shows that the door opens.
    // Where two ids must belong together, as a run and its clinic, that is shown where the function lives.
    if (rpc.args.filter((arg, i) => ids[arg] && i < rpc.required).length > 1 && !ids.p_key_id) continue
    const needed = Object.fromEntries(Object.entries(ids).filter(([arg]) => !/^p_clinic/.test(arg) && rpc.args.indexOf(arg) < rpc.required).slice(0, 1))
    const own = await Promise.all(ownPeopleOf(ours).filter((one) => rpc.roles.includes(one.role)).map((one) =>
      attempt(sql, one, callOf(rpc, ours.id, needed), { keep: false })))
    if (own.every((outcome) => 'code' in outcome && refusals.includes(outcome.code))) breaches.push(`nobody of the clinic itself gets into ${rpc.signature}`)
  }
  const after = await digestOf(sql, two, ours)
  for (const [table, digest] of Object.entries(before)) if (after[table] !== digest) breaches.push(`${table} was changed by a stranger`)
  return breaches
}
