import { randomUUID } from 'node:crypto'
import postgres, { type Sql } from 'postgres'
import { describe, expect, test } from 'vitest'
import { claim, insertDirectly, overlaps, plus, times } from './claiming.ts'
import { aWednesday, makeClinic, useDatabase, type TestClinic } from './database.ts'

// Each guard is taken away in a copy of the database, to see that it is the one that holds what its own tests promise.
const dropConstraint = (sql: Sql) => sql`alter table bookings drop constraint bookings_never_overlap`

/** Turns the statement that locks practitioners into one that only reads them, in the function's own source. */
async function removeLock(sql: Sql, signature: string): Promise<void> {
  const [row] = await sql<{ source: string }[]>`select pg_get_functiondef(${signature}::regprocedure) as source`
  const source = row!.source.replace(/(perform 1 from public\.practitioners p\s[^;]*?) for update;/, '$1;')
  expect(source).not.toBe(row!.source)
  await sql.unsafe(source)
}
const claimSource = 'app.claim(uuid, public.procedures, uuid, timestamptz, jsonb, uuid, boolean, int)'
const removeLocks = async (sql: Sql) => {
  await removeLock(sql, claimSource)
  await removeLock(sql, 'app.bookings_before_write()')
}

const contend = (sql: Sql, clinic: TestClinic, start: Date) => Promise.all(times(80, async (i) => {
  const answer = await claim(sql, clinic, { start: plus(start, i % 2), practitionerId: clinic.practitionerIds[0] })
  return answer.status
}))

/** Enters time off and, before that is committed, claims the same time: answers what the claim heard. */
async function claimDuringTimeOff(sql: Sql, clinic: TestClinic, start: Date) {
  const practitionerId = clinic.practitionerIds[0]
  let claiming: ReturnType<typeof claim> | undefined
  await sql.begin(async (tx) => {
    await tx`insert into time_off (clinic_id, practitioner_id, during) values (${clinic.id}, ${practitionerId}, tstzrange(${start}, ${plus(start, 60)}))`
    let isDone = false
    claiming = claim(sql, clinic, { start, practitionerId }).finally(() => { isDone = true })
    // Until the claim has either answered or stands in a queue for a lock, as the server itself says.
    for (;;) {
      const [row] = await sql<{ waiting: number }[]>`select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      if (isDone || row!.waiting > 0) return
    }
  })
  return claiming!
}

describe('with every guard in place', () => {
  const db = useDatabase({ max: 90 })

  test('one of 80 wins, direct writers cannot overlap, and a claim obeys time off that is being entered', async () => {
    const clinic = await makeClinic(db.sql)
    const start = aWednesday()
    expect((await contend(db.sql, clinic, start)).filter((status) => status === 201)).toHaveLength(1)
    await expect(insertDirectly(db.sql, clinic, { start })).rejects.toMatchObject({ code: '23P01' })
    expect(await claimDuringTimeOff(db.sql, clinic, plus(start, 120))).toMatchObject({ status: 409, reason: 'time_off' })
    expect(await overlaps(db.sql)).toBe(0)
  })
})

describe('without the exclusion constraint', () => {
  const db = useDatabase({ max: 90 })

  test('the row lock alone still lets exactly one claim win', async () => {
    await dropConstraint(db.sql)
    for (let round = 0; round < 5; round++) {
      const clinic = await makeClinic(db.sql)
      expect((await contend(db.sql, clinic, aWednesday())).filter((status) => status === 201)).toHaveLength(1)
    }
    expect(await overlaps(db.sql)).toBe(0)
  })

  test('writers that do not check overlap: only the constraint stops those', async () => {
    const clinic = await makeClinic(db.sql)
    const start = aWednesday()
    await Promise.all(times(10, () => insertDirectly(db.sql, clinic, { start })))
    expect(await overlaps(db.sql)).toBe(45)
  })
})

describe('without the row locks', () => {
  const db = useDatabase({ max: 90 })

  test('the constraint alone still forbids every overlap', async () => {
    await removeLocks(db.sql)
    for (let round = 0; round < 5; round++) await contend(db.sql, await makeClinic(db.sql), aWednesday()).catch(() => [])
    expect(await overlaps(db.sql)).toBe(0)
  })

  test('but a claim books over time off that is being entered: only the lock makes the checks hold until the commit', async () => {
    const clinic = await makeClinic(db.sql)
    const start = aWednesday()
    expect(await claimDuringTimeOff(db.sql, clinic, start)).toMatchObject({ status: 201 })
    const [row] = await db.sql<{ broken: number }[]>`select count(*)::int as broken from bookings b join time_off t
      on t.practitioner_id = b.practitioner_id and t.during && b.during where b.status = 'booked' and b.clinic_id = ${clinic.id}`
    expect(row!.broken).toBe(1)
  })
})

describe('without the row locks and without the constraint', () => {
  const db = useDatabase({ max: 90 })

  test('more than one claim wins: checking and then inserting is not enough', async () => {
    await removeLocks(db.sql)
    await dropConstraint(db.sql)
    let winners = 0
    for (let round = 0; round < 5; round++) {
      winners = Math.max(winners, (await contend(db.sql, await makeClinic(db.sql), aWednesday())).filter((status) => status === 201).length)
    }
    expect(winners).toBeGreaterThan(1)
    expect(await overlaps(db.sql)).toBeGreaterThan(0)
  })
})

describe('without the idempotency key', () => {
  const db = useDatabase({ max: 40 })

  test('a retried request for anyone books twice: the key is what makes it one booking', async () => {
    const clinic = await makeClinic(db.sql)
    const start = aWednesday()
    const key = randomUUID()
    const withKey = await Promise.all(times(20, () => claim(db.sql, clinic, { start, key })))
    expect(new Set(withKey.map((answer) => answer.booking!.id)).size).toBe(1)
    const without = await Promise.all(times(20, () => claim(db.sql, clinic, { start: plus(start, 120) })))
    expect(new Set(without.flatMap((answer) => answer.booking?.id ?? [])).size).toBe(2)
  })
})

describe('without BYPASSRLS on the owner of the RPCs', () => {
  const db = useDatabase({ max: 10 })

  test('a claim fails instead of finding every slot free', async () => {
    const clinic = await makeClinic(db.sql)
    const start = aWednesday()
    await claim(db.sql, clinic, { start, practitionerId: clinic.practitionerIds[0] })
    // The role belongs to the whole cluster, so it is changed in a transaction that never commits, on a connection
    // that has planned nothing yet.
    const fresh = postgres(db.url, { max: 1, onnotice: () => undefined })
    const claiming = fresh.begin(async (tx) => {
      await tx`alter role clinic_engine nobypassrls`
      await tx`select set_config('role', 'api_client', true), set_config('request.jwt.claims', ${JSON.stringify({ role: 'api_client', clinic_id: clinic.id })}, true)`
      await tx`select claim_slot_atomic(${clinic.id}, 'rhinoplasty', ${start.toISOString()}, p_contact => ${tx.json({ name: 'Robin' })})`
      throw new Error('the claim went through')
    })
    await expect(claiming).rejects.toMatchObject({ code: expect.stringMatching(/^(PT4|42501|54001)/) })
    await fresh.end()
    expect(await overlaps(db.sql)).toBe(0)
  })
})
