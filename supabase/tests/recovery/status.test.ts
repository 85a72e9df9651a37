import { describe, expect, test } from 'vitest'
import { voiceAgent } from '../claiming.ts'
import { makeClinic, useDatabase, type TestClinic } from '../database.ts'
import { leadOf, loseCall, messageOf } from '../leads.ts'
import { acceptText, beginText, newSid, tasksOf } from './texting.ts'

const statuses = ['queued', 'sending', 'sent', 'delivered']

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]]
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]))
}

describe('what the carrier reports of a text', () => {
  const db = useDatabase({ max: 12 })
  const note = async (clinic: { id: string }, messageId: string, sid: string, status: string, code: number | null = null) => {
    const [row] = await db.as(voiceAgent(clinic.id), (tx) => tx<{ isNew: boolean }[]>`
      select note_text_status(${messageId}, ${sid}, ${status}, ${code}) as "isNew"`)
    return row!.isNew
  }
  /** A text whose attempt began; the carrier's answer is here or not. */
  async function begun(clinic: TestClinic, isAnswered: boolean) {
    const { leadId, messageId } = await loseCall(db.sql, clinic)
    await beginText(db.sql, messageId!)
    const sid = newSid()
    if (isAnswered) await acceptText(db.sql, messageId!, sid)
    return { leadId: leadId!, messageId: messageId!, sid }
  }

  const requests = [['was answered', true], ['was never answered', false]] as const
  test.each(requests)('ends at delivered in every order, and twice as well, when the request %s', async (_, isAnswered) => {
    const clinic = await makeClinic(db.sql)
    for (const order of permutations(statuses)) {
      const { leadId, messageId, sid } = await begun(clinic, isAnswered)
      for (const status of order.flatMap((one) => [one, one])) await note(clinic, messageId, sid, status)
      expect(await messageOf(db.sql, messageId), order.join()).toMatchObject({
        state: 'accepted', provider_sid: sid, provider_status: 'delivered', accepted_at: expect.any(Date), delivered_at: expect.any(Date),
      })
      expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'contacted', contacted_at: expect.any(Date) })
      expect(await db.sql`select status from message_events where message_id = ${messageId} order by id`).toEqual(order.map((status) => ({ status })))
    }
    expect(await tasksOf(db.sql, clinic)).toEqual([])
  })

  test('only forward: what is behind, or there already, is nothing new', async () => {
    const clinic = await makeClinic(db.sql)
    const { messageId, sid } = await begun(clinic, true)
    expect(await note(clinic, messageId, sid, 'sent')).toBe(true)
    const after = await messageOf(db.sql, messageId)
    for (const status of ['sent', 'queued', 'sending']) expect(await note(clinic, messageId, sid, status)).toBe(false)
    expect(await messageOf(db.sql, messageId)).toEqual(after)
    expect(await note(clinic, messageId, sid, 'delivered')).toBe(true)
    expect(await note(clinic, messageId, sid, 'undelivered', 30003)).toBe(false)
    expect(await messageOf(db.sql, messageId)).toMatchObject({ provider_status: 'delivered' })
  })

  test('proves an acceptance that nobody heard of, so that nothing is sent again', async () => {
    const clinic = await makeClinic(db.sql)
    const { messageId, leadId, sid } = await begun(clinic, false)
    await db.sql`update messages set state = 'unknown' where id = ${messageId}`
    expect(await note(clinic, messageId, sid, 'sent')).toBe(true)
    expect(await messageOf(db.sql, messageId)).toMatchObject({ state: 'accepted', provider_sid: sid, attempts: 1 })
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'contacted' })
    expect(await beginText(db.sql, messageId)).toBe('nothing')
  })

  test.each([['undelivered', 30005], ['failed', 30008]])('%s is for a person, once, whether it comes first or last', async (status, code) => {
    const clinic = await makeClinic(db.sql)
    for (const [isAnswered, before] of [[true, ['sent']], [false, []]] as const) {
      const { messageId, leadId, sid } = await begun(clinic, isAnswered)
      for (const one of before) await note(clinic, messageId, sid, one)
      for (const _ of [1, 2]) await note(clinic, messageId, sid, status, code)
      expect(await messageOf(db.sql, messageId)).toMatchObject({ state: 'accepted', provider_status: status, error_code: code, delivered_at: null })
      expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'needs_person', reason: 'undeliverable' })
      expect((await tasksOf(db.sql, clinic)).filter((task) => task.lead_id === leadId)).toMatchObject([{ kind: 'lead', reason: 'undeliverable' }])
    }
  })

  test('for another number of the carrier is no news of this text, but kept', async () => {
    const clinic = await makeClinic(db.sql)
    const { messageId, sid } = await begun(clinic, true)
    expect(await note(clinic, messageId, newSid(), 'delivered')).toBe(false)
    expect(await messageOf(db.sql, messageId)).toMatchObject({ provider_sid: sid, delivered_at: null, provider_status: 'queued' })
    expect(await db.sql`select 1 from message_events where message_id = ${messageId}`).toHaveLength(1)
  })

  test('is refused for a text of another clinic, or of none', async () => {
    const [ours, theirs] = [await makeClinic(db.sql), await makeClinic(db.sql)]
    const { messageId, sid } = await begun(theirs, true)
    await expect(note(ours, messageId, sid, 'delivered')).rejects.toMatchObject({ code: 'PT403' })
    await expect(note(ours, '00000000-0000-4000-8000-000000000000', sid, 'delivered')).rejects.toMatchObject({ code: 'PT403' })
    expect(await messageOf(db.sql, messageId)).toMatchObject({ delivered_at: null })
    expect(await db.sql`select 1 from message_events where message_id = ${messageId}`).toHaveLength(0)
  })

  test('nothing is proved of a text that was never begun', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, messageId } = await loseCall(db.sql, clinic)
    expect(await note(clinic, messageId!, newSid(), 'delivered')).toBe(false)
    expect(await messageOf(db.sql, messageId!)).toMatchObject({ state: 'queued', provider_sid: null })
    expect(await leadOf(db.sql, leadId!)).toMatchObject({ status: 'waiting', contacted_at: null })
  })
})
