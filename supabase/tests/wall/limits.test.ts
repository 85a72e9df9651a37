import { randomBytes } from 'node:crypto'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { member, times } from '../claiming.ts'
import { actAs, makeClinic, useDatabase, type TestClinic } from '../database.ts'

const burst = 300
const aSecond = 50

describe('what one key may ask', () => {
  const db = useDatabase({ max: 20 })
  let second: Sql
  let clinic: TestClinic
  let other: TestClinic
  // Another process is another pool: nothing is shared but the database.
  beforeAll(async () => {
    second = postgres(db.url, { max: 20, onnotice: () => undefined })
    clinic = await makeClinic(db.sql)
    other = await makeClinic(db.sql)
  })
  afterAll(() => second.end())

  async function newKey(of: TestClinic): Promise<Buffer> {
    const hash = randomBytes(32)
    await db.sql`insert into app.clinic_keys (hash, clinic_id, kind) values (${hash}, ${of.id}, 'vapi')`
    return hash
  }
  type Answer = { clinic: string } | { code: string; detail: string }
  const ask = (sql: Sql, hash: Buffer): Promise<Answer> => actAs(sql, { role: 'anon' }, (tx) => tx<{ clinic: string }[]>`select clinic_id as clinic from app.admit(${hash}, 'vapi')`)
    .then((rows) => rows[0] as Answer, ({ code, detail }: { code: string; detail: string }) => ({ code, detail }))

  test('three hundred at once pass and the rest hear how long to wait, whichever process they come to; another clinic notices nothing', async () => {
    const [hash, neighbour] = [await newKey(clinic), await newKey(other)]
    const startedAt = performance.now()
    const answers = await Promise.all(times(500, () => undefined).map((_, n) => ask(n % 2 ? db.sql : second, hash)))
    const seconds = (performance.now() - startedAt) / 1_000
    const passed = answers.filter((answer) => 'clinic' in answer)
    expect(passed.length).toBeGreaterThanOrEqual(burst)
    // What came back meanwhile, and no more.
    expect(passed.length).toBeLessThanOrEqual(burst + Math.ceil(seconds * aSecond) + 1)
    const refused = answers.filter((answer) => 'code' in answer)
    expect(new Set(refused.map((answer) => `${answer.code} ${answer.detail}`))).toEqual(new Set(['PT429 1']))
    expect(await ask(db.sql, neighbour)).toEqual({ clinic: other.id })
  })

  test('what is refused costs nothing: as time passes, exactly what time brings may be asked again', async () => {
    const hash = await newKey(clinic)
    await ask(db.sql, hash)
    // Ahead of the clock by the whole bucket: nothing is left. Whoever asks again and again meanwhile does not put it off.
    const empty = (left: number) => db.sql`update app.rate_limits set full_at = clock_timestamp() + make_interval(secs => ${(burst - left) / aSecond}) + interval '5 seconds' where key = ${hash}`
    await empty(0)
    for (const answer of await Promise.all(times(40, () => ask(second, hash)))) expect(answer).toMatchObject({ code: 'PT429' })
    const [row] = await db.sql<{ ahead: number }[]>`select extract(epoch from full_at - clock_timestamp())::float8 as ahead from app.rate_limits where key = ${hash}`
    expect(row!.ahead).toBeLessThanOrEqual(burst / aSecond + 5)
    await db.sql`update app.rate_limits set full_at = full_at - interval '1 hour' where key = ${hash}`
    expect(await ask(db.sql, hash)).toEqual({ clinic: clinic.id })
  })

  test('a person has an allowance of their own, and each their own', async () => {
    const may = (userId: string) => actAs(db.sql, member(userId), (tx) => tx<{ may: boolean }[]>`select app.pace_person() as may`).then(() => true, (error: { code: string }) => error.code)
    expect(await may(clinic.ownerId)).toBe(true)
    await db.sql`update app.rate_limits set full_at = clock_timestamp() + interval '1 hour' where key = sha256(convert_to(${`person:${clinic.ownerId}`}, 'UTF8'))`
    expect([await may(clinic.ownerId), await may(other.ownerId)]).toEqual(['PT429', true])
  })
})
