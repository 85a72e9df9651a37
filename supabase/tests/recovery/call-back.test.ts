import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestSandbox, type TestSandbox } from '#lib/integrations/sandbox/testing.ts'
import { createVapiClient } from '#lib/integrations/vapi/client.ts'
import { vapiDialler, type AssistantFor } from '#lib/integrations/vapi/dialler.ts'
import { serveCallBack, type CallBackDeps } from '#lib/recovery/call-backs.ts'
import { permittedAt } from '#lib/recovery/hours.ts'
import { claim, plus, times, voiceAgent } from '../claiming.ts'
import { actAs, aWednesday, makeClinic, useDatabase, type TestClinic } from '../database.ts'
import { endCall, leadOf, loseCall, type LostCall } from '../leads.ts'
import { jobsOf, reply, tasksOf, textSomebody, useDoor } from './texting.ts'

const zone = 'Europe/London'
const noon = aWednesday()
const night = plus(noon, 8 * 60 + 41)

describe('ringing back', () => {
  const db = useDatabase({ max: 12 })
  useDoor(db)
  let sandbox: TestSandbox
  let clock = noon
  beforeAll(async () => {
    sandbox = await startTestSandbox({ now: () => clock })
    await client().createPhoneNumber({ provider: 'twilio', number: '+447700900100', twilioAccountSid: `AC${'0'.repeat(32)}`, smsEnabled: false })
  })
  afterAll(() => sandbox.close())

  const client = () => createVapiClient({ apiKey: 'key', sandboxUrl: sandbox.url })
  const sarah: AssistantFor = ({ script }) => ({ name: 'Sarah', firstMessage: script.greeting })
  const deps = (): CallBackDeps => ({
    sql: db.sql, dialler: vapiDialler(client(), sarah), now: () => clock, greetingOf: (clinicName) => `Hello, this is Sarah for ${clinicName}.`,
  })
  const serve = (id: string, at: Date) => {
    clock = at
    return serveCallBack(deps(), id)
  }
  const faultOnPost = (kind: string) => sandbox.control('/faults', { provider: 'vapi', kind, method: 'POST' })
  const ringsTo = async (phone: string) =>
    ((await sandbox.state()).calls ?? []).filter((call) => (call.customer as { number?: string }).number === phone)
  const callBack = async (id: string) => (await db.sql`select * from call_backs where id = ${id}`)[0]!
  const callBacksOf = (callId: string) => db.sql`select b.id, b.state, b.reason, b.lead_id
    from call_backs b join consents c on c.id = b.consent_id where c.call_id = ${callId}`

  /** Somebody who asked for it, by text. */
  async function asked(clinic: TestClinic) {
    const person = await textSomebody(db.sql, clinic)
    await reply(clinic, person.phone, '3')
    const [row] = await db.sql<{ id: string }[]>`select id from call_backs where lead_id = ${person.leadId}`
    return { ...person, id: row!.id }
  }
  /** Somebody who asked for it in the call: the tool has noted it. The call is not over yet. */
  async function askedInCall(clinic: TestClinic, call: LostCall = {}) {
    const { callId, phone } = await loseCall(db.sql, clinic, { ...call, sources: [] })
    await actAs(db.sql, voiceAgent(clinic.id), (tx) =>
      tx`select note_consent(${callId}, 'call', 'granted', 'asked for a call-back', 'tool', '2026-11-01')`)
    const [row] = await db.sql<{ id: string }[]>`select vapi_call_id as id from calls where id = ${callId}`
    return { callId, phone: phone!, end: (source: 'ended' | 'report', heard = {}) => endCall(db.sql, clinic, callId, row!.id, source, { heard }) }
  }

  describe('needs evidence', () => {
    test('and is refused by the database without it, whoever writes the row', async () => {
      const clinic = await makeClinic(db.sql)
      const { leadId, callId } = await textSomebody(db.sql, clinic)
      const { contact_id: contactId } = await leadOf(db.sql, leadId)
      const insert = (consentId: string | null) => db.sql`insert into call_backs (clinic_id, lead_id, contact_id, consent_id)
        values (${clinic.id}, ${leadId}, ${contactId}, ${consentId}) returning id`
      const consent = async (channel: string, value: string, ofCall: string) => (await db.sql<{ id: string }[]>`
        insert into consents (clinic_id, call_id, channel, value, words, source, script_version, heard_at)
        values (${clinic.id}, ${ofCall}, ${channel}, ${value}, 'w', 'tool', 'v', now()) returning id`)[0]!.id
      await expect(insert(null)).rejects.toMatchObject({ code: '42501' })
      await expect(insert(randomUUID())).rejects.toMatchObject({ code: '42501' })
      // Consent to texts is none to calls; a refusal is none; nor is what somebody else asked for.
      await expect(insert(await consent('text', 'granted', callId))).rejects.toMatchObject({ code: '42501' })
      await expect(insert(await consent('call', 'refused', callId))).rejects.toMatchObject({ code: '42501' })
      const other = await loseCall(db.sql, clinic)
      const theirs = await consent('call', 'granted', other.callId)
      await expect(insert(theirs)).rejects.toMatchObject({ code: '42501' })
      const [good] = await insert(await consent('call', 'granted', callId))
      await expect(db.sql`update call_backs set consent_id = ${theirs} where id = ${good!.id}`).rejects.toMatchObject({ code: '42501' })
      await expect(db.sql`update call_backs set lead_id = ${other.leadId}, contact_id = null, state = 'dialling', attempt_id = gen_random_uuid()
        where id = ${good!.id}`).rejects.toMatchObject({ code: '42501' })
      await expect(db.sql`update call_backs set consent_id = null where id = ${good!.id}`).rejects.toMatchObject({ code: '42501' })
    })

    test('and nobody who did not ask is rung', async () => {
      const clinic = await makeClinic(db.sql)
      const { callId } = await loseCall(db.sql, clinic)
      const refused = await loseCall(db.sql, clinic, { heard: { consents: [{ channel: 'call', value: 'refused', words: 'no calls' }] } })
      for (const id of [callId, refused.callId]) expect(await callBacksOf(id)).toHaveLength(0)
    })
  })

  describe('asked for in the call', () => {
    const orders = [[['ended', 'report']], [['report', 'ended']], [['ended']], [['report', 'report', 'ended']]] as const
    test.each(orders)('is one call-back, told by %j', async (sources) => {
      const clinic = await makeClinic(db.sql)
      const { callId, end } = await askedInCall(clinic)
      expect(await callBacksOf(callId)).toHaveLength(0)
      // The report may hear the same wish that the tool noted.
      for (const source of sources) await end(source, { consents: [{ channel: 'call', value: 'granted', words: 'call me back' }] })
      const [made, ...more] = await callBacksOf(callId)
      expect(made).toMatchObject({ state: 'queued', lead_id: expect.any(String) })
      expect(more).toEqual([])
      expect(await jobsOf(db.sql, `call-back:${made!.id}`)).toBe(1)
    })

    test('and by text as well, before it was placed, is one call-back', async () => {
      const clinic = await makeClinic(db.sql)
      const { callId, phone, end } = await askedInCall(clinic)
      await end('report')
      await db.sql`update leads set contacted_at = now(), status = 'contacted' where call_id = ${callId}`
      await reply(clinic, phone, 'CALL')
      expect(await callBacksOf(callId)).toHaveLength(1)
    })

    test('is none when it was booked after all, nor in an emergency, nor for somebody under age', async () => {
      const clinic = await makeClinic(db.sql)
      const booked = await askedInCall(clinic)
      await claim(db.sql, clinic, { start: noon, procedure: 'facelift', callId: booked.callId }, voiceAgent(clinic.id))
      await booked.end('report')
      const [emergency, young] = [await askedInCall(clinic), await askedInCall(clinic)]
      await emergency.end('report', { isEmergency: true })
      await young.end('report', { isUnderAge: true })
      for (const { callId } of [booked, emergency, young]) expect(await callBacksOf(callId)).toHaveLength(0)
    })
  })

  describe('is placed', () => {
    test('once, by however many workers, in permitted hours', async () => {
      const { id, phone } = await asked(await makeClinic(db.sql))
      clock = noon
      await Promise.all(times(6, () => serveCallBack(deps(), id)))
      expect(await serve(id, plus(noon, 5))).toBeNull()
      const rings = await ringsTo(phone)
      expect(rings).toHaveLength(1)
      expect(await callBack(id)).toMatchObject({ state: 'placed', vapi_call_id: rings[0]!.id, placed_at: noon })
    })

    test('not at night: it waits for the morning', async () => {
      const { id, phone } = await asked(await makeClinic(db.sql))
      const morning = permittedAt(night, zone)
      expect(morning.getTime()).toBeGreaterThan(night.getTime())
      expect(await serve(id, night)).toEqual(morning)
      expect(await callBack(id)).toMatchObject({ state: 'held', due_at: morning, attempt_id: null })
      expect(await serve(id, plus(morning, -1))).toEqual(morning)
      expect(await ringsTo(phone)).toHaveLength(0)
      expect(await serve(id, morning)).toBeNull()
      expect(await ringsTo(phone)).toHaveLength(1)
      expect(await callBack(id)).toMatchObject({ state: 'placed' })
    })

    test('and found again when its answer was lost', async () => {
      const { id, phone } = await asked(await makeClinic(db.sql))
      await faultOnPost('drop-after-commit')
      const next = await serve(id, noon)
      expect(next).toEqual(plus(noon, 0.5))
      expect(await serve(id, next!)).toBeNull()
      const [ring, ...more] = await ringsTo(phone)
      expect(more).toEqual([])
      expect(await callBack(id)).toMatchObject({ state: 'placed', vapi_call_id: ring!.id })
    })

    test('not when they have booked meanwhile', async () => {
      const clinic = await makeClinic(db.sql)
      const { id, phone } = await asked(clinic)
      await claim(db.sql, clinic, { start: plus(noon, 300), procedure: 'facelift', contact: { name: 'Tamsin Okafor', phone } })
      expect(await serve(id, noon)).toBeNull()
      expect(await callBack(id)).toMatchObject({ state: 'cancelled', reason: 'booked_meanwhile' })
      expect(await ringsTo(phone)).toHaveLength(0)
    })

    test('and when it comes to nothing a person is asked, and nobody becomes a lead anew', async () => {
      const clinic = await makeClinic(db.sql)
      const { id, phone, leadId } = await asked(clinic)
      await serve(id, noon)
      const { vapi_call_id: vapiCallId } = await callBack(id)
      const [call] = await actAs(db.sql, voiceAgent(clinic.id), (tx) =>
        tx`select note_call(${clinic.id}, ${vapiCallId}, 'in-progress', now(), ${phone}) as id`)
      for (const source of ['ended', 'report'] as const) await endCall(db.sql, clinic, call!.id, vapiCallId, source)
      expect(await db.sql`select direction from calls where id = ${call!.id}`).toEqual([{ direction: 'outbound' }])
      expect(await db.sql`select id from leads where clinic_id = ${clinic.id}`).toEqual([{ id: leadId }])
      expect(await tasksOf(db.sql, clinic)).toMatchObject([{ kind: 'lead', reason: 'asked_for_call', lead_id: leadId }])
    })
  })

  describe('that fails', () => {
    test('unclear: looked up twice, never dialled again, and then a person\'s', async () => {
      const clinic = await makeClinic(db.sql)
      const { id, phone, leadId } = await asked(clinic)
      await faultOnPost('500')
      let next = await serve(id, noon)
      const lookups: number[] = []
      while (next) {
        next = await serve(id, next)
        lookups.push((await callBack(id)).lookups)
      }
      expect(lookups).toEqual([1, 2])
      expect(await callBack(id)).toMatchObject({ state: 'needs_person', reason: 'unconfirmed' })
      expect(await tasksOf(db.sql, clinic)).toMatchObject([{ kind: 'lead', reason: 'asked_for_call', lead_id: leadId }])
      expect(await serve(id, plus(noon, 60))).toBeNull()
      // The fault was used up by the first request: a second would have rung.
      expect((await sandbox.state()).faults).toEqual([])
      expect(await ringsTo(phone)).toHaveLength(0)
    })

    test('unclear just before night: it is looked up all the same', async () => {
      const { id, phone } = await asked(await makeClinic(db.sql))
      const late = plus(night, -3 * 60)
      expect(permittedAt(late, zone)).toEqual(late)
      await faultOnPost('drop-after-commit')
      await serve(id, late)
      expect(await serve(id, night)).toBeNull()
      expect(await callBack(id)).toMatchObject({ state: 'placed' })
      expect(await ringsTo(phone)).toHaveLength(1)
    })

    test('refused: a person\'s at once', async () => {
      const clinic = await makeClinic(db.sql)
      const { id, phone, leadId } = await asked(clinic)
      await faultOnPost('429')
      expect(await serve(id, noon)).toBeNull()
      expect(await callBack(id)).toMatchObject({ state: 'failed', reason: 'Vapi was too busy to take the call.' })
      expect(await tasksOf(db.sql, clinic)).toMatchObject([{ kind: 'lead', reason: 'asked_for_call', lead_id: leadId }])
      expect(await serve(id, plus(noon, 60))).toBeNull()
      expect(await ringsTo(phone)).toHaveLength(0)
    })

    test('for want of the clinic\'s number at Vapi: a person\'s', async () => {
      const clinic = await makeClinic(db.sql)
      await db.sql`update clinics set phone_number = '+447700900999' where id = ${clinic.id}`
      const { id } = await asked(clinic)
      expect(await serve(id, noon)).toBeNull()
      expect(await callBack(id)).toMatchObject({ state: 'failed' })
      expect(await tasksOf(db.sql, clinic)).toHaveLength(1)
    })
  })
})
