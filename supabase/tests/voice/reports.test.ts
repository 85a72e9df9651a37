import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { CallFacts, Report } from '#lib/calls/webhook.ts'
import { redactorVersion } from '#lib/privacy/redact.ts'
import { unprocessed } from '#lib/privacy/types.ts'
import { createReportThread, type ReportThread } from '#lib/voice/report-thread.ts'
import { voiceAgent } from '../claiming.ts'
import { makeClinic, useDatabase, type TestClinic } from '../database.ts'
import { anyMobile } from '../leads.ts'
import { useDoor } from '../recovery/texting.ts'

/** A thread that does with an order what its few words of code say. */
const doing = (code: string) => () => new Worker(`require('node:worker_threads').parentPort.on('message', (order) => { ${code} })`, { eval: true })

describe('the report of a call on our own line, masked in a thread of its own', () => {
  const db = useDatabase({ max: 4 })
  useDoor(db)
  let clinic: TestClinic
  let threads: ReportThread
  let opened = 0
  beforeAll(async () => {
    clinic = await makeClinic(db.sql)
  })
  afterEach(() => threads.stop())

  const real = () => new Worker(pathToFileURL(join('lib', 'commands', 'voice-reports.ts')), {
    execArgv: ['--conditions=react-server', '--disable-warning=ExperimentalWarning'],
    env: { APP_URL: 'http://127.0.0.1:9', SUPABASE_URL: 'http://127.0.0.1:9', SUPABASE_PUBLISHABLE_KEY: 'unused', DATABASE_URL: db.url, CALLWAITING_SECRET: 's'.repeat(40) },
  })
  const said = ['Larkspur Aesthetics, who is calling?', 'It\'s Rosalind Achebe. I\'d like a facelift, but I take lamotrigine for my epilepsy. And no texts please.', 'Of course.', 'Thank you, on oh seven seven double oh nine hundred four five six.']
  const reportOf = (): Report => ({
    turns: said.map((text, n) => ({ role: n % 2 === 0 ? 'assistant' : 'caller', text, at: new Date() })), toolCalls: [],
    endedAt: new Date(), endedReason: 'customer-ended-call', latency: {}, source: 'stream',
  })
  /** Has a report kept by threads that `open` opens, the nth by the nth of them, the last of them ever after. */
  async function keep(open: (() => Worker)[], calls = 1, giveUpAfterMs?: number): Promise<CallFacts[]> {
    opened = 0
    threads = createReportThread(() => open[Math.min(opened++, open.length - 1)]!(), giveUpAfterMs)
    const all = Array.from({ length: calls }, (): CallFacts => ({ id: `stream:${randomUUID()}`, at: new Date(Date.now() - 60_000), phone: anyMobile(), isTest: false, isOutbound: false, greetingVersion: '2026-11-01' }))
    await Promise.all(all.map((call) => threads.keep(voiceAgent(clinic.id), clinic.id, call, reportOf())))
    return all
  }
  const wordsOf = async ({ id }: CallFacts) =>
    (await db.sql<{ text: string }[]>`select l.text from logs l join calls c on c.id = l.call_id where c.vapi_call_id = ${id} order by l.position`).map((one) => one.text)
  const leadOf = async ({ id }: CallFacts) => (await db.sql`select l.status, l.reason from leads l join calls c on c.id = l.call_id where c.vapi_call_id = ${id} and c.report_at is not null`)[0]
  const everything = async () => {
    const tables = await db.sql<{ name: string }[]>`select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'app', 'graphile_worker') and c.relkind in ('r', 'p')`
    const texts = await Promise.all(tables.map(({ name }) => db.sql.unsafe(`select coalesce(string_agg(t::text, ' '), '') as all from ${name} t`)))
    return texts.map(([row]) => String(row!.all)).join(' ').toLowerCase()
  }
  const placeholders = said.map(() => unprocessed)

  test('is kept masked, by a thread that is opened once for all', async () => {
    const calls = await keep([real], 3, 60_000)
    for (const call of calls) {
      const words = await wordsOf(call)
      expect(words).toHaveLength(said.length)
      expect(words[1]).toMatch(/\[NAME\].*facelift.*\[HEALTH\]/)
      expect(await leadOf(call)).toEqual({ status: 'not_permitted', reason: 'refused' })
    }
    expect(opened).toBe(1)
    expect(await db.sql`select distinct redactor_version as v from logs`).toEqual([{ v: redactorVersion }])
  })

  test.each([
    ['throws', doing('throw new Error(order.report.turns[1].text)'), undefined],
    ['ends', doing('process.exit(1)'), undefined],
    ['never answers', doing(''), 200],
    ['is busy for ever', doing('for (;;);'), 200],
  ])('has placeholders for its words when the thread %s, and what followed from them all the same', async (_, thread, giveUpAfterMs) => {
    const [call] = await keep([thread], 1, giveUpAfterMs)
    expect(await wordsOf(call!)).toEqual(placeholders)
    expect(await leadOf(call!)).toEqual({ status: 'not_permitted', reason: 'refused' })
    for (const word of ['epilep', 'lamotrigine']) expect(await everything()).not.toContain(word)
  })

  test('after one that was lost is masked again by a new thread', async () => {
    const [lost, next] = await keep([doing('process.exit(1)'), real], 2, 60_000)
    expect(await wordsOf(lost!)).toEqual(placeholders)
    expect((await wordsOf(next!))[1]).toContain('[HEALTH]')
    expect(opened).toBe(2)
  })

  test('that the database would not have is asked for again by whoever asked: nothing is kept, and the thread stays', async () => {
    const refusing = doing('require("node:worker_threads").parentPort.postMessage({ isKept: false, code: "Error:57P01" })')
    await expect(keep([refusing])).rejects.toMatchObject({ code: 'Error:57P01' })
    expect(opened).toBe(1)
  })
})
