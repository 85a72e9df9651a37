import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { forgetCall, type Forgotten } from '#lib/calls/forgetting.ts'
import { listCalls, readCall } from '#lib/calls/call-log.ts'
import { askToRingBack, wantsPerson } from '#lib/calls/human-only.ts'
import { answerToolCalls, noteReport, noteStatus, type CallFacts } from '#lib/calls/webhook.ts'
import { Body, messageOf } from '#lib/integrations/vapi/messages.ts'
import { redactorVersion } from '#lib/privacy/redact.ts'
import { member, voiceAgent } from '../claiming.ts'
import { makeClinic, useDatabase, type TestClinic } from '../database.ts'
import { anyMobile } from '../leads.ts'
import { useDoor } from '../recovery/texting.ts'

type Words = { role: 'assistant' | 'caller'; text: string; at: Date | null }

describe('a report, through the webhook\'s own door', () => {
  const db = useDatabase({ max: 4 })
  useDoor(db)
  let clinic: TestClinic
  beforeAll(async () => {
    clinic = await makeClinic(db.sql)
  })

  const facts = (given: Partial<CallFacts> = {}): CallFacts =>
    ({ id: randomUUID(), at: new Date(Date.now() - 60_000), phone: anyMobile(), isTest: false, isOutbound: false, greetingVersion: '2026-11-01', ...given })
  const turnsOf = (...texts: string[]): Words[] => texts.map((text, n) => ({ role: n % 2 === 0 ? 'assistant' : 'caller', text, at: new Date() }))
  const report = (call: CallFacts, turns: Words[]) =>
    noteReport(voiceAgent(clinic.id), clinic.id, call, { turns, toolCalls: [], endedAt: new Date(), endedReason: 'customer-ended-call', latency: {} })
  const owner = () => member(clinic.ownerId)
  const rowOf = async (vapiCallId: string) => (await db.sql<Record<string, any>[]>`select * from calls where vapi_call_id = ${vapiCallId}`)[0]!
  /** Every row of every table, and every job, as one text. */
  const everything = async () => {
    const tables = await db.sql<{ name: string }[]>`select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'app', 'graphile_worker') and c.relkind in ('r', 'p')`
    const texts = await Promise.all(tables.map(({ name }) => db.sql.unsafe(`select coalesce(string_agg(t::text, ' '), '') as all from ${name} t`)))
    return texts.map(([row]) => row!.all).join(' ')
  }
  const secret = turnsOf(
    'Larkspur Aesthetics, who is calling?', 'It\'s Rosalind Achebe. I\'d like a facelift consultation, but I have epilepsy and I take lamotrigine.',
    'Thank you. What is the best number?', 'oh seven seven double oh nine hundred four five six, or rosalind.achebe@example.com. I live at CF10 3AT.',
    'And have you any allergies?', 'Only penicillin.', 'So that is epilepsy, and lamotrigine.', 'Yes.',
  )

  test('keeps the words redacted, who rang in contacts alone, and what was really said nowhere', async () => {
    const call = facts()
    await report(call, secret)
    const detail = (await readCall(owner(), clinic.id, (await rowOf(call.id)).id))!
    expect(detail.transcript).toHaveLength(secret.length)
    expect(detail.transcript.map((one) => one.role)).toEqual(secret.map((one) => (one.role === 'caller' ? 'user' : 'assistant')))
    expect(detail.transcript[1]!.text).toMatch(/\[NAME\].*facelift consultation.*\[HEALTH\]/)
    expect(await db.sql`select distinct redactor_version as v from logs where call_id = ${detail.id}`).toEqual([{ v: redactorVersion }])
    const [contact] = await db.sql`select name, phone, email, postcode from contacts where id = ${detail.contact!.id}`
    expect(contact).toEqual({ name: 'Rosalind Achebe', phone: '+447700900456', email: 'rosalind.achebe@example.com', postcode: 'CF10 3AT' })
    const all = await everything()
    for (const word of ['epilep', 'lamotrigine', 'penicillin', 'seven seven']) expect([word, all.toLowerCase().includes(word)]).toEqual([word, false])
    const elsewhere = await db.sql`select text from logs where text ~* '(rosalind|achebe|cf10|456)'`
    expect(elsewhere).toEqual([])
  })

  test('jobs hold ids and nothing else', async () => {
    const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
    const jobs = await db.sql<{ payload: unknown }[]>`select payload from graphile_worker._private_jobs`
    expect(jobs.length).toBeGreaterThan(0)
    for (const { payload } of jobs) for (const value of Object.values(payload as object)) expect(value).toMatch(uuid)
  })

  test('that comes twice, and at once, is kept once', async () => {
    const call = facts()
    await Promise.all([report(call, secret), report(call, secret), report(call, secret)])
    await report(call, turnsOf('Hello?', 'Something else entirely.'))
    const { id } = await rowOf(call.id)
    expect((await db.sql`select 1 from logs where call_id = ${id}`).length).toBe(secret.length)
    expect(await db.sql`select 1 from logs where call_id = ${id} and text like '%entirely%'`).toEqual([])
  })

  test('with every fixture of the platform takes effect and leaves nothing that was named', async () => {
    for (const name of ['booked', 'error', 'hangup-facelift', 'sensitive']) {
      const body = JSON.parse(readFileSync(`lib/integrations/vapi/fixtures/end-of-call-report-${name}.json`, 'utf8')) as { message: { call: { id: string } } }
      const message = messageOf(Body.parse(body), new Date())
      if (message.kind !== 'end-of-call-report') throw new Error('no report')
      await noteReport(voiceAgent(clinic.id), clinic.id, message.call, message)
      const row = await rowOf(message.call.id)
      expect([name, row.report_at !== null, row.forget_state]).toEqual([name, true, 'pending'])
      expect((await db.sql`select 1 from logs where call_id = ${row.id}`).length).toBe(message.turns.length)
    }
    expect((await db.sql<{ text: string }[]>`select text from logs`).map((row) => row.text).join(' ')).not.toMatch(/Tamsin|Imogen|Gareth|Penhallow|123456|heart/i)
  })

  test('a turn beyond all measure costs itself, and odd characters cost nothing', async () => {
    const call = facts()
    await report(call, [...turnsOf('Hello?', 'I have diabetes '.repeat(2_000)).map((turn, n) => ({ ...turn, isCut: n === 1 })), { role: 'caller', text: 'Fine 👍', at: null }])
    const detail = (await readCall(owner(), clinic.id, (await rowOf(call.id)).id))!
    expect(detail.transcript.map((one) => one.text)).toEqual(['Hello?', '[REDACTED: could not be processed]', 'Fine 👍'])
  })

  test('a model\'s names, tools and answers hold nothing of the caller', async () => {
    const call = facts()
    const asked = [
      { id: 't1', name: 'capture_lead', arguments: { name: 'Bethan Prewitt, has asthma', phone: 'my asthma', procedure: 'asthma', textsOk: true } },
      { id: 't2', name: 'note that she has asthma', arguments: { asthma: 'asthma' } },
      { id: 't3', name: 'claim_slot', arguments: { procedure: 'facelift', start: 'when my asthma allows', name: 'Bethan, asthma' } },
      { id: 't4', name: 'transfer_to_human', arguments: { reason: 'asthma attack' } },
      { id: 't5', name: 'check_availability', arguments: { procedure: 'facelift', from: 'after the asthma clinic' } },
    ]
    const answers = await answerToolCalls(voiceAgent(clinic.id), clinic.id, call, asked)
    expect(JSON.stringify(answers.map((one) => one.result))).not.toMatch(/asthma|Bethan|Prewitt/i)
    const { id } = await rowOf(call.id)
    expect((await db.sql`select name from tool_calls where call_id = ${id} order by tool_call_id`).map((row) => row.name))
      .toEqual(['capture_lead', 'unknown', 'claim_slot', 'transfer_to_human', 'check_availability'])
    expect(await db.sql`select k.name from calls c join contacts k on k.id = c.contact_id where c.id = ${id}`).toEqual([{ name: 'Bethan Prewitt' }])
    expect((await everything()).toLowerCase()).not.toContain('asthma')
  })

  describe('the platform\'s copy', () => {
    const ask = (callId: string, answer: Forgotten, asked: string[] = []) =>
      forgetCall({ sql: db.sql, now: () => new Date(), forget: async (id) => { asked.push(id); return answer } }, callId)

    test('is not asked for before the report took effect, and is deleted after it, once', async () => {
      const call = facts()
      await noteStatus(voiceAgent(clinic.id), clinic.id, call, 'ended', 'customer-ended-call')
      const { id } = await rowOf(call.id)
      const asked: string[] = []
      expect(await ask(id, { kind: 'done' }, asked)).toBeNull()
      expect(asked).toEqual([])
      expect((await readCall(owner(), clinic.id, id))!.vendorCopy).toEqual({ state: 'kept', at: null, reason: null })
      await report(call, secret)
      expect((await readCall(owner(), clinic.id, id))!.vendorCopy).toEqual({ state: 'pending', at: null, reason: null })
      expect(await db.sql`select payload from graphile_worker._private_jobs where key = ${`forget:${id}`}`).toEqual([{ payload: { callId: id } }])
      expect(await ask(id, { kind: 'done' }, asked)).toBeNull()
      expect(await ask(id, { kind: 'done' }, asked)).toBeNull()
      expect(asked).toEqual([call.id])
      expect((await readCall(owner(), clinic.id, id))!.vendorCopy).toMatchObject({ state: 'deleted', at: expect.stringMatching(/^20/), reason: null })
    })

    test('is asked for again after growing pauses while the platform is away, and a day after a refusal', async () => {
      const call = facts()
      await report(call, secret)
      const { id } = await rowOf(call.id)
      const pauses: number[] = []
      for (let n = 0; n < 14; n++) pauses.push(Math.round(((await ask(id, { kind: 'later' }))!.getTime() - Date.now()) / 1_000))
      expect(pauses.slice(0, 4)).toEqual([30, 60, 120, 240])
      expect(pauses.slice(-2)).toEqual([86_400, 86_400])
      const again = await ask(id, { kind: 'refused', reason: 'Vapi did not accept the API key.' })
      expect(Math.round((again!.getTime() - Date.now()) / 1_000)).toBe(86_400)
      expect((await readCall(owner(), clinic.id, id))!.vendorCopy).toEqual({ state: 'refused', at: null, reason: 'Vapi did not accept the API key.' })
      expect(await ask(id, { kind: 'done' })).toBeNull()
      expect((await rowOf(call.id)).forget_state).toBe('done')
    })

    test('whose job was lost with a worker gets one again', async () => {
      const call = facts()
      await report(call, secret)
      const { id } = await rowOf(call.id)
      await db.sql`delete from graphile_worker._private_jobs where key = ${`forget:${id}`}`
      await db.sql`update calls set forget_next_at = now() - interval '2 minutes' where id = ${id}`
      await db.sql`select app.requeue_forgetting()`
      expect(await db.sql`select 1 from graphile_worker._private_jobs where key = ${`forget:${id}`}`).toHaveLength(1)
    })
  })

  test('somebody who asked for no machine is known by their number, rung back by a person, and texted by nobody', async () => {
    const call = facts()
    await noteStatus(voiceAgent(clinic.id), clinic.id, call, 'ringing', null)
    expect(await wantsPerson(voiceAgent(clinic.id), clinic.id, call.phone)).toBe(false)
    await db.sql`update contacts set is_human_only = true, name = 'Damaris Quayle' where phone = ${call.phone}`
    expect(await wantsPerson(voiceAgent(clinic.id), clinic.id, call.phone)).toBe(true)
    expect(await wantsPerson(voiceAgent(clinic.id), clinic.id, null)).toBe(false)
    await askToRingBack(voiceAgent(clinic.id), clinic.id, call.id)
    await report(call, [])
    const { id } = await rowOf(call.id)
    expect(await db.sql`select kind from staff_tasks where call_id = ${id}`).toEqual([{ kind: 'call_back' }])
    expect(await db.sql`select 1 from leads where call_id = ${id}`).toEqual([])
  })

  describe('looking for calls', () => {
    let searched: TestClinic
    const find = async (page: Parameters<typeof listCalls>[2]) => (await listCalls(member(searched.ownerId), searched.id, page)).items.map((item) => item.contact?.name)

    beforeAll(async () => {
      searched = await makeClinic(db.sql)
      const people = [['Ffion Hallam', '+447700900611', 'facelift', '2026-11-20T23:30:00Z', 'I saw 100% of it, on Instagram.'],
        ['Yasmin Thorpe', '+447700900622', 'rhinoplasty', '2026-11-21T10:00:00Z', 'Do you have a Saturday_morning?']] as const
      for (const [name, phone, procedure, at, words] of people) {
        const call = facts({ phone, at: new Date(at) })
        await noteReport(voiceAgent(searched.id), searched.id, call, {
          turns: turnsOf('Hello?', `It's ${name}.`, `For a ${procedure}?`, `Yes. ${words}`), toolCalls: [{ id: 't', name: 'capture_lead', arguments: { name, procedure } }],
          endedAt: new Date(Date.parse(at) + 60_000), endedReason: 'customer-ended-call', latency: {},
        })
      }
    })

    test.each([
      ['a name, in any case', { q: 'hallam' }, ['Ffion Hallam']],
      ['the end of a number', { q: '0622' }, ['Yasmin Thorpe']],
      ['a number as one writes it', { q: '07700 900 611' }, ['Ffion Hallam']],
      ['a number with its country', { q: '+44 7700 900611' }, ['Ffion Hallam']],
      ['words', { q: 'INSTAGRAM' }, ['Ffion Hallam']],
      ['a per cent sign as itself', { q: '100%' }, ['Ffion Hallam']],
      ['a low line as itself', { q: 'saturday_' }, ['Yasmin Thorpe']],
      ['a pattern that is none', { q: 'a%z' }, []],
      ['a quote', { q: '\' or true --' }, []],
      ['nothing', { q: '  ' }, ['Yasmin Thorpe', 'Ffion Hallam']],
      ['a procedure', { procedure: 'facelift' }, ['Ffion Hallam']],
      ['an outcome', { outcome: 'not-booked' as const }, ['Yasmin Thorpe', 'Ffion Hallam']],
      ['another outcome', { outcome: 'booked' as const }, []],
      ['a first day', { from: '2026-11-21' }, ['Yasmin Thorpe']],
      ['a last day', { to: '2026-11-20' }, ['Ffion Hallam']],
      ['one day', { from: '2026-11-20', to: '2026-11-20' }, ['Ffion Hallam']],
      ['several at once', { q: 'on', procedure: 'facelift', from: '2026-11-20', status: 'ended' as const }, ['Ffion Hallam']],
    ] as const)('finds them by %s', async (_, page, names) => expect(await find(page)).toEqual(names))

    test('goes on from page to page within a filter, and finds nothing of another clinic', async () => {
      const first = await listCalls(member(searched.ownerId), searched.id, { outcome: 'not-booked', limit: 1 })
      const second = await listCalls(member(searched.ownerId), searched.id, { outcome: 'not-booked', limit: 1, cursor: first.nextCursor! })
      expect([first, second].map((page) => page.items[0]!.contact!.name)).toEqual(['Yasmin Thorpe', 'Ffion Hallam'])
      expect(second.nextCursor).toBeNull()
      expect((await listCalls(owner(), searched.id, { q: 'hallam' })).items).toEqual([])
    })
  })
})
