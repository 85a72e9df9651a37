import type { Sql } from 'postgres'

/** Where a phrase stands in any column of any table of the product, its job queue included: `schema.table` each. */
export async function tablesWith(sql: Sql, phrase: string): Promise<string[]> {
  const tables = await sql<{ schema: string; name: string }[]>`select table_schema as schema, table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema in ('public', 'app', 'graphile_worker', 'auth')`
  const found: string[] = []
  for (const { schema, name } of tables) {
    const [row] = await sql<{ is: boolean }[]>`select exists (select from ${sql(schema)}.${sql(name)} t where strpos(lower(to_jsonb(t)::text), lower(${phrase})) > 0) as is`
    if (row!.is) found.push(`${schema}.${name}`)
  }
  return found
}

/** Pairs of live bookings of one practitioner whose times, buffers included, overlap. There must never be any. */
export const overlaps = (sql: Sql) => sql<{ a: string; b: string }[]>`
  select a.id as a, b.id as b from bookings a join bookings b on b.practitioner_id = a.practitioner_id and b.id > a.id and b.block && a.block
  where a.status = 'booked' and b.status = 'booked'`
