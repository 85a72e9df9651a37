import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { serveNotice, type AlertDeps } from '#lib/recovery/alerts.ts'
import { apiClient, member, plus, times, voiceAgent } from '../claiming.ts'
import { actAs, useDatabase } from '../database.ts'
import { catchLog } from '../outreach/carrier.ts'
import { jobsOf, reply, tasksOf, useDoor } from '../recovery/texting.ts'
import { inDanger, makeGuardedClinic, noticesOf, useAlerting } from './alerting.ts'

describe('an alert', () => {
  const db = useDatabase({ max: 14 })
  useDoor(db)
  const { clock, deps, tick, fault, textsTo, ringsTo } = useAlerting(db)
  const seconds = (from: Date, count: number) => plus(from, count / 60)
  const states = async (alertId: string) => (await noticesOf(db.sql, alertId)).map((one) => one.state)
  const alertOf = async (id: string) => (await db.sql`select * from alerts where id = ${id}`)[0]!
  const quietly = async (work: () => Promise<void>) => {
    const logged = catchLog()
    try {
      await work()
    } finally {
      logged.release()
    }
  }

  describe('climbs its ladder', () => {
    test('text, text, call, call: two minutes apart, each once, with nothing about anybody', async () => {
      const clinic = await makeGuardedClinic(db.sql, 2)
      const [first, second] = clinic.phones as [string, string]
      const { alertId, at, phone } = await inDanger(db.sql, clinic, { name: 'Tamsin Okafor' })
      const reached = async () => [(await textsTo(first)).length, (await textsTo(second)).length, (await ringsTo(first)).length, (await ringsTo(second)).length]
      const expected: [number, number[]][] = [
        [0, [1, 0, 0, 0]], [60, [1, 0, 0, 0]], [119, [1, 0, 0, 0]], [120, [1, 1, 0, 0]], [239, [1, 1, 0, 0]], [240, [1, 1, 1, 0]], [359, [1, 1, 1, 0]], [360, [1, 1, 1, 1]], [3_600, [1, 1, 1, 1]],
      ]
      for (const [after, counts] of expected) {
        await tick(alertId, seconds(at, after))
        expect([after, await reached()]).toEqual([after, counts])
      }
      const [text] = await textsTo(first)
      expect(text!.body).toBe(`URGENT Test Clinic: a caller may need help now. See https://app.example/guarded-${clinic.id.slice(0, 8)}/safety and reply OK to say you have it.`)
      const [ring] = await ringsTo(first)
      expect(ring!.assistant).toMatchObject({ serverMessages: [], firstMessage: expect.stringContaining('ring the caller back') })
      for (const told of [text, ring]) expect(JSON.stringify(told)).not.toMatch(new RegExp(`Tamsin|${phone!.slice(1)}|facelift|medical(?! help)`, 'i'))
      expect(await states(alertId)).toEqual(['sent', 'sent', 'sent', 'sent'])
    })

    const ladders: [people: number, steps: [string, number, number][]][] = [
      [1, [['text', 1, 0], ['call', 1, 2]]],
      [2, [['text', 1, 0], ['text', 2, 2], ['call', 1, 4], ['call', 2, 6]]],
      [3, [['text', 1, 0], ['text', 2, 2], ['text', 3, 4], ['call', 1, 4], ['call', 2, 6], ['call', 3, 8]]],
    ]
    test.each(ladders)('%i on call', async (people, steps) => {
      const clinic = await makeGuardedClinic(db.sql, people)
      const { alertId } = await inDanger(db.sql, clinic)
      const { raised_at: raisedAt } = await alertOf(alertId)
      const notices = await noticesOf(db.sql, alertId)
      expect(notices.map((one) => [one.channel, clinic.phones.indexOf(one.phone) + 1, (one.due_at.getTime() - raisedAt.getTime()) / 60_000])).toEqual(steps)
      for (const one of notices) expect(await jobsOf(db.sql, `alert:${one.id}`)).toBe(1)
    })

    test('a landline cannot be texted and rings instead', async () => {
      const clinic = await makeGuardedClinic(db.sql, ['+442079460101'])
      const { alertId } = await inDanger(db.sql, clinic)
      expect((await noticesOf(db.sql, alertId)).map((one) => one.channel)).toEqual(['call', 'call'])
    })

    test('with nobody named, the number that calls are put through to is told if it is a mobile; else the dashboard alone', async () => {
      const clinic = await makeGuardedClinic(db.sql, 0)
      const none = await inDanger(db.sql, clinic)
      await db.sql`update clinics set transfer_number = '+442079460102' where id = ${clinic.id}`
      const landline = await inDanger(db.sql, clinic)
      await db.sql`update clinics set transfer_number = '+447700900555' where id = ${clinic.id}`
      const mobile = await inDanger(db.sql, clinic)
      expect(await noticesOf(db.sql, none.alertId)).toEqual([])
      expect(await noticesOf(db.sql, landline.alertId)).toEqual([])
      expect(await noticesOf(db.sql, mobile.alertId)).toMatchObject([{ channel: 'text', phone: '+447700900555' }, { channel: 'call', phone: '+447700900555' }])
      expect((await tasksOf(db.sql, clinic)).map((task) => task.kind)).toEqual(['emergency', 'emergency', 'emergency'])
    })

    test('a simulated call tells nobody whose telephone is real', async () => {
      const clinic = await makeGuardedClinic(db.sql, 1)
      const { alertId, at } = await inDanger(db.sql, clinic, { isTest: true })
      const real = { ...deps(), messenger: { ...deps().messenger, isSandbox: false } }
      await tick(alertId, seconds(at, 600), real)
      expect(await noticesOf(db.sql, alertId)).toMatchObject([{ state: 'cancelled', reason: 'test_call' }, { state: 'cancelled', reason: 'test_call' }])
      expect(await textsTo(clinic.phones[0]!)).toEqual([])
    })
  })

  describe('is acknowledged', () => {
    test.each([['OK'], ['Got it, thanks'], ['👍']])('by an on-call person\'s "%s", which is no word of a patient', async (body) => {
      const clinic = await makeGuardedClinic(db.sql, 2)
      const { alertId, at } = await inDanger(db.sql, clinic)
      await tick(alertId, at)
      await reply(clinic, clinic.phones[0]!, body)
      expect(await alertOf(alertId)).toMatchObject({ acknowledged_by: 'on-call:Nurse 1', acknowledged_at: expect.any(Date), closed_at: null })
      await tick(alertId, seconds(at, 600))
      expect(await states(alertId)).toEqual(['sent', 'cancelled', 'cancelled', 'cancelled'])
      expect(await textsTo(clinic.phones[1]!)).toEqual([])
      expect(await db.sql`select 1 from contacts where clinic_id = ${clinic.id} and phone = ${clinic.phones[0]!}`).toEqual([])
      expect(await db.sql`select 1 from messages where clinic_id = ${clinic.id} and direction = 'in'`).toEqual([])
    })

    test('not by what says something else, nor by somebody who is not on call: those are texts for a person', async () => {
      const clinic = await makeGuardedClinic(db.sql, 1)
      const { alertId, at, phone } = await inDanger(db.sql, clinic)
      await tick(alertId, at)
      await reply(clinic, clinic.phones[0]!, 'ok but I am in theatre')
      await reply(clinic, phone!, 'OK')
      expect((await alertOf(alertId)).acknowledged_at).toBeNull()
      expect((await tasksOf(db.sql, clinic)).map((task) => task.kind)).toEqual(['emergency', 'reply', 'reply'])
    })

    test('the first who has it, has it; a second OK is an answer and nothing else', async () => {
      const clinic = await makeGuardedClinic(db.sql, 2)
      const { alertId, at } = await inDanger(db.sql, clinic)
      await tick(alertId, seconds(at, 130))
      await reply(clinic, clinic.phones[1]!, 'yes')
      await reply(clinic, clinic.phones[0]!, 'ok')
      expect((await alertOf(alertId)).acknowledged_by).toBe('on-call:Nurse 2')
      expect(await db.sql`select 1 from messages where clinic_id = ${clinic.id} and direction = 'in'`).toEqual([])
    })

    test('in the dashboard by a member, who may close it; not by a stranger', async () => {
      const clinic = await makeGuardedClinic(db.sql, 1)
      const other = await makeGuardedClinic(db.sql, 1)
      const { alertId, at } = await inDanger(db.sql, clinic)
      for (const actor of [member(other.ownerId), apiClient(other.id)]) {
        await expect(actAs(db.sql, actor, (tx) => tx`select acknowledge_alert(${alertId})`)).rejects.toMatchObject({ code: 'PT403' })
        await expect(actAs(db.sql, actor, (tx) => tx`select close_alert(${alertId})`)).rejects.toMatchObject({ code: 'PT403' })
      }
      await expect(actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select acknowledge_alert(${alertId})`)).rejects.toMatchObject({ code: '42501' })
      const press = () => actAs(db.sql, member(clinic.ownerId), (tx) => tx`select acknowledge_alert(${alertId}) as first`)
      expect([await press(), await press()]).toEqual([[{ first: true }], [{ first: false }]])
      expect((await alertOf(alertId)).acknowledged_by).toBe(`authenticated:${clinic.ownerId}`)
      await tick(alertId, seconds(at, 600))
      expect(await states(alertId)).toEqual(['cancelled', 'cancelled'])
      await actAs(db.sql, member(clinic.ownerId), (tx) => tx`select close_alert(${alertId})`)
      expect((await alertOf(alertId)).closed_at).not.toBeNull()
      expect(await tasksOf(db.sql, clinic)).toMatchObject([{ kind: 'emergency', done_at: expect.any(Date) }])
    })

    test('at the very moment at which a step goes: it is sent or cancelled, never both and never left lying', async () => {
      for (const _ of times(8, () => 0)) {
        const clinic = await makeGuardedClinic(db.sql, 1)
        const { alertId, at } = await inDanger(db.sql, clinic)
        clock.now = at
        const [text] = await noticesOf(db.sql, alertId)
        await Promise.all([
          ...times(3, () => serveNotice(deps(), text!.id)), actAs(db.sql, member(clinic.ownerId), (tx) => tx`select acknowledge_alert(${alertId})`),
        ])
        const [after, call] = await noticesOf(db.sql, alertId)
        expect(['sent', 'cancelled']).toContain(after!.state)
        expect(await textsTo(clinic.phones[0]!)).toHaveLength(after!.state === 'sent' ? 1 : 0)
        expect(call!.state).toBe('cancelled')
      }
    })
  })

  describe('survives', () => {
    test('any number of workers at once: one text', async () => {
      const clinic = await makeGuardedClinic(db.sql, 1)
      const { alertId, at } = await inDanger(db.sql, clinic)
      clock.now = at
      const [text] = await noticesOf(db.sql, alertId)
      await Promise.all(times(8, () => serveNotice(deps(), text!.id)))
      expect(await textsTo(clinic.phones[0]!)).toHaveLength(1)
    })

    /** Dies with the attempt committed, before or after the carrier heard of it. */
    const dying = (isSent: boolean): AlertDeps => {
      const { messenger, ...rest } = deps()
      const send: AlertDeps['messenger']['send'] = async (text) => {
        if (isSent) await messenger.send(text)
        throw new Error('killed')
      }
      return { ...rest, messenger: { ...messenger, send } }
    }

    test('a worker that dies before the request left: tried again a minute later', async () => {
      const clinic = await makeGuardedClinic(db.sql, 1)
      const { alertId, at } = await inDanger(db.sql, clinic)
      clock.now = at
      const [text] = await noticesOf(db.sql, alertId)
      await expect(serveNotice(dying(false), text!.id)).rejects.toThrow('killed')
      expect(await states(alertId)).toEqual(['sending', 'queued'])
      await tick(alertId, seconds(at, 29))
      await tick(alertId, seconds(at, 59))
      expect(await textsTo(clinic.phones[0]!)).toHaveLength(0)
      await tick(alertId, seconds(at, 60))
      expect(await textsTo(clinic.phones[0]!)).toHaveLength(1)
      expect((await noticesOf(db.sql, alertId))[0]).toMatchObject({ state: 'sent', attempts: 2 })
    })

    test('a worker that dies after the request left: found at the carrier, not sent again', async () => {
      const clinic = await makeGuardedClinic(db.sql, 1)
      const { alertId, at } = await inDanger(db.sql, clinic)
      clock.now = at
      const [text] = await noticesOf(db.sql, alertId)
      await expect(serveNotice(dying(true), text!.id)).rejects.toThrow('killed')
      await tick(alertId, seconds(at, 90))
      expect(await textsTo(clinic.phones[0]!)).toHaveLength(1)
      expect((await noticesOf(db.sql, alertId))[0]).toMatchObject({ state: 'sent', attempts: 1 })
    })

    test('a lost job: the sweeper gives an overdue step another', async () => {
      const clinic = await makeGuardedClinic(db.sql, 1)
      const { alertId } = await inDanger(db.sql, clinic)
      const [text] = await noticesOf(db.sql, alertId)
      await db.sql`select graphile_worker.remove_job(${`alert:${text!.id}`})`
      await db.sql`update alert_notices set next_at = next_at - interval '1 minute' where id = ${text!.id}`
      await db.sql`select app.requeue_alerts()`
      expect(await jobsOf(db.sql, `alert:${text!.id}`)).toBe(1)
    })

    test('an answer that is lost twice: twice tried, and the next step at once', () => quietly(async () => {
      const clinic = await makeGuardedClinic(db.sql, 2)
      const { alertId, at } = await inDanger(db.sql, clinic)
      await fault('twilio', '500', 2)
      for (const after of [0, 30, 60, 90]) await tick(alertId, seconds(at, after))
      expect((await noticesOf(db.sql, alertId)).slice(0, 2)).toMatchObject([{ state: 'failed', reason: 'unconfirmed', attempts: 2 }, { state: 'sent' }])
      expect(await textsTo(clinic.phones[1]!)).toHaveLength(1)
    }))

    test('a carrier that refuses: the next step at once', () => quietly(async () => {
      const clinic = await makeGuardedClinic(db.sql, 2)
      const { alertId, at } = await inDanger(db.sql, clinic)
      const { messenger, ...rest } = deps()
      const refusing: AlertDeps = { ...rest, messenger: { ...messenger, send: async (text) => (text.to === clinic.phones[0] ? { ok: false, kind: 'refused', code: 21610 } : messenger.send(text)) } }
      await tick(alertId, at, refusing)
      expect((await noticesOf(db.sql, alertId)).slice(0, 2)).toMatchObject([{ state: 'failed', reason: 'carrier_21610' }, { state: 'sent' }])
    }))

    test('a carrier that is busy: later, and the attempt does not count', () => quietly(async () => {
      const clinic = await makeGuardedClinic(db.sql, 1)
      const { alertId, at } = await inDanger(db.sql, clinic)
      await fault('twilio', '429', 1)
      await tick(alertId, at)
      expect((await noticesOf(db.sql, alertId))[0]).toMatchObject({ state: 'queued', attempts: 0 })
      await tick(alertId, seconds(at, 10))
      expect((await noticesOf(db.sql, alertId))[0]).toMatchObject({ state: 'sent', attempts: 1 })
    }))

    test('a text that was taken and reached nobody: the next step at once', async () => {
      const clinic = await makeGuardedClinic(db.sql, 2)
      const { alertId, at } = await inDanger(db.sql, clinic)
      await tick(alertId, at)
      const [sent] = await db.sql<{ id: string; provider_sid: string }[]>`select id, provider_sid from alert_notices where alert_id = ${alertId} and step = 1`
      await actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select note_notice_status(${sent!.id}, ${sent!.provider_sid}, 'undelivered')`)
      await tick(alertId, new Date())
      expect((await noticesOf(db.sql, alertId)).slice(0, 2)).toMatchObject([{ state: 'failed', reason: 'undeliverable' }, { state: 'sent' }])
      await expect(actAs(db.sql, voiceAgent(randomUUID()), (tx) => tx`select note_notice_status(${sent!.id}, 'x', 'sent')`)).rejects.toMatchObject({ code: 'PT403' })
    })

    test('a telephone call whose answer is lost: found by what it carries, not rung twice', async () => {
      const clinic = await makeGuardedClinic(db.sql, ['+442079460103'])
      const { alertId, at } = await inDanger(db.sql, clinic)
      await fault('vapi', 'drop-after-commit', 1)
      await quietly(() => tick(alertId, at))
      await tick(alertId, seconds(at, 31))
      expect((await noticesOf(db.sql, alertId))[0]).toMatchObject({ state: 'sent', attempts: 1 })
      expect(await ringsTo('+442079460103')).toHaveLength(1)
    })
  })
})
