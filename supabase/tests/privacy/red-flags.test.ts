import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { emergencyAnswer, heedTurns } from '#lib/calls/emergency.ts'
import { emergencyScript } from '#lib/calls/red-flags.ts'
import { answerToolCalls, noteReport, type CallFacts } from '#lib/calls/webhook.ts'
import type { Turn } from '#lib/calls/heard.ts'
import { serveNotice } from '#lib/recovery/alerts.ts'
import { apiClient, member, times, voiceAgent } from '../claiming.ts'
import { actAs, aWednesday, makeClinic, useDatabase } from '../database.ts'
import { anyMobile, endCall, loseCall, startCall, whatCameOf } from '../leads.ts'
import { beginText, newSid, reply, tasksOf, useDoor } from '../recovery/texting.ts'
import { inDanger, makeGuardedClinic, noticesOf, raise, useAlerting } from './alerting.ts'

const sentence = 'My lip has gone grey and it really hurts'
const turns: Turn[] = [{ role: 'caller', text: 'Hello, it\'s Tamsin Okafor', at: null }, { role: 'assistant', text: 'How can I help?', at: null }, { role: 'caller', text: sentence, at: null }]
const callFacts = (id: string, phone: string | null = anyMobile()): CallFacts => ({ id, at: new Date(), phone, isTest: false, isOutbound: false, greetingVersion: null })

describe('a red flag', () => {
  const db = useDatabase({ max: 14 })
  useDoor(db)
  const { deps, tick, textsTo } = useAlerting(db)
  const callRow = async (vapiCallId: string) => (await db.sql`select * from calls where vapi_call_id = ${vapiCallId}`)[0]!
  const alertsOf = (clinicId: string) => db.sql`select * from alerts where clinic_id = ${clinicId}`

  describe('in what is heard while the call goes on', () => {
    test('is answered with the fixed words once, however often and in how many processes it is heard', async () => {
      const clinic = await makeGuardedClinic(db.sql)
      const said: string[] = []
      const control = { say: async (_call: object, words: string) => said.push(words) > 0 }
      const call = callFacts(randomUUID())
      const heed = (text: string) => heedTurns(voiceAgent(clinic.id), clinic.id, call, [{ role: 'caller', text, at: null }], { control, controlUrl: null })
      await heed('Hello, I\'d like to book a facelift')
      expect(await alertsOf(clinic.id)).toHaveLength(0)
      await Promise.all([...times(5, () => heed(sentence)), heed('I can\'t breathe')])
      expect(said).toEqual([emergencyScript.medical])
      expect(await alertsOf(clinic.id)).toMatchObject([{ kind: 'medical', is_late: false, acknowledged_at: null }])
      expect(await callRow(call.id)).toMatchObject({ is_emergency: true, danger_at: expect.any(Date) })
    })

    test('is of one of two kinds, and that is all of it that is kept anywhere', async () => {
      const clinic = await makeGuardedClinic(db.sql)
      const said: string[] = []
      const control = { say: async (_call: object, words: string) => said.push(words) > 0 }
      const words = 'I want to end it all, my husband left in Grimsby'
      await heedTurns(voiceAgent(clinic.id), clinic.id, callFacts(randomUUID()), [{ role: 'caller', text: words, at: null }], { control, controlUrl: null })
      expect(said).toEqual([emergencyScript.distress])
      const [kept] = await db.sql<{ all: string }[]>`select string_agg(t, ' ') as all from (
        select a::text from alerts a where clinic_id = ${clinic.id} union all select n::text from alert_notices n where clinic_id = ${clinic.id}
        union all select k::text from calls k where clinic_id = ${clinic.id} union all select s::text from staff_tasks s where clinic_id = ${clinic.id}
        union all select payload::text from graphile_worker._private_jobs) x (t)`
      expect(kept!.all).not.toMatch(/grimsby|end it all|husband|self-harm/i)
    })
  })

  describe('beside a tool call', () => {
    const ask = (clinic: { id: string }, call: CallFacts, names: string[], said: Turn[] = []) => answerToolCalls(voiceAgent(clinic.id), clinic.id, call,
      names.map((name) => ({ id: randomUUID(), name, arguments: name === 'claim_slot'
        ? { procedure: 'rhinoplasty', start: aWednesday().toISOString(), name: 'Tamsin Okafor' } : name === 'check_availability' ? { procedure: 'rhinoplasty' } : {} })), said)

    test('nothing is offered or booked from then on; a person is still to be had', async () => {
      const clinic = await makeGuardedClinic(db.sql)
      const call = callFacts(randomUUID())
      const first = await ask(clinic, call, ['check_availability', 'claim_slot'], turns)
      const later = await ask(clinic, call, ['claim_slot', 'capture_lead', 'cancel_booking', 'reschedule_booking', 'no_such_tool'])
      for (const { result } of [...first, ...later]) expect(result).toEqual(emergencyAnswer('medical'))
      const [transfer] = await ask(clinic, call, ['transfer_to_human'])
      expect(transfer!.result).toMatchObject({ status: 200, transfer: false })
      expect(await db.sql`select 1 from bookings where clinic_id = ${clinic.id}`).toHaveLength(0)
      expect(await alertsOf(clinic.id)).toHaveLength(1)
    })

    test('whoever asks for a person in the same breath hears the words first', async () => {
      const clinic = await makeGuardedClinic(db.sql)
      const [answer] = await ask(clinic, callFacts(randomUUID()), ['transfer_to_human'], turns)
      const { result } = answer!
      expect(result.say.startsWith(emergencyScript.medical)).toBe(true)
      expect(result.code).toBe('emergency')
    })

    test('an ordinary conversation books as ever', async () => {
      const clinic = await makeGuardedClinic(db.sql)
      const [answer] = await ask(clinic, callFacts(randomUUID()), ['claim_slot'], [{ role: 'caller', text: 'I\'m dying to get this done', at: null }])
      expect(answer!.result.status).toBe(201)
      expect(await alertsOf(clinic.id)).toHaveLength(0)
    })
  })

  describe('in the report', () => {
    test('raises the alert when nothing was heard before, and adds none when it was', async () => {
      const clinic = await makeGuardedClinic(db.sql)
      const report = { endedAt: new Date(), endedReason: 'customer-ended-call', latency: {}, turns, toolCalls: [] }
      const call = callFacts(randomUUID())
      for (const _ of [1, 2]) await noteReport(voiceAgent(clinic.id), clinic.id, call, report)
      expect(await alertsOf(clinic.id)).toMatchObject([{ kind: 'medical', is_late: true }])
      expect(await tasksOf(db.sql, clinic)).toMatchObject([{ kind: 'emergency' }])
      expect(await whatCameOf(db.sql, (await callRow(call.id)).id as string)).toEqual({ leadId: null, messageId: null })
    })

    test('of many calls at once, reports, hang-ups and texts that set out: no dead end, and no text to anybody in danger', async () => {
      const clinic = await makeGuardedClinic(db.sql)
      const phone = anyMobile()
      const report = { endedAt: new Date(), endedReason: 'customer-ended-call', latency: {}, turns, toolCalls: [] }
      for (const _ of times(6, () => 0)) {
        // The same person hangs up, is about to be texted, and rings again unwell.
        const before = await loseCall(db.sql, clinic, { phone, sources: ['ended'] })
        const again = callFacts(randomUUID(), phone)
        const results = await Promise.allSettled([
          noteReport(voiceAgent(clinic.id), clinic.id, again, report), noteReport(voiceAgent(clinic.id), clinic.id, again, report),
          ...(before.messageId ? [beginText(db.sql, before.messageId)] : []), reply(clinic, phone, 'hello', newSid()),
        ])
        expect(results.filter((one) => one.status === 'rejected')).toEqual([])
        const [own] = await db.sql`select l.id from leads l join calls k on k.id = l.call_id where k.vapi_call_id = ${again.id}`
        expect(own).toBeUndefined()
        const [text] = await db.sql<{ state: string }[]>`select state from messages where id = ${before.messageId}`
        expect(['cancelled', 'sending', undefined]).toContain(text?.state)
      }
    })
  })

  describe('and what was about to be sold', () => {
    test('the text of this call and of one before it is cancelled', async () => {
      const clinic = await makeGuardedClinic(db.sql)
      const phone = anyMobile()
      const before = await loseCall(db.sql, clinic, { phone })
      const { callId } = await startCall(db.sql, clinic, { phone })
      await raise(db.sql, clinic, callId)
      expect(await db.sql`select state, reason from messages where id = ${before.messageId}`).toEqual([{ state: 'cancelled', reason: 'emergency' }])
      expect(await db.sql`select status, reason from leads where id = ${before.leadId}`).toEqual([{ status: 'not_permitted', reason: 'emergency' }])
      expect(await beginText(db.sql, before.messageId!)).toBe('nothing')
    })

    test.each([[['ended']], [['report']], [['ended', 'report']], [['report', 'ended']]] as const)('the call makes no lead and gets no text, told by %j', async (sources) => {
      const clinic = await makeGuardedClinic(db.sql)
      const { callId, vapiCallId, phone, alertId, at } = await inDanger(db.sql, clinic)
      for (const source of sources) await endCall(db.sql, clinic, callId, vapiCallId, source)
      expect(await whatCameOf(db.sql, callId)).toEqual({ leadId: null, messageId: null })
      // A dropped line: the item stays at the top of whom to ring, and the alert stays open.
      expect(await tasksOf(db.sql, clinic)).toMatchObject([{ kind: 'emergency', reason: 'emergency', done_at: null }])
      await tick(alertId, at, deps())
      expect(await textsTo(phone!)).toEqual([])
      expect((await alertsOf(clinic.id))[0]).toMatchObject({ acknowledged_at: null, closed_at: null })
    })

    test('a lead that was there before is not permitted any more', async () => {
      const clinic = await makeGuardedClinic(db.sql)
      const lost = await loseCall(db.sql, clinic)
      await raise(db.sql, clinic, lost.callId)
      expect(await db.sql`select status, reason from leads where id = ${lost.leadId}`).toEqual([{ status: 'not_permitted', reason: 'emergency' }])
      expect(await db.sql`select state from messages where id = ${lost.messageId}`).toEqual([{ state: 'cancelled' }])
    })
  })

  describe('is raised', () => {
    test('once a call, by however many at once, in its own clinic only', async () => {
      const clinic = await makeGuardedClinic(db.sql)
      const { callId } = await startCall(db.sql, clinic)
      const raised = await Promise.all(times(8, () => raise(db.sql, clinic, callId)))
      expect(raised.filter((one) => one.isFirst)).toHaveLength(1)
      expect(new Set(raised.map((one) => one.alertId)).size).toBe(1)
      expect(await noticesOf(db.sql, raised[0]!.alertId)).toHaveLength(4)
      await expect(raise(db.sql, await makeClinic(db.sql), callId)).rejects.toMatchObject({ code: 'PT403' })
      await expect(raise(db.sql, clinic, callId, 'blue lips')).rejects.toMatchObject({ code: 'PT422' })
      await expect(actAs(db.sql, member(clinic.ownerId), (tx) => tx`select raise_alert(${callId}, 'medical')`)).rejects.toMatchObject({ code: '42501' })
    })

    test('not for a person who was erased meanwhile', async () => {
      const clinic = await makeGuardedClinic(db.sql)
      const { callId } = await startCall(db.sql, clinic)
      await db.sql`update calls set erased_at = now(), contact_id = null where id = ${callId}`
      expect(await raise(db.sql, clinic, callId)).toMatchObject({ isFirst: false, alertId: null })
      expect(await alertsOf(clinic.id)).toHaveLength(0)
    })
  })

  describe('who is on call', () => {
    const save = (clinic: { id: string; ownerId: string }, contacts: unknown, actor = member(clinic.ownerId)) =>
      actAs(db.sql, actor, (tx) => tx`select save_on_call(${clinic.id}, ${tx.json(contacts as never)})`)
    const saved = (clinic: { id: string }) => db.sql`select position, name, phone, confirmed_at is not null as confirmed from on_call_contacts where clinic_id = ${clinic.id} order by position`

    test('is for an owner to say: three at most, each number once, never the assistant\'s own', async () => {
      const clinic = await makeClinic(db.sql)
      const staff = randomUUID()
      await db.sql`insert into clinic_members (clinic_id, user_id, role) values (${clinic.id}, ${staff}, 'staff')`
      const people = times(4, (n) => ({ name: `Nurse ${n}`, phone: `+44770090060${n}` }))
      await save(clinic, people.slice(0, 3))
      await expect(save(clinic, people.slice(0, 1), member(staff))).rejects.toMatchObject({ code: 'PT403' })
      await expect(save(clinic, [], member((await makeClinic(db.sql)).ownerId))).rejects.toMatchObject({ code: 'PT403' })
      await expect(actAs(db.sql, apiClient(clinic.id), (tx) => tx`select save_on_call(${clinic.id}, '[]')`)).rejects.toMatchObject({ code: '42501' })
      for (const wrong of [people, [people[0], people[0]], [{ name: '', phone: '+447700900601' }], [{ name: 'A', phone: '07700' }], [{ name: 'A' }], {}, [{ name: 'A', phone: '+447700900100' }]]) {
        await expect(save(clinic, wrong)).rejects.toMatchObject({ code: 'PT422' })
      }
      expect((await saved(clinic)).map((one) => one.name)).toEqual(['Nurse 0', 'Nurse 1', 'Nurse 2'])
    })

    test('a test is sent once a minute and answered with OK; the answer outlives a new order', async () => {
      const clinic = await makeGuardedClinic(db.sql, 2)
      const press = () => actAs(db.sql, member(clinic.ownerId), (tx) => tx<{ id: string }[]>`select test_on_call(${clinic.id}, 2) as id`)
      const [[one], [two]] = [await press(), await press()]
      expect(one).toEqual(two)
      expect(await reply(clinic, clinic.phones[1]!, 'OK')).toBeUndefined()
      // Before it was sent nobody can have answered it: that was a text like any other.
      expect((await saved(clinic)).map((row) => row.confirmed)).toEqual([false, false])
      await serveNotice({ ...deps(), now: () => new Date(Date.now() + 1_000) }, one!.id)
      expect((await textsTo(clinic.phones[1]!)).map((text) => text.body)).toEqual(['TEST Test Clinic: you are on call when a caller may need urgent help. Nothing has happened. Please reply OK.'])
      await reply(clinic, clinic.phones[1]!, 'OK')
      expect((await saved(clinic)).map((row) => row.confirmed)).toEqual([false, true])
      await save(clinic, [{ name: 'Nurse 2', phone: clinic.phones[1] }, { name: 'Nurse 1', phone: clinic.phones[0] }])
      expect((await saved(clinic)).map((row) => row.confirmed)).toEqual([true, false])
      await expect(actAs(db.sql, member(clinic.ownerId), (tx) => tx`select test_on_call(${clinic.id}, 3)`)).rejects.toMatchObject({ code: 'PT422' })
    })
  })
})
