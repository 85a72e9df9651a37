import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { sweepRetention } from '#lib/privacy/rights/retention.ts'
import { claim, deadlocks, member, times, voiceAgent } from '../claiming.ts'
import { actAs, aWednesday, makeClinic, useDatabase, type TestClinic } from '../database.ts'
import { anyMobile, leadOf, loseCall, messageOf, whatCameOf } from '../leads.ts'
import { acceptText, beginText, reply, useDoor } from '../recovery/texting.ts'
import { erase, whereStands } from './erasing.ts'

const NAME = 'Gareth Penhallow'

describe('a caller who gives another number than the one they ring from', () => {
  const db = useDatabase({ max: 12 })
  useDoor(db)
  let clinic: TestClinic
  let rangFrom: string
  let given: string
  beforeEach(async () => {
    clinic = await makeClinic(db.sql)
    rangFrom = anyMobile()
    do given = anyMobile(); while (given === rangFrom)
  })

  const agent = <T>(work: Parameters<typeof actAs<T>>[2]) => actAs(db.sql, voiceAgent(clinic.id), work)
  const ring = async (vapiId = randomUUID(), from = rangFrom) => {
    const [row] = await agent((tx) => tx<{ id: string }[]>`select note_call(${clinic.id}, ${vapiId}, 'in-progress', now(), ${from}, null, false) as id`)
    return { id: row!.id, vapiId }
  }
  const details = (callId: string, name: string | null, phone: string | null) => agent((tx) => tx`select note_call_details(${callId}, ${name}, ${phone}, 'facelift')`)
  const ended = (vapiId: string) => agent((tx) => tx`select note_call(${clinic.id}, ${vapiId}, 'ended', now(), ${rangFrom}, 'customer-ended-call', false)`)
  const report = (vapiId: string, phone: string | null = given, name: string | null = NAME) => agent(async (tx) => {
    const [row] = await tx<{ id: string }[]>`select note_call(${clinic.id}, ${vapiId}, 'in-progress', now(), ${rangFrom}, null, false) as id`
    await tx`select note_heard(${row!.id}, ${tx.json({ spoke: true, ...(name ? { name } : {}), ...(phone ? { phone } : {}) })})`
    await tx`select note_call(${clinic.id}, ${vapiId}, 'ended', now(), null, 'customer-ended-call', false)`
    await tx`select note_report(${row!.id}, '{}')`
    return row!.id
  })
  const contacts = async () => [...await db.sql<{ name: string | null; phone: string | null }[]>`select name, phone from contacts where clinic_id = ${clinic.id} order by name nulls last, phone`]
  const idOf = async (phone: string) => (await db.sql<{ id: string }[]>`select id from contacts where clinic_id = ${clinic.id} and phone = ${phone}`)[0]!.id
  const onlyThem = () => [{ name: NAME, phone: given }]
  const sorted = (rows: { name: string | null; phone: string | null }[]) => rows.map((row) => `${row.name} ${row.phone}`).sort()

  test.each([
    ['a tool tells it', async () => { const call = await ring(); await details(call.id, NAME, given); await ended(call.vapiId); await report(call.vapiId) }],
    ['the report alone comes, and tells it', async () => { await report(randomUUID()) }],
    ['the end is told first, so that the lead is made under the other number', async () => { const call = await ring(); await ended(call.vapiId); await report(call.vapiId) }],
    ['the tool comes after the end', async () => { const call = await ring(); await ended(call.vapiId); await details(call.id, NAME, given); await report(call.vapiId) }],
    ['the name is told first, and then the number', async () => { const call = await ring(); await details(call.id, NAME, null); await details(call.id, NAME, given); await ended(call.vapiId); await report(call.vapiId) }],
    ['the number is told first, and then the name', async () => { const call = await ring(); await details(call.id, null, given); await details(call.id, NAME, null); await report(call.vapiId) }],
    ['every message comes twice, and late', async () => {
      const call = await ring()
      await report(call.vapiId)
      await report(call.vapiId)
      for (let i = 0; i < 2; i += 1) { await ring(call.vapiId); await details(call.id, NAME, given); await ended(call.vapiId); await report(call.vapiId) }
    }],
  ])('is one person when %s, and Sarah writes to the number they gave', async (_, happens) => {
    await happens()
    expect(await contacts()).toEqual(onlyThem())
    const [call] = await db.sql<{ id: string; contact_id: string }[]>`select id, contact_id from calls where clinic_id = ${clinic.id}`
    const { leadId, messageId } = await whatCameOf(db.sql, call!.id)
    const them = await idOf(given)
    expect([call!.contact_id, (await leadOf(db.sql, leadId!)).contact_id, (await messageOf(db.sql, messageId!)).contact_id]).toEqual([them, them, them])
    expect((await leadOf(db.sql, leadId!)).status).toBe('waiting')
    await erase(db.sql, clinic, them)
    expect(await whereStands(db.sql, [rangFrom, given])).toEqual([])
  })

  test('books under the number they gave, and is one person', async () => {
    const call = await ring()
    const { booking } = await claim(db.sql, clinic, { start: aWednesday(), callId: call.id, contact: { name: NAME, phone: given } }, voiceAgent(clinic.id))
    expect(booking!.contactId).toBe(await idOf(given))
    expect(await contacts()).toEqual(onlyThem())
  })

  test('keeps what they agreed to, and what else they said of themselves', async () => {
    const call = await ring()
    await agent((tx) => tx`select note_consent(${call.id}, 'text', 'granted', 'yes to texts', 'tool', '2026-11-01')`)
    await agent((tx) => tx`select keep_transcript(${call.id}, '1', ${tx.json([{ role: 'user', text: 'Hello.' }])}, ${tx.json({ email: 'g.penhallow@post.example' })})`)
    await details(call.id, NAME, given)
    expect(await contacts()).toEqual(onlyThem())
    expect(await db.sql`select s.value, k.phone, k.email from consents s join contacts k on k.id = s.contact_id where s.call_id = ${call.id}`)
      .toEqual([{ value: 'granted', phone: given, email: 'g.penhallow@post.example' }])
  })

  test('who had said STOP from the number they ring from is still not written to there', async () => {
    await reply(clinic, rangFrom, 'STOP')
    const call = await ring()
    await details(call.id, NAME, given)
    // The text that said so is theirs, whoever rings from there now.
    expect(sorted(await contacts())).toEqual(sorted([...onlyThem(), { name: null, phone: rangFrom }]))
    expect((await db.sql`select app.is_suppressed(${clinic.id}, ${rangFrom}) as stopped`)[0]!.stopped).toBe(true)
    // And when that text is gone: the hash alone keeps it, also for the next call from there.
    await db.sql`delete from messages where clinic_id = ${clinic.id}`
    const again = await ring()
    await details(again.id, NAME, given)
    expect(await contacts()).toEqual(onlyThem())
    const third = await loseCall(db.sql, clinic, { phone: rangFrom, name: 'Anna' })
    expect(await leadOf(db.sql, third.leadId!)).toMatchObject({ status: 'not_permitted', reason: 'opted_out' })
  })

  test.each([
    ['somebody with a name', async () => { await db.sql`insert into contacts (clinic_id, name, phone, created_at) values (${clinic.id}, 'Anna', ${rangFrom}, now() - interval '1 day')` }, 'Anna'],
    ['somebody of their own name', async () => { await db.sql`insert into contacts (clinic_id, name, phone, created_at) values (${clinic.id}, ${NAME}, ${rangFrom}, now() - interval '1 day')` }, NAME],
    ['somebody who rang before without a name', async () => { await loseCall(db.sql, clinic, { phone: rangFrom, name: null }) }, null],
    ['somebody who wants no machine', async () => { await db.sql`insert into contacts (clinic_id, phone, is_human_only) values (${clinic.id}, ${rangFrom}, true)` }, null],
    ['somebody whose email is known', async () => { await db.sql`insert into contacts (clinic_id, phone, email, created_at) values (${clinic.id}, ${rangFrom}, 'a@post.example', now() - interval '1 day')` }, null],
    ['somebody with an open request', async () => {
      await db.sql`insert into contacts (clinic_id, phone) values (${clinic.id}, ${rangFrom})`
      const id = await idOf(rangFrom)
      await actAs(db.sql, member(clinic.ownerId), (tx) => tx`select open_request(${clinic.id}, 'access', ${id})`)
    }, null],
  ])('leaves %s on the number alone, also when erased', async (_, known, name) => {
    await known()
    const call = await ring()
    await details(call.id, NAME, given)
    await report(call.vapiId)
    expect(sorted(await contacts())).toEqual(sorted([...onlyThem(), { name, phone: rangFrom }]))
    await erase(db.sql, clinic, await idOf(given))
    expect(await contacts()).toEqual([{ name, phone: rangFrom }])
  })

  test('whom Sarah has written to at the number they rang from, before the report told another, is exported and erased with it', async () => {
    const { callId, leadId, messageId } = await loseCall(db.sql, clinic, { phone: rangFrom, name: null, sources: ['ended'] })
    const [call] = await db.sql<{ vapi: string }[]>`select vapi_call_id as vapi from calls where id = ${callId}`
    // The seconds in which the report is waited for have passed.
    await db.sql`update messages set due_at = now(), next_at = now() where id = ${messageId}`
    expect(await beginText(db.sql, messageId!)).toBe('send')
    await acceptText(db.sql, messageId!)
    await report(call!.vapi)
    expect((await leadOf(db.sql, leadId!)).contact_id).toBe(await idOf(rangFrom))
    const them = await idOf(given)
    const [row] = await actAs(db.sql, member(clinic.ownerId), (tx) => tx<{ all: { contacts: { phone: string }[]; leads: { id: string }[]; texts: { id: string }[] } }[]>`select export_contact(${them}) as all`)
    expect(row!.all.contacts.map((one) => one.phone).sort()).toEqual([rangFrom, given].sort())
    expect([row!.all.leads.map((one) => one.id), row!.all.texts.map((one) => one.id)]).toEqual([[leadId], [messageId]])
    await erase(db.sql, clinic, them)
    expect(await whereStands(db.sql, [rangFrom, given])).toEqual([])
  })

  test('a number that was left behind earlier goes with the night\'s sweep; one that something refers to stays', async () => {
    await db.sql`insert into contacts (clinic_id, phone) values (${clinic.id}, ${given})`
    await loseCall(db.sql, clinic, { phone: rangFrom, name: null })
    await sweepRetention(db.sql, new Date())
    expect(await contacts()).toEqual([{ name: null, phone: rangFrom }])
  })

  test('many at once, from one number and across each other, with texts: no deadlock, nothing lost, nobody left behind', { timeout: 120_000 }, async () => {
    const before = await deadlocks(db.sql)
    const failures: string[] = []
    const patiently = (work: Promise<unknown>) => work.catch((error: { code?: string }) => { if (!['PT503', 'PT403'].includes(error.code ?? '')) failures.push(`${error.code} ${String(error)}`) })
    for (let round = 0; round < 6; round += 1) {
      const calls = await Promise.all(times(8, (i) => ring(randomUUID(), i % 2 ? rangFrom : given)))
      await Promise.all([
        ...calls.flatMap((call, i) => [
          patiently(details(call.id, i % 3 ? NAME : null, i % 2 ? given : rangFrom)),
          patiently(agent((tx) => tx`select note_consent(${call.id}, 'text', 'granted', 'yes to texts', 'tool', '2026-11-01')`)),
          patiently(ended(call.vapiId)),
        ]),
        patiently(claim(db.sql, clinic, { start: aWednesday(3 + round), callId: calls[0]!.id, contact: { name: NAME, phone: anyMobile() } }, voiceAgent(clinic.id))),
        patiently(reply(clinic, rangFrom, 'Hello?')), patiently(reply(clinic, given, round === 5 ? 'STOP' : 'Hello?')),
      ])
      const evidence = await db.sql`select count(*)::int as n from consents where source = 'tool' and call_id = any (${calls.map((call) => call.id)})`
      expect(evidence[0]!.n).toBe(calls.length)
    }
    expect(failures).toEqual([])
    expect(await deadlocks(db.sql)).toBe(before)
    expect((await db.sql`select app.is_suppressed(${clinic.id}, ${given}) as stopped`)[0]!.stopped).toBe(true)
    expect((await db.sql`select count(*)::int as n from messages where clinic_id = ${clinic.id} and direction = 'in'`)[0]!.n).toBe(12)
    await sweepRetention(db.sql, new Date())
    expect(await db.sql`select phone from contacts where clinic_id = ${clinic.id} and name is null and not app.is_referred_to(id)`).toEqual([])
  })

  test('erased while calls leave a number, and Sarah writes to it: no deadlock, and then nothing of either number', { timeout: 120_000 }, async () => {
    const before = await deadlocks(db.sql)
    const failures: string[] = []
    const patiently = (work: Promise<unknown>) => work.catch((error: { code?: string }) => { if (!['PT503', 'PT403'].includes(error.code ?? '')) failures.push(`${error.code} ${String(error)}`) })
    const known = async () => [...await db.sql<{ id: string }[]>`select id from contacts where clinic_id = ${clinic.id}`]
    const wipe = async () => { for (const { id } of await known()) await patiently(erase(db.sql, clinic, id)) }
    for (let round = 0; round < 6; round += 1) {
      const calls = await Promise.all(times(6, (i) => ring(randomUUID(), i % 2 ? rangFrom : given)))
      const texted = calls[0]!
      await details(texted.id, null, null)
      await agent((tx) => tx`select note_tool_call(${texted.id}, 'captured', 'capture_lead', '{"status": 200}', 1)`)
      await ended(texted.vapiId)
      const { messageId } = await whatCameOf(db.sql, texted.id)
      await db.sql`update messages set due_at = now(), next_at = now() where id = ${messageId}`
      if (messageId && await beginText(db.sql, messageId) === 'send') await acceptText(db.sql, messageId)
      await Promise.all([
        ...calls.flatMap((call, i) => [patiently(details(call.id, i % 3 ? NAME : null, i % 2 ? given : rangFrom)), patiently(report(call.vapiId, i % 2 ? given : rangFrom))]),
        wipe(), patiently(reply(clinic, rangFrom, 'Hello?')), patiently(reply(clinic, given, 'Hello?')), wipe(),
      ])
    }
    expect(failures).toEqual([])
    expect(await deadlocks(db.sql)).toBe(before)
    await wipe()
    expect(await known()).toEqual([])
    // A receipt may still look for a text at the carrier; nothing else may know the numbers.
    expect((await whereStands(db.sql, [rangFrom, given])).filter((place) => !place.startsWith('app.erasure_searches'))).toEqual([])
  })

  test('two calls from one number that both leave it at the same time leave nothing', async () => {
    for (let round = 0; round < 25; round += 1) {
      const from = anyMobile()
      const calls = await Promise.all(times(4, () => ring(randomUUID(), from)))
      await Promise.all(calls.map((call) => details(call.id, NAME, given)))
      expect(await whereStands(db.sql, [from])).toEqual([])
    }
  })
})
