import type { Sql } from 'postgres'

type Step = {
  booking_id: string; action: string
  detail: { practitionerId: string; procedureId: string; start: string; end: string }
}
type Live = { id: string; from: number; to: number }

/**
 * Replays the audit trail step by step, with the buffers of each procedure, and reports each moment at which two live
 * blocks of one practitioner overlapped, and each booking whose row says otherwise than its trail.
 * A hold that ran out is known to the trail only when somebody noticed; whoever took its time first marked it expired.
 */
export async function replayTrail(sql: Sql) {
  const procedures = new Map((await sql<{ id: string; before: number; after: number }[]>`
    select id, buffer_before_minutes as before, buffer_after_minutes as after from procedures`).map((row) => [row.id, row]))
  const steps = await sql<Step[]>`select booking_id, action, detail from booking_audit where action <> 'rejected' order by id`
  const live = new Map<string, Map<string, Live>>()
  const where = new Map<string, string>()
  const last = new Map<string, string>()
  const conflicts: string[] = []
  for (const { booking_id: id, action, detail } of steps) {
    live.get(where.get(id) ?? '')?.delete(id)
    last.set(id, action === 'moved' ? last.get(id)! : action)
    if (action === 'cancelled' || action === 'expired') continue
    const { before, after } = procedures.get(detail.procedureId)!
    const block = { id, from: Date.parse(detail.start) - before * 60_000, to: Date.parse(detail.end) + after * 60_000 }
    const others = live.get(detail.practitionerId) ?? new Map<string, Live>()
    for (const other of others.values()) if (other.from < block.to && block.from < other.to) conflicts.push(`${id} over ${other.id}`)
    others.set(id, block)
    live.set(detail.practitionerId, others)
    where.set(id, detail.practitionerId)
  }
  const rows = await sql<{ id: string; status: string }[]>`select id, status from bookings`
  return { conflicts, seen: new Set(last.keys()), disagreements: rows.filter((row) => last.get(row.id) !== row.status).map((row) => `${row.id} ${row.status} ${last.get(row.id)}`) }
}
