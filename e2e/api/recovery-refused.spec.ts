import type { Slot } from '#lib/scheduling/types.ts'
import { closeAlerts } from '../support/alerts.ts'
import { newCall, vapiOf, type Api } from '../support/http.ts'
import { leadOf, loseCall, lostCall, tell, type Caller, type LeadJson } from '../support/lost-call.ts'
import { expect, oneTextTo, test } from '../support/recovery.ts'
import { newMobile, type Twilio } from '../support/twilio.ts'

/** The lead as it is once it says why there is no text; then there is none at the carrier, and none on its way. */
async function noTextTo(given: { api: Api; twilio: Twilio }, phone: string): Promise<LeadJson> {
  await expect.poll(async () => (await leadOf(given.api, phone))?.status).toMatch(/not_permitted|needs_person|booked/)
  await expect.poll(() => given.twilio.open([phone])).toBe(0)
  expect(await given.twilio.textsTo(phone)).toEqual([])
  const lead = (await leadOf(given.api, phone))!
  // What was prepared when the line went dead is cancelled by what the report says.
  expect(lead.messages.filter((one) => one.state !== 'cancelled' || one.body !== null)).toEqual([])
  return lead
}

test.describe('nobody is texted who', () => {
  // An alert that is left open warns on every page of the clinic.
  test.afterAll(({ sql }) => closeAlerts(sql))

  test('was booked in the call', async ({ twilio, vapi, sql }) => {
    const lost = lostCall({ name: 'Alma Renwick', ahead: 25 })
    const answers = await tell(vapi, lost, ['start', 'lead', 'look'])
    const [slot] = (JSON.parse((answers.get('look')!.body.results[0] as { result: string }).result) as { slots: Slot[] }).slots
    const claim = { procedure: 'facelift', start: slot!.start, practitionerId: slot!.practitionerId, name: 'Alma Renwick' }
    expect(await vapi.tool(lost.call, 'claim_slot', claim)).toMatchObject({ status: 201 })
    await tell(vapi, lost, ['ended', 'report'])
    expect(await sql`select l.id from leads l join calls k on k.id = l.call_id where k.vapi_call_id = ${lost.call.id}`).toEqual([])
    expect(await sql`select m.id from messages m join contacts k on k.id = m.contact_id where k.phone = ${lost.phone}`).toEqual([])
    expect(await twilio.textsTo(lost.phone)).toEqual([])
  })

  test('rings again and books before the text has left', async ({ twilio, vapi, api }) => {
    const lost = lostCall({ name: 'Alma Renwick', ahead: 26 })
    await tell(vapi, lost, ['start', 'lead', 'look', 'ended'])
    await api.book('facelift', { ahead: 26, name: 'Alma Renwick', phone: lost.phone })
    await tell(vapi, lost, ['report'])
    const settled = { status: 'booked', reason: 'booked_meanwhile', isRecovered: false, promptness: 'booked_meanwhile' }
    expect(await noTextTo({ api, twilio }, lost.phone)).toMatchObject(settled)
  })

  const person = { status: 'needs_person' }
  const never = { status: 'not_permitted' }
  const refused: [name: string, caller: Caller, lead: { status: string }, reason: string, task: string][] = [
    ['says "no texts"', { said: [['bot', 'Which days would suit you?'], ['user', 'Any day. And no texts, please.']] }, never, 'refused', 'lead'],
    ['says no to the agent\'s question', { texts: false }, never, 'refused', 'lead'],
    ['rings from a landline', { phone: '+442079460123' }, person, 'landline', 'lead'],
    ['rings from abroad', { phone: '+33639981234' }, person, 'foreign', 'lead'],
    ['may be under eighteen', { said: [['bot', 'Of course.'], ['user', 'I should say, I\'m sixteen.']] }, never, 'under_age', 'age_review'],
  ]
  for (const [name, caller, lead, reason, task] of refused) {
    test(`${name}: the lead says why, and a person is asked`, async ({ twilio, vapi, api, tasksOf }) => {
      const { phone, call } = await loseCall(vapi, { name: 'Hester Vane', ...caller })
      expect(await noTextTo({ api, twilio }, phone)).toMatchObject({ ...lead, reason, contactedAt: null })
      expect(await tasksOf(call.id)).toEqual([{ kind: task, reason }])
    })
  }

  test('withholds the number: a person is asked', async ({ vapi, sql, tasksOf }) => {
    const { call } = await loseCall(vapi, { phone: null, name: 'Hester Vane' })
    expect(await sql`select l.status, l.reason, (select count(*)::int from messages m where m.lead_id = l.id) as texts
      from leads l join calls k on k.id = l.call_id where k.vapi_call_id = ${call.id}`).toEqual([{ status: 'needs_person', reason: 'withheld', texts: 0 }])
    expect(await tasksOf(call.id)).toEqual([{ kind: 'lead', reason: 'withheld' }])
  })

  for (const heard of [['report'], ['start', 'lead', 'ended', 'report'], ['start', 'lead', 'report', 'ended']]) {
    test(`speaks of an emergency (told by ${heard.join(', ')}): a person is asked to ring now`, async ({ twilio, vapi, api, tasksOf }) => {
      const lost = lostCall({ name: 'Hester Vane', said: [['bot', 'How are you?'], ['user', 'I had filler yesterday and now I can\'t breathe properly.']] })
      await tell(vapi, lost, heard)
      expect(await tasksOf(lost.call.id)).toEqual([{ kind: 'emergency', reason: 'emergency' }])
      // The line went dead first: then there is a lead by now, and it says so.
      const lead = await leadOf(api, lost.phone)
      if (heard.at(-2) === 'ended') expect(lead).toMatchObject({ status: 'not_permitted', reason: 'emergency' })
      else expect(lead).toBeUndefined()
      expect(await twilio.open([lost.phone])).toBe(0)
      expect(await twilio.textsTo(lost.phone)).toEqual([])
    })
  }

  test('said nothing at all: not even a lead', async ({ vapi, sql }) => {
    const call = newCall(newMobile())
    await vapi.message(call, { type: 'status-update', status: 'in-progress' })
    await vapi.message(call, { type: 'status-update', status: 'ended', endedReason: 'customer-ended-call' })
    const artifact = { messages: [{ role: 'bot', message: 'Hello?', time: Date.now() }] }
    await vapi.message(call, { type: 'end-of-call-report', endedReason: 'customer-ended-call', endedAt: new Date().toISOString(), artifact })
    expect(await sql`select l.id from leads l join calls k on k.id = l.call_id where k.vapi_call_id = ${call.id}`).toEqual([])
  })

  for (const word of ['STOP', 'please stop texting me']) {
    test(`replied "${word}": the next lost call brings none, and neither does another's message`, async ({ twilio, vapi, api, larkspur, quillmere, runtime }) => {
      const phone = newMobile()
      await loseCall(vapi, { phone, name: 'Corin Blythe', ahead: 27 })
      await oneTextTo(twilio, phone)
      await twilio.inbound(phone, larkspur.phoneNumber, word)
      await expect.poll(async () => (await leadOf(api, phone))?.reason).toBe('opted_out')
      expect((await leadOf(api, phone))!.status).toBe('closed')
      await loseCall(vapi, { phone, name: 'Corin Blythe', ahead: 27 })
      expect(await leadOf(api, phone)).toMatchObject({ status: 'not_permitted', reason: 'opted_out', messages: [] })
      await expect.poll(() => twilio.open([phone])).toBe(0)
      expect(await twilio.textsTo(phone)).toHaveLength(1)
      // STOP to one clinic does not silence another.
      await loseCall(vapiOf(runtime, quillmere), { phone, name: 'Corin Blythe', ahead: 27 })
      await expect.poll(async () => (await twilio.textsTo(phone)).map((text) => text.from)).toEqual([larkspur.phoneNumber, quillmere.phoneNumber])
    })
  }
})
