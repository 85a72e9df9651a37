import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { redactorVersion } from '#lib/privacy/redact.ts'
import { unprocessed } from '#lib/privacy/types.ts'
import { apiClient, makeCall, member, voiceAgent } from '../claiming.ts'
import { makeClinic, useDatabase, type TestClinic } from '../database.ts'
import { startCall } from '../leads.ts'

type Said = { role: 'assistant' | 'user'; text: string; at?: string | null }

describe('what is kept of a call', () => {
  const db = useDatabase({ max: 4 })
  let clinic: TestClinic
  let other: TestClinic

  beforeAll(async () => {
    clinic = await makeClinic(db.sql)
    other = await makeClinic(db.sql)
  })

  const keep = (callId: string, said: Said[], contact: object = {}, version = redactorVersion, of = clinic) =>
    db.as(voiceAgent(of.id), async (tx) => {
      const [row] = await tx<{ kept: number }[]>`select keep_transcript(${callId}, ${version}, ${tx.json(said as never)}, ${tx.json(contact as never)}) as kept`
      return row!.kept
    })
  const wordsOf = async (callId: string) =>
    (await db.sql<{ text: string }[]>`select text from logs where call_id = ${callId} order by position`).map((row) => row.text)
  const contactOf = async (callId: string) =>
    (await db.sql`select k.name, k.phone, k.email, k.dob::text, k.postcode, k.address from calls c join contacts k on k.id = c.contact_id where c.id = ${callId}`)[0]
  const insert = (callId: string, text: string, version: string | null = redactorVersion) =>
    db.sql`insert into logs (clinic_id, call_id, position, role, text, redactor_version) values (${clinic.id}, ${callId}, ${0}, 'user', ${text}, ${version})`
  const plain: Said[] = [{ role: 'assistant', text: 'Hello.' }, { role: 'user', text: 'It\'s [NAME], I have [HEALTH].' }]

  const refused = [
    ['a number', 'It\'s 07700 900123.'], ['a number with its country', '+44 (0)7700-900-123'], ['a number in other digits', '０７７００ ９００１２３'],
    ['a number in words', 'oh seven seven double oh nine hundred one two three four five six seven'], ['a number in both', '077 double oh nine oh oh 1 2 3'],
    ['words between commas', 'zero, seven, seven, zero, zero, nine, zero'], ['an e-mail', 'sam@example.com'], ['a postcode', 'CF10 3AT'], ['a small postcode', 'near m1 1ae'],
    ['a postcode without a space', 'sw1a1aa'], ['a spelled postcode', 's w 1 a 1 a a'], ['a card', '4929 0000 0000 6'],
  ] as const
  const kept = [
    'Tuesday the 1st of December at 2:00 PM, or 2:30 PM.', 'It is £120, and £3,500 to £4,500 for the whole.', 'I rang at 10:30 on the 24th, in 2026.', 'One or two, three at most.',
    'That one, one o\'clock.', 'Room 12, 2nd floor.', 'At 2 2pm or at 10 11am', '[PHONE] and [POSTCODE]', 'By 3 4th of June', '',
  ]

  test.each(refused)('%s is refused by the table itself', async (_, text) => {
    await expect(insert(await makeCall(db.sql, clinic), text)).rejects.toMatchObject({ code: '23514', constraint_name: 'logs_are_redacted' })
  })

  test('times, prices and small numbers are let through', async () => {
    for (const text of kept) await insert(await makeCall(db.sql, clinic), text)
  })

  test('a long text is judged in no time that anybody would notice', async () => {
    for (const text of ['one '.repeat(5_000), '1 a '.repeat(5_000), 'sw'.repeat(10_000), '12 .'.repeat(5_000)]) {
      const [row] = await db.sql<{ ms: number }[]>`with t as materialized (select clock_timestamp() as began), r as materialized (select app.is_redacted(${text}) as is_so, t.began from t)
        select extract(milliseconds from clock_timestamp() - r.began)::float as ms from r where r.is_so is not null`
      expect(row!.ms).toBeLessThan(500)
    }
  })

  test('a row without the version of the redactor, or of a redactor without one, is refused', async () => {
    const callId = await makeCall(db.sql, clinic)
    await expect(insert(callId, 'Hello.', null)).rejects.toMatchObject({ code: '23502' })
    for (const version of ['', '0', '-1', 'none']) await expect(insert(callId, 'Hello.', version)).rejects.toMatchObject({ code: '23514' })
    await expect(keep(callId, plain, {}, 'none')).rejects.toMatchObject({ code: 'PT422' })
    expect(await wordsOf(callId)).toEqual([])
  })

  test('nobody but the redacting webhook writes: not a member, not a program, not the voice agent by itself', async () => {
    const callId = await makeCall(db.sql, clinic)
    for (const actor of [member(clinic.ownerId), apiClient(clinic.id), voiceAgent(clinic.id)]) {
      await expect(db.as(actor, (tx) => tx`insert into logs (clinic_id, call_id, position, role, text, redactor_version) values (${clinic.id}, ${callId}, 0, 'user', 'x', '1')`))
        .rejects.toMatchObject({ code: '42501' })
    }
    for (const actor of [member(clinic.ownerId), apiClient(clinic.id)]) {
      await expect(db.as(actor, (tx) => tx`select keep_transcript(${callId}, '1', '[]', '{}')`)).rejects.toMatchObject({ code: '42501' })
    }
  })

  test('what the table would refuse is kept as a placeholder, and the rest as it is', async () => {
    const callId = await makeCall(db.sql, clinic)
    const said: Said[] = [...refused.map(([, text]): Said => ({ role: 'user', text })), { role: 'user', text: 'x'.repeat(20_001) }, { role: 'assistant', text: 'Lovely.', at: '2026-11-24T10:00:00Z' }]
    expect(await keep(callId, said)).toBe(said.length)
    expect(await wordsOf(callId)).toEqual([...refused.map(() => unprocessed), unprocessed, 'Lovely.'])
  })

  test('the words are kept once, whatever a second report says, and even when they were deleted since', async () => {
    const callId = await makeCall(db.sql, clinic)
    expect(await keep(callId, plain)).toBe(2)
    expect(await keep(callId, [{ role: 'user', text: 'Something else.' }])).toBe(0)
    expect(await wordsOf(callId)).toEqual(plain.map((one) => one.text))
    await db.sql`delete from logs where call_id = ${callId}`
    expect(await keep(callId, plain)).toBe(0)
    expect(await wordsOf(callId)).toEqual([])
  })

  test('many reports at once keep one set of words', async () => {
    const callId = await makeCall(db.sql, clinic)
    const counts = await Promise.all(Array.from({ length: 6 }, (_, n) => keep(callId, [{ role: 'user', text: `Version ${'abcdef'[n]}` }])))
    expect(counts.toSorted()).toEqual([0, 0, 0, 0, 0, 1])
    expect(await wordsOf(callId)).toHaveLength(1)
  })

  test('the gaps of a contact are filled, and what was known stays', async () => {
    const { callId, phone } = await startCall(db.sql, clinic, { name: 'Tamsin Okafor' })
    await db.sql`update contacts set email = 'known@example.com' where phone = ${phone}`
    await keep(callId, plain, { name: 'Somebody Else', phone: '+447700900999', email: 'new@example.com', dob: '1990-02-03', postcode: 'CF10 3AT', address: '1 High Street' })
    expect(await contactOf(callId)).toEqual({ name: 'Tamsin Okafor', phone, email: 'known@example.com', dob: '1990-02-03', postcode: 'CF10 3AT', address: '1 High Street' })
  })

  test('a caller with a withheld number who gave an address becomes a contact of their own', async () => {
    const { callId } = await startCall(db.sql, clinic, { name: null, phone: null })
    await keep(callId, plain, { email: 'withheld@example.com' })
    expect(await contactOf(callId)).toMatchObject({ name: null, phone: null, email: 'withheld@example.com' })
    const silent = await startCall(db.sql, clinic, { name: null, phone: null })
    await keep(silent.callId, plain, {})
    expect(await contactOf(silent.callId)).toBeUndefined()
  })

  test('an erased call takes nobody, no words and no lead, whatever comes late', async () => {
    const { callId, vapiCallId, phone } = await startCall(db.sql, clinic)
    await db.sql`update calls set erased_at = now(), contact_id = null, procedure_id = null where id = ${callId}`
    await db.sql`delete from contacts where phone = ${phone}`
    const heard = { name: 'Tamsin Okafor', phone, procedure: 'facelift', spoke: true, consents: [{ channel: 'call', value: 'granted', words: 'call me back' }] }
    await db.as(voiceAgent(clinic.id), async (tx) => {
      await tx`select note_call(${clinic.id}, ${vapiCallId}, 'in-progress', now(), ${phone}, null, false)`
      await tx`select note_call_details(${callId}, 'Tamsin Okafor', ${phone}, 'facelift')`
      await tx`select note_heard(${callId}, ${tx.json(heard as never)})`
      await tx`select keep_transcript(${callId}, '1', ${tx.json(plain as never)}, ${tx.json({ name: 'Tamsin Okafor', phone, email: 'a@example.com' } as never)})`
      await tx`select note_call(${clinic.id}, ${vapiCallId}, 'ended', now(), ${phone}, 'customer-ended-call', false)`
      await tx`select note_report(${callId}, '{}')`
    })
    expect(await db.sql`select contact_id, procedure_id, status from calls where id = ${callId}`).toEqual([{ contact_id: null, procedure_id: null, status: 'ended' }])
    expect(await db.sql`select 1 from contacts where phone = ${phone}`).toEqual([])
    expect(await db.sql`select 1 from leads where call_id = ${callId}`).toEqual([])
    expect(await db.sql`select 1 from consents where call_id = ${callId}`).toEqual([])
    expect(await wordsOf(callId)).toEqual([])
  })

  test('a call that is read is noted, once a minute a person; a call without words is not', async () => {
    const callId = await makeCall(db.sql, clinic)
    const read = (actor = member(clinic.ownerId)) => db.as(actor, async (tx) => {
      const [row] = await tx<{ words: { position: number; role: string; text: string; at: string | null }[] }[]>`select read_transcript(${callId}) as words`
      return row!.words
    })
    const views = async () => (await db.sql`select actor from access_log where clinic_id = ${clinic.id} and kind = 'transcript' and subject_id = ${callId}`).length
    expect(await read()).toEqual([])
    expect(await views()).toBe(0)
    await keep(callId, [{ role: 'user', text: 'Hello.', at: '2026-11-24T10:00:00Z' }, { role: 'assistant', text: 'Hi.' }])
    expect(await read()).toEqual([
      { position: 0, role: 'user', text: 'Hello.', at: '2026-11-24T10:00:00+00:00' }, { position: 1, role: 'assistant', text: 'Hi.', at: null },
    ])
    await read()
    expect(await views()).toBe(1)
    await read(apiClient(clinic.id))
    expect(await views()).toBe(2)
  })

  test('a stranger neither reads nor writes: the same 403 for a foreign call and for none', async () => {
    const callId = await makeCall(db.sql, clinic)
    await keep(callId, plain)
    for (const id of [callId, randomUUID()]) {
      await expect(keep(id, plain, {}, '1', other)).rejects.toMatchObject({ code: 'PT403' })
      for (const actor of [member(other.ownerId), apiClient(other.id)]) {
        await expect(db.as(actor, (tx) => tx`select read_transcript(${id})`)).rejects.toMatchObject({ code: 'PT403' })
      }
    }
    expect(await db.sql`select 1 from access_log where clinic_id = ${other.id}`).toEqual([])
  })

  test('what names itself by words is no id and no reason', async () => {
    const note = (id: string, reason: string | null) => db.as(voiceAgent(clinic.id), (tx) => tx`select note_call(${clinic.id}, ${id}, 'ended', now(), null, ${reason}, false)`)
    await expect(note('my heart', null)).rejects.toMatchObject({ code: 'PT422' })
    await expect(note(randomUUID(), 'The caller is pregnant')).rejects.toMatchObject({ code: 'PT422' })
    const callId = await makeCall(db.sql, clinic)
    for (const [id, name] of [['takes warfarin', 'capture_lead'], ['t1', 'takes warfarin']] as const) {
      await expect(db.sql`insert into tool_calls (clinic_id, call_id, tool_call_id, name, result) values (${clinic.id}, ${callId}, ${id}, ${name}, '{}')`).rejects.toMatchObject({ code: '23514' })
    }
  })

  // Last, since it takes the wall down in this file's database.
  test('were the constraint not there, the same rows would pass', async () => {
    await db.sql`alter table logs drop constraint logs_are_redacted`
    for (const [, text] of refused) await insert(await makeCall(db.sql, clinic), text)
  })
})
