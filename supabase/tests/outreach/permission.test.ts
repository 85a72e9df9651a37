import type { Sql } from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { serveText } from '#lib/recovery/outreach.ts'
import { claim, plus, voiceAgent } from '../claiming.ts'
import { aWednesday, actAs, useDatabase, type TestClinic } from '../database.ts'
import { anyMobile, endCall, leadOf, loseCall, messageOf, startCall, whatCameOf, type LostCall } from '../leads.ts'
import { catchLog, makeTextingClinic, startCarrier, workerOn, type Carrier } from './carrier.ts'

const db = useDatabase({ max: 20 })
let carrier: Carrier
let logged: ReturnType<typeof catchLog>
let clinic: TestClinic
beforeAll(async () => {
  carrier = await startCarrier(db.sql)
  logged = catchLog()
})
afterAll(async () => {
  logged.release()
  await carrier.close()
})
beforeEach(async () => {
  clinic = await makeTextingClinic(db.sql)
  carrier.clock.now = new Date(Date.now() + 60_000)
})

const serve = async (messageId: string | null) => (messageId ? serveText(workerOn(db.sql, carrier), messageId) : null)
const textsTo = async (phone: string) => (await carrier.texts()).filter((text) => text.to === phone)
const tasksOf = async (sql: Sql, callId: string) =>
  (await sql<{ kind: string; reason: string | null }[]>`select kind, reason from staff_tasks t where t.done_at is null
    and (t.call_id = ${callId} or t.lead_id in (select id from leads where call_id = ${callId})) order by kind, reason`).map(({ kind, reason }) => `${kind}: ${reason}`)
const noteConsent = (callId: string, value: string, source: 'tool' | 'caller' = 'tool') =>
  actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select note_consent(${callId}, 'text', ${value}, 'fixed words', ${source}, '2026-11-01')`)
const heard = (value: 'refused' | 'granted') => ({ consents: [{ channel: 'text', value, words: 'fixed words', at: new Date().toISOString() }] })
const stop = (phone: string) => actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select receive_text(${clinic.id}, ${`SM-stop-${phone}`}, ${phone}, 'sealed', 'stop')`)

describe('every combination of what was allowed and what stands against it', () => {
  const permissions = ['granted', 'offered', 'refused', 'refused after yes', 'no notice', 'no notice but yes'] as const
  const numbers = { mobile: anyMobile, landline: () => '+442079460123', withheld: () => null } as const
  const yesOrNo = [false, true]
  const permitted = (permission: (typeof permissions)[number], needsConsent: boolean) =>
    permission === 'granted' || permission === 'no notice but yes' || permission === 'offered' && !needsConsent

  test.each(permissions)('%s: a text exists only where it is permitted, and with its evidence', async (permission) => {
    for (const needsConsent of yesOrNo) {
      await db.sql`update clinics set texts_need_consent = ${needsConsent} where id = ${clinic.id}`
      for (const kind of Object.keys(numbers) as (keyof typeof numbers)[]) {
        const flags = yesOrNo.flatMap((isEmergency) => yesOrNo.flatMap((isUnderAge) => yesOrNo.flatMap((isOptedOut) =>
          yesOrNo.map((isUnclear) => ({ isEmergency, isUnderAge, isOptedOut, isUnclear })))))
        await Promise.all(flags.map(async ({ isEmergency, isUnderAge, isOptedOut, isUnclear }) => {
          const phone = numbers[kind]()
          if (isOptedOut && phone) await stop(phone)
          const { callId, vapiCallId } = await startCall(db.sql, clinic, {
            phone, greetingVersion: permission.startsWith('no notice') ? 'silent-1' : '2026-11-01',
            ...(isUnclear ? { name: null, procedure: null } : {}),
          })
          if (/granted|yes/.test(permission)) await noteConsent(callId, 'granted')
          if (permission.startsWith('refused')) await noteConsent(callId, 'refused', 'caller')
          for (const source of ['ended', 'report'] as const) await endCall(db.sql, clinic, callId, vapiCallId, source, { heard: { isEmergency, isUnderAge } })
          const { messageId } = await whatCameOf(db.sql, callId)
          await serve(messageId)
          const may = permitted(permission, needsConsent) && kind === 'mobile' && !isEmergency && !isUnderAge && !(isOptedOut && phone) && !isUnclear
          const rows = await db.sql<{ basis: string; value: string }[]>`select m.basis, c.value from messages m join leads l on l.id = m.lead_id
            left join consents c on c.id = m.consent_id and c.call_id = l.call_id where l.call_id = ${callId} and m.state = 'accepted'`
          const evidence = permission === 'offered' ? { basis: 'soft_opt_in', value: 'offered_not_refused' } : { basis: 'solicited', value: 'granted' }
          expect({ rows, permission, needsConsent, kind, isEmergency, isUnderAge, isOptedOut, isUnclear }).toMatchObject({ rows: may ? [evidence] : [] })
          if (phone && kind === 'mobile') expect(await textsTo(phone)).toHaveLength(may ? 1 : 0)
        }))
      }
    }
    expect((await carrier.texts()).filter((text) => !/^\+447[45]/.test(text.to))).toEqual([])
  })
})

describe('whom a text could reach', () => {
  test.each([
    ['a mobile', '+447700900123', 'waiting', null], ['a mobile of the Isle of Man', '+447624300123', 'waiting', null],
    ['a landline', '+442079460123', 'needs_person', 'landline'], ['a personal number', '+447012345678', 'needs_person', 'landline'],
    ['a pager', '+447641234567', 'needs_person', 'landline'], ['a number of a service', '+448081570000', 'needs_person', 'landline'],
    ['a French mobile', '+33612345678', 'needs_person', 'foreign'], ['an Irish mobile', '+353861234567', 'needs_person', 'foreign'],
    ['no number', null, 'needs_person', 'withheld'],
  ])('%s', async (_kind, phone, status, reason) => {
    const lost = await loseCall(db.sql, clinic, { phone })
    expect(await leadOf(db.sql, lost.leadId!)).toMatchObject({ status, reason })
    expect(lost.messageId === null).toBe(status !== 'waiting')
    expect(await tasksOf(db.sql, lost.callId)).toEqual(reason ? [`lead: ${reason}`] : [])
  })

  test('a number that is read out before hanging up is found by the report, and the ring list lets go of the person', async () => {
    const phone = anyMobile()
    const { callId, vapiCallId } = await startCall(db.sql, clinic, { phone: null })
    await endCall(db.sql, clinic, callId, vapiCallId, 'ended')
    expect(await tasksOf(db.sql, callId)).toEqual(['lead: withheld'])
    await endCall(db.sql, clinic, callId, vapiCallId, 'report', { heard: { phone } })
    const { leadId, messageId } = await whatCameOf(db.sql, callId)
    expect(await leadOf(db.sql, leadId!)).toMatchObject({ status: 'waiting', reason: null })
    await serve(messageId)
    expect(await textsTo(phone)).toHaveLength(1)
    expect(await tasksOf(db.sql, callId)).toEqual([])
  })

  test('a test call is texted in the sandbox and nowhere else', async () => {
    const [here, away] = [await loseCall(db.sql, clinic, { isTest: true }), await loseCall(db.sql, clinic, { isTest: true })]
    await serve(here.messageId)
    await serveText(workerOn(db.sql, carrier, { ...carrier.messenger, isSandbox: false }), away.messageId!)
    expect(await textsTo(here.phone!)).toHaveLength(1)
    expect(await textsTo(away.phone!)).toHaveLength(0)
    expect(await leadOf(db.sql, away.leadId!)).toMatchObject({ status: 'not_permitted', reason: 'test_call' })
  })
})

describe('who rang, as far as it was understood', () => {
  test('somebody unknown who spoke is for a person; somebody silent is nobody', async () => {
    const unknown = { name: null, procedure: null, offered: [] } satisfies LostCall
    const spoke = await loseCall(db.sql, clinic, unknown)
    expect(await leadOf(db.sql, spoke.leadId!)).toMatchObject({ status: 'needs_person', reason: 'unclear', stage: 'greeted' })
    expect(await tasksOf(db.sql, spoke.callId)).toEqual(['lead: unclear'])
    const silent = await loseCall(db.sql, clinic, { ...unknown, heard: { spoke: false } })
    expect(silent.leadId).toBeNull()
    expect(await tasksOf(db.sql, silent.callId)).toEqual([])
  })

  test.each([
    [{ procedure: null, offered: [] }, 'named'], [{ offered: [] }, 'asked'], [{}, 'offered'],
  ] as const)('how far they came: %j is %s', async (call, stage) => {
    const lost = await loseCall(db.sql, clinic, call)
    expect(await leadOf(db.sql, lost.leadId!)).toMatchObject({ stage, status: 'waiting' })
    await serve(lost.messageId)
    const [text] = await textsTo(lost.phone!)
    expect(/We kept/.test(text!.body)).toBe(stage === 'offered')
  })
})

describe('an emergency', () => {
  test('heard in time is no lead and no text, but a call for a person', async () => {
    const lost = await loseCall(db.sql, clinic, { heard: { isEmergency: true }, sources: ['report'] })
    expect(lost).toMatchObject({ leadId: null, messageId: null })
    expect(await tasksOf(db.sql, lost.callId)).toEqual(['emergency: emergency'])
  })

  test('known only by the late report takes the text back', async () => {
    const { callId, vapiCallId, phone } = await startCall(db.sql, clinic)
    await endCall(db.sql, clinic, callId, vapiCallId, 'ended')
    await endCall(db.sql, clinic, callId, vapiCallId, 'report', { heard: { isEmergency: true } })
    const { leadId, messageId } = await whatCameOf(db.sql, callId)
    expect(await messageOf(db.sql, messageId!)).toMatchObject({ state: 'cancelled', reason: 'emergency' })
    expect(await leadOf(db.sql, leadId!)).toMatchObject({ status: 'not_permitted', reason: 'emergency' })
    await serve(messageId)
    expect(await textsTo(phone!)).toEqual([])
    expect(await tasksOf(db.sql, callId)).toEqual(['emergency: emergency'])
  })
})

describe('a refusal that only the report knows', () => {
  test('cancels what has not gone', async () => {
    const { callId, vapiCallId, phone } = await startCall(db.sql, clinic)
    await endCall(db.sql, clinic, callId, vapiCallId, 'ended')
    await endCall(db.sql, clinic, callId, vapiCallId, 'report', { heard: heard('refused') })
    const { leadId, messageId } = await whatCameOf(db.sql, callId)
    expect(await messageOf(db.sql, messageId!)).toMatchObject({ state: 'cancelled', reason: 'refused' })
    expect(await leadOf(db.sql, leadId!)).toMatchObject({ status: 'not_permitted', reason: 'refused' })
    await serve(messageId)
    expect(await textsTo(phone!)).toEqual([])
  })

  test('changes nothing about what has gone, and is kept', async () => {
    const { callId, vapiCallId, phone } = await startCall(db.sql, clinic)
    await endCall(db.sql, clinic, callId, vapiCallId, 'ended')
    const { leadId, messageId } = await whatCameOf(db.sql, callId)
    await serve(messageId)
    await carrier.settled()
    const before = [await leadOf(db.sql, leadId!), await messageOf(db.sql, messageId!)]
    expect(before).toMatchObject([{ status: 'contacted' }, { state: 'accepted' }])
    await endCall(db.sql, clinic, callId, vapiCallId, 'report', { heard: heard('refused') })
    expect([await leadOf(db.sql, leadId!), await messageOf(db.sql, messageId!)]).toEqual(before)
    expect(await db.sql`select value from consents where call_id = ${callId} and value = 'refused'`).toHaveLength(1)
    expect(await serve(messageId)).toBeNull()
    expect(await textsTo(phone!)).toHaveLength(1)
  })
})

describe('the evidence', () => {
  test('is not optional: a recovery text without it cannot begin its way, whoever writes the row', async () => {
    const { messageId, leadId } = await loseCall(db.sql, clinic)
    for (const state of ['sending', 'unknown', 'accepted', 'failed', 'needs_review']) {
      await expect(db.sql`update messages set state = ${state}, attempt_id = gen_random_uuid(), attempt_started_at = now(), body = 'sealed',
        provider_sid = 'SM1', accepted_at = now() where id = ${messageId}`).rejects.toMatchObject({ code: '23514' })
    }
    const [row] = await db.sql<{ id: string }[]>`select c.id from consents c join leads l on l.call_id = c.call_id where l.id = ${leadId}`
    await expect(db.sql`update consents set value = 'granted' where id = ${row!.id}`).rejects.toThrow()
    await serve(messageId)
    await expect(db.sql`delete from consents where id = ${row!.id}`).rejects.toMatchObject({ code: '23503' })
  })

  test('a booking that is made meanwhile makes the text needless', async () => {
    const lost = await loseCall(db.sql, clinic)
    expect(await claim(db.sql, clinic, { start: plus(aWednesday(), 180), contact: { name: 'Tamsin Okafor', phone: lost.phone! } })).toMatchObject({ status: 201 })
    await serve(lost.messageId)
    expect(await textsTo(lost.phone!)).toEqual([])
    expect(await leadOf(db.sql, lost.leadId!)).toMatchObject({ status: 'booked', is_recovered: false })
  })
})
