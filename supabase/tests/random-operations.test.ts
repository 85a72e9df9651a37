import { describe, expect, test } from 'vitest'
import { claim, confirm, cancel, makeCall, move, overlaps, plus, randomFrom, type Answer } from './claiming.ts'
import { aWednesday, makeClinic, useDatabase, type TestClinic } from './database.ts'
import { replayTrail } from './trail.ts'

const seed = Number(process.env.SEED ?? 20261101)
const operations = Number(process.env.OPERATIONS ?? 10_000)
const workers = 24

// Enough days that claims win, few enough that they collide.
const minutesOfDiary = 24 * 60 * 2

describe(`${operations} random operations by ${workers} workers at once (SEED=${seed})`, () => {
  const db = useDatabase({ max: workers + 4 })

  test('leave no overlap at any moment, and lose nothing that was acknowledged', { timeout: 240_000 }, async () => {
    console.log(`SEED=${seed} OPERATIONS=${operations}`)
    const clinic = await makeClinic(db.sql)
    await db.sql`update practitioner_procedures set duration_minutes = 25 where practitioner_id = ${clinic.practitionerIds[1]} and procedure_id = ${clinic.procedures.rhinoplasty}`
    const known: string[] = []
    const acknowledged = new Map<string, Answer>()
    const refused: Record<string, number> = {}
    let left = operations
    await Promise.all(Array.from({ length: workers }, async (_, worker) => {
      const random = randomFrom(seed + worker)
      const callId = await makeCall(db.sql, clinic)
      for (; left > 0;) {
        left--
        const answer = await operate(clinic, callId, random, known)
        if (answer === null) continue
        expect([200, 201, 409, 422]).toContain(answer.status)
        if (answer.status === 201) {
          known.push(answer.booking!.id)
          acknowledged.set(answer.booking!.id, answer)
        } else if (answer.status >= 400) refused[answer.code!] = (refused[answer.code!] ?? 0) + 1
      }
    }))

    expect(await overlaps(db.sql)).toBe(0)
    const rows = await db.sql<{ id: string }[]>`select id from bookings`
    const ids = new Set(rows.map((row) => row.id))
    expect([...acknowledged.keys()].filter((id) => !ids.has(id))).toEqual([])
    expect(acknowledged.size).toBeGreaterThan(operations / 20)
    expect(refused.slot_taken).toBeGreaterThan(operations / 20)

    const replay = await replayTrail(db.sql)
    expect(replay.conflicts).toEqual([])
    expect(replay.disagreements).toEqual([])
    expect([...acknowledged.keys()].filter((id) => !replay.seen.has(id))).toEqual([])
    const [rejections] = await db.sql<{ count: number }[]>`select count(*)::int as count from booking_audit where action = 'rejected'`
    expect(rejections!.count).toBe((refused.slot_taken ?? 0) + (refused.slot_unavailable ?? 0))
  })

  async function operate(clinic: TestClinic, callId: string, random: ReturnType<typeof randomFrom>, known: string[]): Promise<Answer | null> {
    const start = plus(aWednesday(), random.below(minutesOfDiary / 5) * 5)
    const practitionerId = random.pick([...clinic.practitionerIds, null])
    const procedure = random.pick(['rhinoplasty', 'facelift', 'lip-filler'])
    const booking = known.length > 0 ? random.pick(known.slice(-200)) : null
    const dice = random.below(100)
    if (dice < 35 || !booking) return claim(db.sql, clinic, { start, practitionerId, procedure, ageConfirmed: true, callId: dice < 20 ? callId : null })
    if (dice < 50) return claim(db.sql, clinic, { start, practitionerId, procedure, holdSeconds: 600, contact: null, callId: dice < 43 ? callId : null })
    if (dice < 58) return confirm(db.sql, clinic, booking, true)
    if (dice < 72) return move(db.sql, clinic, booking, { start, practitionerId: practitionerId ?? undefined })
    if (dice < 92) return cancel(db.sql, clinic, booking)
    if (dice < 97) await db.sql`update bookings set hold_expires_at = clock_timestamp() - interval '1 second' where id = ${booking} and status = 'held'`
    else if (dice < 98) await db.sql`select app.sweep()`
    else if (dice < 99) await db.sql`delete from external_busy where event_id = ${`e${random.below(20)}`}`
    else {
      await db.sql`insert into external_busy (clinic_id, practitioner_id, event_id, during)
        values (${clinic.id}, ${random.pick(clinic.practitionerIds)}, ${`e${random.below(20)}`}, tstzrange(${start}, ${plus(start, 30)})) on conflict do nothing`
    }
    return null
  }
})
