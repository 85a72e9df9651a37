import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import type { Runtime } from '#lib/commands/runtime.ts'
import { apiOf, ask, vapiOf } from '../support/http.ts'
import { leadOf, loseCall, lostCall, tell } from '../support/lost-call.ts'
import { launch, newDirectory, processesOf, ready, remove, stop, type Product } from '../support/product.ts'
import { startExtraWorker } from '../support/second-worker.ts'
import { expect, test } from '../support/test.ts'
import { twilioOf, type Twilio } from '../support/twilio.ts'

// An instance of its own: what is killed here must not be missed by another test.
let product: Product
let runtime: Runtime
let sql: Sql
let twilio: Twilio

test.beforeAll(async () => {
  test.setTimeout(120_000)
  product = await launch(newDirectory())
  runtime = await ready(product)
  sql = postgres(runtime.databaseUrl, { max: 2, onnotice: () => undefined })
  twilio = twilioOf(runtime, sql)
})
test.afterAll(async () => {
  await sql?.end()
  if (!product) return
  await stop(product)
  for (const { pid } of processesOf(product.directory)) process.kill(pid, 'SIGKILL')
  remove(product.directory)
})
test.beforeEach(() => test.setTimeout(300_000))

const clinic = () => runtime.demo.clinics[0]!
const vapi = () => vapiOf(runtime, clinic())

/** Kills the processes of a part outright; the supervisor starts it again. */
function killOutright(part: RegExp): void {
  const found = processesOf(product.directory).filter(({ command }) => part.test(command))
  if (found.length === 0) throw new Error(`Nothing like ${part} is running.`)
  for (const { pid } of found) process.kill(pid, 'SIGKILL')
}

const isHealthy = async () => {
  try {
    return (await ask(`${runtime.appUrl}/api/health`)).status
  } catch {
    // The server is not there yet.
    return 0
  }
}

/**
 * Each of these phones has its text, and once everything is settled still only one. A worker that dies between its note of an attempt
 * and the request leaves that one to two look-ups at the carrier, 30 and 90 seconds after the note, and a sweep before each.
 */
async function eachOnce(phones: string[], within = 150_000): Promise<void> {
  await expect.poll(async () => (await twilio.countsOf(phones)).filter((count) => count === 0).length, { timeout: within }).toBe(0)
  await expect.poll(() => twilio.open(phones), { timeout: within }).toBe(0)
  expect(await twilio.countsOf(phones)).toEqual(phones.map(() => 1))
  const leads = await sql`select l.id from leads l join contacts k on k.id = l.contact_id where k.phone = any (${phones})`
  expect(leads).toHaveLength(phones.length)
}

test('the worker is killed in the middle of thirty lost calls: each is texted once', async () => {
  const calls = await Promise.all(Array.from({ length: 30 }, (_, n) => loseCall(vapi(), { name: 'Hestia Bramwell', ahead: 12 + (n % 6) })))
  const phones = calls.map((call) => call.phone)
  const textedSoFar = async () => (await twilio.countsOf(phones)).filter((count) => count > 0).length
  await expect.poll(textedSoFar, { timeout: 30_000, intervals: [50] }).toBeGreaterThan(2)
  killOutright(/commands\/worker\.ts/)
  await eachOnce(phones)
})

test('the web server is killed between the end of calls and their reports: each is texted once, also who has no report at all', async () => {
  const calls = Array.from({ length: 6 }, () => lostCall({ name: 'Hestia Bramwell', ahead: 20 }))
  for (const lost of calls) await tell(vapi(), lost, ['start', 'lead', 'look', 'ended'])
  killOutright(/commands\/serve\.ts/)
  await expect.poll(isHealthy, { timeout: 60_000 }).toBe(200)
  for (const lost of calls.slice(1)) await tell(vapi(), lost, ['report'])
  await eachOnce(calls.map((lost) => lost.phone))
})

test('three workers at once: each is texted once', async () => {
  const workers = await Promise.all([startExtraWorker(product.directory), startExtraWorker(product.directory)])
  try {
    const calls = await Promise.all(Array.from({ length: 20 }, (_, n) => loseCall(vapi(), { name: 'Hestia Bramwell', ahead: 25 + (n % 4) })))
    await eachOnce(calls.map((call) => call.phone))
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()))
  }
})

test('the database is killed: everything comes back by itself, and each is texted once', async () => {
  const before = await Promise.all(Array.from({ length: 8 }, (_, n) => loseCall(vapi(), { name: 'Hestia Bramwell', ahead: 32 + (n % 4) })))
  const ended = Array.from({ length: 4 }, () => lostCall({ name: 'Hestia Bramwell', ahead: 38 }))
  for (const lost of ended) await tell(vapi(), lost, ['start', 'lead', 'look', 'ended'])
  process.kill(Number(readFileSync(join(product.directory, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
  await expect.poll(isHealthy, { timeout: 60_000 }).not.toBe(200)
  await expect.poll(isHealthy, { timeout: 60_000 }).toBe(200)
  for (const lost of ended) await tell(vapi(), lost, ['report'])
  const after = await loseCall(vapi(), { name: 'Hestia Bramwell', ahead: 38 })
  const all = [...before, ...ended, after]
  await eachOnce(all.map((lost) => lost.phone))
  expect(await leadOf(apiOf(runtime, clinic()), after.phone)).toMatchObject({ status: 'contacted', promptness: 'in_time' })
})
