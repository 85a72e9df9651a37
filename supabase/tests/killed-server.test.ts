import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { overlaps, plus, randomFrom, type Answer } from './claiming.ts'
import { prepareDatabase, startScratchPostgres, type ScratchPostgres } from './cluster.ts'
import { aWednesday, makeClinic, type TestClinic } from './database.ts'

const kills = 5
const clients = 40

/** The postmaster and every process it started, killed as a power cut would: nobody gets to say goodbye. */
function killTree(pid: number): void {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n').map((line) => line.trim().split(/\s+/).map(Number) as [number, number])
  const children = rows.filter(([, parent]) => parent === pid).map(([child]) => child)
  for (const victim of [pid, ...children]) {
    try { process.kill(victim, 'SIGKILL') } catch { /* It died with its postmaster. */ }
  }
  const alive = (victim: number) => { try { process.kill(victim, 0); return true } catch { return false } }
  while (children.some(alive)) execFileSync('true')
}

describe(`a database server that is killed ${kills} times under ${clients} clients`, () => {
  let server: ScratchPostgres
  let clinic: TestClinic
  const start = aWednesday()
  const asked = new Map<string, { offset: number; practitionerId: string; answer: Answer | null }>()

  const connect = (max: number) => postgres(server.url, { max, onnotice: () => undefined, connect_timeout: 10 })
  // Clients that are the clinic's API key from their first byte on, so that a claim is one statement and its own transaction.
  const connectAsProgram = () => postgres(server.url, {
    max: clients, onnotice: () => undefined, connect_timeout: 10,
    connection: { role: 'api_client', 'request.jwt.claims': JSON.stringify({ role: 'api_client', clinic_id: clinic.id, scopes: ['read', 'book'] }) } as Record<string, string>,
  })
  const ask = async (sql: Sql, key: string) => {
    const { offset, practitionerId } = asked.get(key)!
    const [row] = await sql<{ answer: Answer }[]>`select claim_slot_atomic(${clinic.id}, 'rhinoplasty', ${plus(start, offset).toISOString()},
      p_practitioner_id => ${practitionerId}, p_contact => ${sql.json({ name: 'Robin Test' })}, p_key => ${key}) as answer`
    return row!.answer
  }

  beforeAll(async () => {
    server = await startScratchPostgres()
    await prepareDatabase(server.url)
    const sql = connect(1)
    clinic = await makeClinic(sql)
    await sql.end()
  })
  afterAll(() => server.remove())

  test('loses no acknowledged booking, leaves no overlap and no lock, and answers a retried key as before', async () => {
    for (let round = 0; round < kills; round++) {
      const sql = connectAsProgram()
      const random = randomFrom(round + 1)
      let acknowledged = 0
      let isDead = false
      // Killed when so many answers have come in: in the middle of the work, wherever that is on this machine.
      const killAt = 60 + random.below(120)
      await Promise.all(Array.from({ length: clients }, async () => {
        while (!isDead) {
          const key = randomUUID()
          asked.set(key, { offset: random.below(400) * 15, practitionerId: random.pick(clinic.practitionerIds), answer: null })
          try {
            asked.get(key)!.answer = await ask(sql, key)
          } catch (error) {
            if (!isDead) throw error
            return
          }
          if (++acknowledged === killAt) {
            isDead = true
            killTree(server.pid())
          }
        }
      }))
      // Its server was killed on purpose: closing what is broken already may fail, and nothing hangs on it.
      await sql.end({ timeout: 0 }).catch(() => undefined)
      await server.restart()

      const after = connect(10)
      const rows = await after<{ id: string }[]>`select id from bookings where status = 'booked'`
      const ids = new Set(rows.map((row) => row.id))
      const promised = [...asked.values()].flatMap(({ answer }) => answer?.booking?.id ?? [])
      expect(promised.length).toBeGreaterThan(0)
      expect(promised.filter((id) => !ids.has(id))).toEqual([])
      expect(await overlaps(after)).toBe(0)
      const [locks] = await after<{ count: number }[]>`select count(*)::int as count from pg_locks where pid <> pg_backend_pid() and locktype in ('tuple', 'transactionid', 'advisory')`
      expect(locks!.count).toBe(0)
      const retrying = connectAsProgram()
      for (const [key, { answer }] of asked) {
        const again = await ask(retrying, key)
        if (answer) expect(again).toEqual(answer)
        else expect([201, 409]).toContain(again.status)
        asked.get(key)!.answer = again
      }
      expect(await overlaps(after)).toBe(0)
      await retrying.end()
      await after.end()
    }
    const unknown = [...asked.values()].filter(({ answer }) => answer === null)
    expect(unknown).toEqual([])
  })
})
