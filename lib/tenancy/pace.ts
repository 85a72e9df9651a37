import 'server-only'
import { createHash } from 'node:crypto'
import { asNobody } from '#lib/db/door.ts'

/** Whether one more `what` of whoever `who` is may be tried, of at most so many a minute; counted across all processes, by hash. */
export async function mayTry(what: string, who: string, mostAMinute: number): Promise<boolean> {
  const key = createHash('sha256').update(`${what}:${who}`).digest()
  const [row] = await asNobody((sql) => sql<{ may: boolean }[]>`select app.take(${key}, ${mostAMinute}) as may`)
  return row!.may
}
