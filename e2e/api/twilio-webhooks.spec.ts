import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { leadOf, loseCall } from '../support/lost-call.ts'
import { expect, oneTextTo, test as base } from '../support/recovery.ts'
import { carrierOf, inboundForm, newMobile, newSid, statusForm, type SentText } from '../support/twilio.ts'

type Given = {
  carrier: ReturnType<typeof carrierOf>
  /** A text that the carrier accepted and of which it has told nothing yet, with our own id of it. */
  silentText: { text: SentText; id: string; path: string; phone: string }
}

const test = base.extend<Given>({
  carrier: async ({ runtime, directory }, use) => use(carrierOf(runtime, directory)),
  silentText: async ({ twilio, vapi, api }, use) => {
    await twilio.fail('callbacks-none')
    const { phone } = await loseCall(vapi, { name: 'Perpetua Glyn', ahead: 30 })
    await oneTextTo(twilio, phone)
    await expect.poll(async () => (await leadOf(api, phone))?.messages[0]?.state).toBe('accepted')
    const [text] = await twilio.textsTo(phone)
    const id = (await leadOf(api, phone))!.messages[0]!.id as string
    await use({ text: text!, id, path: `/api/twilio/status?o=${id}`, phone })
    await twilio.mend()
  },
})

const inbound = '/api/twilio/inbound'

/** Everything that a webhook could have changed for these numbers, and how many numbers are silenced. */
async function stateOf(sql: Sql, phones: string[]) {
  const [row] = await sql`select
    (select coalesce(jsonb_agg(jsonb_build_array(m.id, m.state, m.provider_status, m.delivered_at, m.provider_sid) order by m.created_at, m.id), '[]')
      from messages m join contacts k on k.id = m.contact_id where k.phone = any (${phones})) as messages,
    (select count(*)::int from message_events e join messages m on m.id = e.message_id join contacts k on k.id = m.contact_id
      where k.phone = any (${phones})) as events,
    (select coalesce(jsonb_agg(jsonb_build_array(l.status, l.reason, l.replied_at) order by l.created_at), '[]')
      from leads l join contacts k on k.id = l.contact_id where k.phone = any (${phones})) as leads,
    (select count(*)::int from contacts k where k.phone = any (${phones})) as contacts,
    (select count(*)::int from staff_tasks t join leads l on l.id = t.lead_id join contacts k on k.id = l.contact_id
      where k.phone = any (${phones})) as tasks,
    (select count(*)::int from sms_suppressions) as silenced`
  return row
}

const refusedAs = { status: 403, body: { code: 'forbidden' } }

test('an inbound text that is not signed exactly as it came is 403, and changes nothing', async ({ carrier, silentText, larkspur, sql }) => {
  const { phone } = silentText
  const stranger = newMobile()
  const before = await stateOf(sql, [phone, stranger])
  for (const from of [phone, stranger]) {
    for (const words of ['STOP', '1']) {
      const form = inboundForm(from, larkspur.phoneNumber, words)
      const right = carrier.sign(inbound, form)
      const { FromCity: _, ...withoutEmpty } = form
      const wrong: [string, string, Record<string, string>, string | null][] = [
        ['unsigned', inbound, form, null],
        ['an empty signature', inbound, form, ''],
        ['nonsense', inbound, form, 'bm90IGEgc2lnbmF0dXJl'],
        ['another token', inbound, form, carrier.sign(inbound, form, 'not-the-token')],
        ['signed for another path', inbound, form, carrier.sign('/api/twilio/status', form)],
        ['signed for another query', inbound, form, carrier.sign(`${inbound}?a=1`, form)],
        ['a query that was not signed', `${inbound}?a=1`, form, right],
        ['another sender', inbound, { ...form, From: newMobile() }, right],
        ['other words', inbound, { ...form, Body: 'START' }, right],
        ['a space more', inbound, { ...form, Body: `${words} ` }, right],
        ['a parameter more', inbound, { ...form, OptOutType: 'STOP' }, right],
        ['an empty parameter less', inbound, withoutEmpty, right],
        ['an empty parameter more', inbound, { ...form, ToCity: '' }, right],
      ]
      for (const [name, path, sent, signature] of wrong) {
        const answer = await carrier.send(path, sent, signature)
        expect(answer, name).toMatchObject(refusedAs)
        expect(answer.headers.get('content-type'), name).toContain('application/problem+json')
        expect(answer.text, name).not.toContain(from.slice(4))
      }
    }
  }
  expect(await stateOf(sql, [phone, stranger])).toEqual(before)
})

test('a report that is not signed exactly as it came is 403, and changes nothing', async ({ carrier, silentText, sql }) => {
  const { text, path, phone } = silentText
  const before = await stateOf(sql, [phone])
  const form = statusForm(text, 'delivered')
  const right = carrier.sign(path, form)
  const wrong: [string, string, Record<string, string>, string | null][] = [
    ['unsigned', path, form, null],
    ['another token', path, form, carrier.sign(path, form, 'not-the-token')],
    ['another text', `/api/twilio/status?o=${randomUUID()}`, form, right],
    ['no text', '/api/twilio/status', form, right],
    ['signed without the query', path, form, carrier.sign('/api/twilio/status', form)],
    ['signed for the other webhook', path, form, carrier.sign(inbound, form)],
    ['another status', path, { ...form, MessageStatus: 'failed' }, right],
  ]
  for (const [name, to, sent, signature] of wrong) expect(await carrier.send(to, sent, signature), name).toMatchObject(refusedAs)
  expect(await stateOf(sql, [phone])).toEqual(before)
  expect((await carrier.signed(path, form)).status, 'as it came').toBe(204)
})

test('to a number of no clinic, and about a text of another clinic or of nobody: 403', async ({ carrier, silentText, larkspur, quillmere, sql }) => {
  const { text, id, path, phone } = silentText
  const before = await stateOf(sql, [phone])
  expect(await carrier.signed(inbound, inboundForm(phone, '+447700900999', 'STOP'))).toMatchObject(refusedAs)
  expect(await carrier.signed(path, statusForm({ ...text, from: '+447700900999' }, 'delivered'))).toMatchObject(refusedAs)
  const foreign = await carrier.signed(path, statusForm({ ...text, from: quillmere.phoneNumber }, 'delivered'))
  const unknown = await carrier.signed(`/api/twilio/status?o=${randomUUID()}`, statusForm({ ...text, from: larkspur.phoneNumber }, 'delivered'))
  expect(foreign).toMatchObject(refusedAs)
  expect(foreign.text).toBe(unknown.text)
  expect(foreign.text).not.toContain(id)
  expect(await stateOf(sql, [phone])).toEqual(before)
})

test('a form that is signed and makes no sense is 422; one of more than 64 KiB is 413', async ({ carrier, silentText, larkspur, sql }) => {
  const { path, text, phone } = silentText
  const before = await stateOf(sql, [phone])
  const form = inboundForm(phone, larkspur.phoneNumber, '1')
  const nonsense: [string, Record<string, string>][] = [
    [inbound, { ...form, From: 'somebody' }], [inbound, { ...form, MessageSid: '' }], [inbound, {}], [inbound, { ...form, MessageSid: 'SM\u0000' }],
    [path, { ...statusForm(text, 'delivered'), MessageSid: '\u0000' }], [path, { ...statusForm(text, 'delivered'), From: '\u0000' }],
    ['/api/twilio/status?o=nobody', statusForm(text, 'delivered')], [path, { ...statusForm(text, 'delivered'), MessageStatus: 'DELIVERED!' }],
  ]
  for (const [to, sent] of nonsense) expect(await carrier.signed(to, sent), to).toMatchObject({ status: 422, body: { code: 'invalid_request' } })
  for (const to of [inbound, path]) {
    expect(await carrier.signed(to, { ...form, Padding: 'x'.repeat(70_000) }), to).toMatchObject({ status: 413, body: { code: 'too_large' } })
  }
  expect(await stateOf(sql, [phone])).toEqual(before)
})

test('a text goes only forward, whatever order its reports come in, and each counts once', async ({ carrier, silentText, api, sql }) => {
  const { text, path, phone } = silentText
  const delivery = async () => (await leadOf(api, phone))!.messages[0]!.delivery as string
  const reports = [
    ['sent', 'sent'], ['sending', 'sent'], ['queued', 'sent'], ['delivered', 'delivered'],
    ['sent', 'delivered'], ['undelivered', 'delivered'], ['delivered', 'delivered'],
  ] as const
  for (const [status, then] of reports) {
    expect((await carrier.signed(path, statusForm(text, status))).status, status).toBe(204)
    expect(await delivery(), `after ${status}`).toBe(then)
  }
  const lead = (await leadOf(api, phone))!
  expect(lead).toMatchObject({ status: 'contacted', reason: null })
  expect(lead.messages[0]).toMatchObject({ state: 'accepted', deliveredAt: expect.any(String) })
  expect((await stateOf(sql, [phone]))!.events, 'sent, sending, queued, delivered, undelivered').toBe(5)
  // A report under another number of the carrier's would be of a second text: it changes nothing.
  expect((await carrier.signed(path, statusForm({ ...text, sid: newSid() }, 'failed'))).status).toBe(204)
  expect(await delivery()).toBe('delivered')
})

test('a text that could not be delivered is given to a person, once', async ({ carrier, silentText, api, sql }) => {
  const { text, path, phone } = silentText
  const form = { ...statusForm(text, 'undelivered'), ErrorCode: '30005' }
  for (let times = 0; times < 3; times++) expect((await carrier.signed(path, form)).status).toBe(204)
  expect(await leadOf(api, phone)).toMatchObject({ status: 'needs_person', reason: 'undeliverable' })
  expect((await stateOf(sql, [phone]))!.tasks).toBe(1)
})

test('the same text again, and ten times at once, is one text', async ({ carrier, silentText, larkspur, api, sql }) => {
  const { phone } = silentText
  const form = inboundForm(phone, larkspur.phoneNumber, 'Do you open on Saturdays?')
  const answers = await Promise.all(Array.from({ length: 10 }, () => carrier.signed(inbound, form)))
  answers.push(await carrier.signed(inbound, form))
  for (const answer of answers) {
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('text/xml')
    expect(answer.text).toMatch(/<Response\s*\/>$/)
  }
  const replies = (await leadOf(api, phone))!.messages.filter((one) => one.direction === 'in')
  expect(replies).toMatchObject([{ kind: 'reply', body: 'Do you open on Saturdays?', state: 'received' }])
  expect((await stateOf(sql, [phone]))!.tasks, 'for a person to answer').toBe(1)
})
