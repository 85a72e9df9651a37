import { describe, expect, test } from 'vitest'
import { times } from '../claiming.ts'
import { actAs, useDatabase } from '../database.ts'

describe('a limit on how often', () => {
  const db = useDatabase({ max: 24 })
  const take = (key: string, most: number) => actAs(db.sql, { role: 'anon' }, async (tx) =>
    (await tx<{ may: boolean }[]>`select app.take(${Buffer.from(key)}, ${most}) as may`)[0]!.may)

  test('lets exactly so many of a hundred at once through, across connections', async () => {
    const answers = await Promise.all(times(100, () => take('somebody', 40)))
    expect(answers.filter((may) => may)).toHaveLength(40)
  })

  test('counts each for themselves, and anew after a minute', async () => {
    for (const expected of [true, true, false]) expect(await take('one', 2)).toBe(expected)
    expect(await take('another', 2)).toBe(true)
    await db.sql`update app.rate_limits set full_at = full_at - interval '61 seconds'`
    for (const expected of [true, true, false]) expect(await take('one', 2)).toBe(expected)
  })

  test('is forgotten in time', async () => {
    await take('old', 1)
    await db.sql`update app.rate_limits set started_at = started_at - interval '11 minutes'`
    await db.sql`select app.sweep()`
    expect(await db.sql`select 1 from app.rate_limits`).toHaveLength(0)
  })
})
