import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { makeCall, member, voiceAgent } from '../claiming.ts'
import { makeClinic, useDatabase } from '../database.ts'

describe('the figures of a call', () => {
  const db = useDatabase({ max: 4 })
  const keep = (clinicId: string, callId: string, turns: object[]) =>
    db.as(voiceAgent(clinicId), (tx) => tx`select keep_turns(${callId}, ${tx.json(turns as never)}, 'v1') as kept`).then((rows) => rows[0]!.kept as number)

  test('are kept once, whatever comes again', async () => {
    const clinic = await makeClinic(db.sql)
    const callId = await makeCall(db.sql, clinic)
    expect(await keep(clinic.id, callId, [{ modelMs: 400, turnMs: 900 }, { gapHeardMs: 1_000 }])).toBe(2)
    expect(await keep(clinic.id, callId, [{ modelMs: 1 }])).toBe(0)
    expect(await db.sql`select model_ms, turn_ms, gap_heard_ms from call_turns where call_id = ${callId} order by position`).toMatchObject([{ model_ms: 400, turn_ms: 900, gap_heard_ms: null }, { gap_heard_ms: 1_000 }])
    expect((await db.sql`select assistant_version from calls where id = ${callId}`)[0]!.assistant_version).toBe('v1')
  })

  test('are numbers that can be, or nothing is kept', async () => {
    const clinic = await makeClinic(db.sql)
    const callId = await makeCall(db.sql, clinic)
    for (const turns of [[{ modelMs: -1 }], [{ modelMs: 1e7 }], [{}], [{ modelMs: 'asthma' }]]) await expect(keep(clinic.id, callId, turns)).rejects.toMatchObject({ code: 'PT422' })
    expect(await db.sql`select 1 from call_turns where call_id = ${callId}`).toEqual([])
  })

  test('belong to the clinic: a stranger writes none and reads none, a member reads them', async () => {
    const [ours, theirs] = [await makeClinic(db.sql), await makeClinic(db.sql)]
    const callId = await makeCall(db.sql, ours)
    await expect(keep(theirs.id, callId, [{ turnMs: 5 }])).rejects.toMatchObject({ code: 'PT403' })
    await keep(ours.id, callId, [{ turnMs: 900 }])
    expect(await db.as(member(theirs.ownerId), (tx) => tx`select 1 from call_turns`)).toEqual([])
    expect(await db.as(member(ours.ownerId), (tx) => tx`select turn_ms from call_turns`)).toEqual([{ turn_ms: 900 }])
    await db.sql`delete from calls where id = ${callId}`
    expect(await db.sql`select 1 from call_turns where call_id = ${callId}`).toEqual([])
  })

  test('our own answers add up, from any number of processes at once', async () => {
    const clinic = await makeClinic(db.sql)
    const times = [{ day: '2026-11-27', kind: 'tool:claim_slot', bucket: 30, count: 2 }, { day: '2026-11-27', kind: 'status-update', bucket: 20, count: 1 }]
    await Promise.all(Array.from({ length: 8 }, () => db.as(voiceAgent(clinic.id), (tx) => tx`select note_answer_times(${clinic.id}, ${tx.json(times)})`)))
    expect(await db.sql`select kind, count::int from answer_times where clinic_id = ${clinic.id} order by kind`).toEqual([{ kind: 'status-update', count: 8 }, { kind: 'tool:claim_slot', count: 16 }])
    await expect(db.as(voiceAgent(randomUUID()), (tx) => tx`select note_answer_times(${clinic.id}, ${tx.json(times)})`)).rejects.toMatchObject({ code: 'PT403' })
  })
})
