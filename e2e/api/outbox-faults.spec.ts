import { leadOf, loseCall } from '../support/lost-call.ts'
import { expect, oneTextTo, test } from '../support/recovery.ts'

test.afterEach(({ twilio }) => twilio.mend())

/** What the carrier does wrong with the next texts, and what it has said of the text in the end. */
const faults: [name: string, kinds: string[], delivery: string | null][] = [
  ['takes it, and the answer is lost', ['drop-after-commit'], 'delivered'],
  ['refuses three times because of too many requests', ['429', '429', '429'], 'delivered'],
  ['answers late', ['late'], 'delivered'],
  ['reports in the wrong order', ['callbacks-reversed'], 'delivered'],
  ['reports everything twice', ['callbacks-duplicated'], 'delivered'],
  ['is impersonated by somebody', ['callbacks-forged'], 'queued'],
  ['reports nothing', ['callbacks-none'], 'queued'],
]

for (const [name, kinds, delivery] of faults) {
  test(`the carrier ${name}: one text`, async ({ twilio, vapi, api }) => {
    for (const kind of kinds) await twilio.fail(kind)
    const { phone } = await loseCall(vapi, { name: 'Lowri Penhale', ahead: 32 })
    await oneTextTo(twilio, phone, 45_000)
    const text = async () => (await leadOf(api, phone))?.messages[0]
    await expect.poll(text, { timeout: 30_000 }).toMatchObject({ kind: 'recovery', state: 'accepted', delivery })
    expect(await leadOf(api, phone)).toMatchObject({ status: 'contacted', promptness: 'in_time' })
    expect(await twilio.open([phone])).toBe(0)
    expect(await twilio.textsTo(phone)).toHaveLength(1)
  })
}

test('the answer and every report are lost: the carrier is asked, and the text is not sent again', async ({ twilio, vapi, api }) => {
  await twilio.fail('drop-after-commit')
  await twilio.fail('callbacks-none')
  const { phone } = await loseCall(vapi, { name: 'Lowri Penhale', ahead: 32 })
  await oneTextTo(twilio, phone)
  await expect.poll(async () => (await leadOf(api, phone))?.messages[0]?.state).toBe('unknown')
  await expect.poll(async () => {
    await twilio.hurry(phone)
    return (await leadOf(api, phone))?.messages[0]?.state
  }).toBe('accepted')
  expect(await leadOf(api, phone)).toMatchObject({ status: 'contacted' })
  expect(await twilio.textsTo(phone)).toHaveLength(1)
})

test('the carrier fails before it takes the text: asked twice whether it went, then one more try, and one text', async ({ twilio, vapi, api }) => {
  await twilio.fail('500')
  const { phone } = await loseCall(vapi, { name: 'Lowri Penhale', ahead: 33 })
  await expect.poll(async () => (await leadOf(api, phone))?.messages[0]?.state).toBe('unknown')
  expect(await twilio.textsTo(phone)).toEqual([])
  await expect.poll(async () => {
    await twilio.hurry(phone)
    return (await leadOf(api, phone))?.messages[0]?.state
  }, { timeout: 30_000 }).toBe('accepted')
  expect(await twilio.textsTo(phone)).toHaveLength(1)
})

test('what fails twice is given to a person, and never sent a third time', async ({ twilio, vapi, api, tasksOf }) => {
  await twilio.fail('500', 2)
  const { phone, call } = await loseCall(vapi, { name: 'Lowri Penhale', ahead: 33 })
  await expect.poll(async () => {
    await twilio.hurry(phone)
    return (await leadOf(api, phone))?.messages[0]?.state
  }, { timeout: 40_000 }).toBe('needs_review')
  expect(await leadOf(api, phone)).toMatchObject({ status: 'needs_person', reason: 'unconfirmed', promptness: 'late' })
  expect(await tasksOf(call.id)).toEqual([{ kind: 'lead', reason: 'unconfirmed' }])
  expect(await twilio.textsTo(phone)).toEqual([])
})

test('who opted out at the carrier is remembered: no task, and no further text', async ({ twilio, vapi, api, larkspur, sql }) => {
  const { phone } = await loseCall(vapi, { name: 'Lowri Penhale', ahead: 33 })
  await oneTextTo(twilio, phone)
  await twilio.inbound(phone, larkspur.phoneNumber, 'STOP')
  await expect.poll(async () => (await leadOf(api, phone))?.reason).toBe('opted_out')
  // We forget it, as after a restored backup: the carrier does not.
  await sql`update sms_suppressions set lifted_at = clock_timestamp()
    where lifted_at is null and phone_hash = app.phone_hash(${larkspur.id}, ${phone})`
  await loseCall(vapi, { phone, name: 'Lowri Penhale', ahead: 33 })
  await expect.poll(async () => (await leadOf(api, phone))?.reason).toBe('opted_out')
  expect((await leadOf(api, phone))!.messages).toMatchObject([{ state: 'failed', reason: 'opted_out' }])
  expect(await twilio.textsTo(phone)).toHaveLength(1)
})
