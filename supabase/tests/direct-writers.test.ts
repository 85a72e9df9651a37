import { describe, expect, test } from 'vitest'
import { claim, deadlocks, insertDirectly, makeCall, overlaps, plus, times } from './claiming.ts'
import { aWednesday, makeClinic, useDatabase } from './database.ts'

describe('programs that write bookings without the RPC', () => {
  const db = useDatabase({ max: 100 })
  const start = aWednesday()

  test('racing with claims for one practitioner never overlap, and no claim sees a deadlock', async () => {
    const before = await deadlocks(db.sql)
    for (let round = 0; round < 5; round++) {
      const clinic = await makeClinic(db.sql)
      const practitionerId = clinic.practitionerIds[0]
      const results = await Promise.allSettled(times(100, (i) => i % 2 === 0
        ? claim(db.sql, clinic, { start: plus(start, (i % 8) * 20), practitionerId })
        : insertDirectly(db.sql, clinic, { start: plus(start, (i % 8) * 20), practitionerId })))
      for (const [i, result] of results.entries()) {
        if (i % 2 === 0) expect(result).toMatchObject({ status: 'fulfilled' })
        else if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: '23P01' })
        if (i % 2 === 0 && result.status === 'fulfilled') expect([201, 409]).toContain((result.value as { status: number }).status)
      }
    }
    expect(await overlaps(db.sql)).toBe(0)
    expect(await deadlocks(db.sql)).toBe(before)
  })

  test('naming a call that is claiming at the same instant do not deadlock with it', async () => {
    const before = await deadlocks(db.sql)
    for (let round = 0; round < 10; round++) {
      const clinic = await makeClinic(db.sql)
      const practitionerId = clinic.practitionerIds[0]
      const callId = await makeCall(db.sql, clinic)
      const results = await Promise.allSettled(times(12, (i) => i % 2 === 0
        ? claim(db.sql, clinic, { start: plus(start, i * 60), practitionerId, callId })
        : insertDirectly(db.sql, clinic, { start: plus(start, i * 60), practitionerId, callId })))
      expect(results.filter((result) => result.status === 'rejected')).toEqual([])
    }
    expect(await deadlocks(db.sql)).toBe(before)
  })

  test('a claim waits for time off that is being entered, and then obeys it', async () => {
    const clinic = await makeClinic(db.sql)
    const practitionerId = clinic.practitionerIds[0]
    let claiming: ReturnType<typeof claim> | undefined
    await db.sql.begin(async (tx) => {
      await tx`insert into time_off (clinic_id, practitioner_id, during) values (${clinic.id}, ${practitionerId}, tstzrange(${start}, ${plus(start, 60)}))`
      claiming = claim(db.sql, clinic, { start, practitionerId })
      await waitUntilBlocked(1)
    })
    expect(await claiming).toMatchObject({ status: 409, code: 'slot_unavailable', reason: 'time_off' })
  })

  test('a busy time that is imported while a claim runs comes after it', async () => {
    const clinic = await makeClinic(db.sql)
    const practitionerId = clinic.practitionerIds[0]
    await db.sql.begin(async (tx) => {
      await tx`select 1 from practitioners where id = ${practitionerId} for update`
      const imported = db.sql`insert into external_busy (clinic_id, practitioner_id, event_id, during)
        values (${clinic.id}, ${practitionerId}, 'e', tstzrange(${start}, ${plus(start, 60)}))`.execute()
      await waitUntilBlocked(1)
      return [imported]
    }).then(([imported]) => imported)
    expect(await claim(db.sql, clinic, { start, practitionerId })).toMatchObject({ code: 'slot_taken' })
  })

  test.each([
    ['an empty range', 'empty'], ['a closed end', '["2030-01-02 10:00Z","2030-01-02 11:00Z"]'], ['an open start', '("2030-01-02 10:00Z","2030-01-02 11:00Z")'],
    ['no end', '["2030-01-02 10:00Z",)'], ['no start', '[,"2030-01-02 11:00Z")'], ['more than twelve hours', '["2030-01-02 10:00Z","2030-01-02 23:00Z")'],
  ])('%s is refused', async (_name, range) => {
    const clinic = await makeClinic(db.sql)
    await expect(db.sql`insert into bookings (clinic_id, practitioner_id, procedure_id, status, during, buffer_before_minutes, buffer_after_minutes)
      values (${clinic.id}, ${clinic.practitionerIds[0]}, ${clinic.procedures.rhinoplasty}, 'booked', ${range}::tstzrange, 0, 0)`).rejects.toMatchObject({ code: '23514' })
  })

  test('a row that mixes two clinics is refused', async () => {
    const [clinic, other] = [await makeClinic(db.sql), await makeClinic(db.sql)]
    await expect(insertDirectly(db.sql, clinic, { start, practitionerId: other.practitionerIds[0] })).rejects.toMatchObject({ code: '23503' })
    await expect(insertDirectly(db.sql, clinic, { start, procedureId: other.procedures.rhinoplasty })).rejects.toMatchObject({ code: '23503' })
    await expect(insertDirectly(db.sql, clinic, { start, callId: await makeCall(db.sql, other) })).rejects.toMatchObject({ code: '23503' })
  })

  /** Polls the server's own view of who waits for a lock: no guess about time. */
  async function waitUntilBlocked(count: number): Promise<void> {
    for (;;) {
      const [row] = await db.sql<{ waiting: number }[]>`select count(*)::int as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`
      if (row!.waiting >= count) return
    }
  }
})
