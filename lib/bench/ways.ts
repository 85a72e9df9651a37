import type { Sql } from 'postgres'
import type { BenchClinic, Wish } from '#lib/bench/diary.ts'
import type { Outcome } from '#lib/bench/measure.ts'

/** One way of claiming a time, and how many bookings of it overlap another. */
export type Way = { name: string; claim: (wish: Wish) => Promise<Outcome>; doubleBookings: () => Promise<number> }

const hourMs = 60 * 60_000
const endOf = ({ start }: Wish) => new Date(start.getTime() + hourMs).toISOString()

async function doublesIn(sql: Sql, table: string, where: string): Promise<number> {
  // Every booking but the first of those that overlap is one too many.
  const [row] = await sql.unsafe<{ doubles: number }[]>(`select count(*)::int as doubles from ${table} b where ${where}
    exists (select from ${table} a where a.practitioner_id = b.practitioner_id and a.during && b.during and a.id < b.id)`)
  return row!.doubles
}

/** claim_slot_atomic with every check it makes, in a transaction that steps down to the voice agent, as the webhook claims. */
export function throughRpc(sql: Sql, admin: Sql, clinic: BenchClinic): Way {
  const claims = JSON.stringify({ role: 'voice_agent', clinic_id: clinic.id })
  return {
    name: 'claim_slot_atomic',
    claim: async ({ practitionerId, start }) => {
      const answer = await sql.begin(async (tx) => {
        const steppedDown = tx`select set_config('role', 'voice_agent', true), set_config('request.jwt.claims', ${claims}, true),
          set_config('request.jwt.claim.sub', '', true), set_config('request.jwt.claim.role', 'voice_agent', true)`.execute()
        const claimed = tx<{ status: number }[]>`select (claim_slot_atomic(${clinic.id}, 'consultation', ${start.toISOString()},
          p_practitioner_id => ${practitionerId}, p_contact => '{"name":"Robin Bench"}') ->> 'status')::int as status`
        const [, rows] = await Promise.all([steppedDown, claimed])
        return rows[0]!.status
      })
      return answer === 201 ? 'won' : answer === 409 ? 'refused' : 'error'
    },
    doubleBookings: () => doublesIn(admin, 'bookings', `b.status = 'booked' and b.clinic_id = '${clinic.id}' and`),
  }
}

/** The bare statement under the same constraint: what Postgres charges for never booking twice, and nothing else. */
export function throughBareStatement(sql: Sql): Way {
  return {
    name: 'bare insert, same constraint',
    claim: async (wish) => {
      const rows = await sql`insert into bench.guarded (practitioner_id, during)
        values (${wish.practitionerId}, tstzrange(${wish.start.toISOString()}, ${endOf(wish)})) on conflict do nothing returning id`
      return rows.length === 1 ? 'won' : 'refused'
    },
    doubleBookings: () => doublesIn(sql, 'bench.guarded', ''),
  }
}

/** Look whether it is free, then book it: what most booking systems do, and why they book twice. */
export function throughReadThenInsert(sql: Sql): Way {
  return {
    name: 'read, then insert',
    claim: (wish) => sql.begin(async (tx): Promise<Outcome> => {
      const taken = await tx`select 1 from bench.unguarded where practitioner_id = ${wish.practitionerId}
        and during && tstzrange(${wish.start.toISOString()}, ${endOf(wish)}) limit 1`
      if (taken.length > 0) return 'refused'
      await tx`insert into bench.unguarded (practitioner_id, during) values (${wish.practitionerId}, tstzrange(${wish.start.toISOString()}, ${endOf(wish)}))`
      return 'won'
    }) as Promise<Outcome>,
    doubleBookings: () => doublesIn(sql, 'bench.unguarded', ''),
  }
}
