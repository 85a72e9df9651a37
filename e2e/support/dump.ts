import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Sql } from 'postgres'

/** One value and where it stands: `schema.table.column`, or a file's path. */
export type Kept = { where: string; text: string }

/**
 * Every value of every column of every table that is not Postgres's own, as text; bytes are read as text, and what cannot be
 * read as such is escaped. The job queue, the accounts and the migrations are among them. `tables` is what was read, empty or not.
 */
export async function dumpOf(sql: Sql): Promise<{ kept: Kept[]; tables: Set<string> }> {
  const columns = await sql<{ schema: string; table: string; name: string; isBytes: boolean }[]>`
    select n.nspname as schema, c.relname as table, a.attname as name, a.atttypid = 'bytea'::regtype as "isBytes"
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm', 'S') and a.attnum > 0 and not a.attisdropped and n.nspname not in ('pg_catalog', 'information_schema')
    and n.nspname not like 'pg\\_toast%'`
  const kept: Kept[] = []
  for (const { schema, table, name, isBytes } of columns) {
    const value = isBytes ? sql`encode(${sql(name)}, 'escape')` : sql`${sql(name)}::text`
    const rows = await sql<{ text: string }[]>`select ${value} as text from ${sql(schema)}.${sql(table)} where ${sql(name)} is not null`
    for (const { text } of rows) kept.push({ where: `${schema}.${table}.${name}`, text })
  }
  return { kept, tables: new Set(columns.map(({ schema, table }) => `${schema}.${table}`)) }
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ')

/** Which of the words stand where, upper or lower case and however spaced: each place once, sorted. */
export function placesOf(kept: readonly Kept[], words: readonly string[]): string[] {
  const sought = words.map((word) => [word, plain(word)] as const)
  const places = new Set<string>()
  for (const { where, text } of kept) {
    const folded = plain(text)
    for (const [word, one] of sought) if (folded.includes(one)) places.add(`${word}: ${where}`)
  }
  return [...places].sort()
}

function* filesIn(directory: string): Generator<string> {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name)
    if (statSync(path).isDirectory()) yield* filesIn(path)
    else yield path
  }
}

/** Which of the words stand in which file of a directory, byte by byte: as they are given, in lower case, and in capitals. */
export function filesWith(directory: string, words: readonly string[]): { read: number; places: string[] } {
  const spellings = words.flatMap((word) =>
    [...new Set([word, word.toLowerCase(), word.toUpperCase()])].map((one) => [word, Buffer.from(one)] as const))
  const places = new Set<string>()
  let read = 0
  for (const path of filesIn(directory)) {
    const bytes = readFileSync(path)
    read += bytes.length
    for (const [word, one] of spellings) if (bytes.includes(one)) places.add(`${word}: ${relative(directory, path)}`)
  }
  return { read, places: [...places].sort() }
}
