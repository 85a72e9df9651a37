import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import postgres from 'postgres'
import { ask } from '../support/http.ts'
import { freePort, launch, newDirectory, nothingLeft, processesOf, readRuntime, ready, remove, stop, type Product } from '../support/product.ts'
import { expect, test } from '../support/test.ts'

// Each test has directories and instances of its own.
test.describe.configure({ mode: 'parallel' })

const running: Product[] = []
const directories: string[] = []

const start = async (directory: string, environment?: Record<string, string>): Promise<Product> => {
  const product = await launch(directory, environment)
  running.push(product)
  return product
}
const fresh = (): string => {
  directories.push(newDirectory())
  return directories.at(-1)!
}

test.beforeEach(() => test.setTimeout(180_000))
test.afterEach(async () => {
  for (const product of running.splice(0)) if (product.process.exitCode === null) await stop(product)
  for (const directory of directories.splice(0)) {
    for (const { pid } of processesOf(directory)) process.kill(pid, 'SIGKILL')
    remove(directory)
  }
})

/** It ends with 1, and with a sentence for the person who started it. */
async function refuses(product: Product, sentence: RegExp): Promise<void> {
  expect(await product.ended).toBe(1)
  expect(product.output()).toMatch(sentence)
  expect(product.output()).not.toMatch(/\n\s+at /)
}

test('a port that is in use is named, and nothing is left running', async () => {
  const server = createServer()
  const port = await freePort()
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  const directory = fresh()
  await refuses(await start(directory, { PORT: String(port) }), new RegExp(`Port ${port} is in use`))
  await nothingLeft(directory, 1_000)
  expect(existsSync(join(directory, 'runtime.json'))).toBe(false)
  await new Promise((done) => server.close(done))
})

test('half a set of credentials is refused by the name of what is missing', async () => {
  for (const [environment, missing] of [
    [{ TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000000' }, /TWILIO_AUTH_TOKEN is missing/],
    [{ GOOGLE_CLIENT_SECRET: 'x' }, /GOOGLE_CLIENT_ID is missing/],
    [{ SUPABASE_URL: 'https://x.supabase.example' }, /DATABASE_URL.* are missing/],
    [{ PORT: 'http' }, /PORT is not right/],
  ] as [Record<string, string>, RegExp][]) await refuses(await start(fresh(), environment), missing)
})

test('a data directory that is in use is refused, and the instance on it is not disturbed', async ({ directory, runtime }) => {
  const before = readFileSync(join(directory, 'runtime.json'), 'utf8')
  await refuses(await start(directory), /already running on/)
  expect(readFileSync(join(directory, 'runtime.json'), 'utf8')).toBe(before)
  expect((await ask(`${runtime.appUrl}/api/health`)).status).toBe(200)
})

test('two instances run side by side; stopping takes all of one and nothing of the other; the next start has the same data', async ({ directory, runtime, larkspur }) => {
  const mine = fresh()
  const first = await start(mine, { TZ: 'America/Los_Angeles' })
  const own = await ready(first)
  expect(statSync(join(mine, 'runtime.json')).mode & 0o777).toBe(0o600)
  expect(own.demo.clinics[0]!.apiKey).not.toBe(larkspur.apiKey)
  expect(own.demo.clinics[0]!.ownerPassword).not.toBe(larkspur.ownerPassword)
  for (const one of [own, runtime]) expect((await ask(`${one.appUrl}/api/health`)).body.status).toBe('ok')
  const stranger = await ask(`${runtime.appUrl}/api/clinics/${larkspur.id}/bookings`, { headers: { authorization: `Bearer ${own.demo.clinics[0]!.apiKey}` } })
  expect(stranger.status).toBe(401)

  // An open page must not hold it up.
  const listening = await fetch(`${own.appUrl}/api/clinics/${own.demo.clinics[0]!.id}/events`, { headers: { authorization: `Bearer ${own.demo.clinics[0]!.apiKey}` } })
  const took = await stop(first)
  // The server is gone by now, and cancelling says so again.
  await listening.body?.cancel().catch(() => undefined)
  expect(took, 'the promise is five seconds').toBeLessThan(5_000)
  await nothingLeft(mine, 500)
  for (const file of ['runtime.json', 'environment.json', 'instance.pid']) expect(existsSync(join(mine, file)), file).toBe(false)
  expect((await ask(`${runtime.appUrl}/api/health`)).status).toBe(200)

  const startedAt = performance.now()
  const again = await ready(await start(mine))
  console.log(`stopped in ${Math.round(took)} ms, second start ready in ${Math.round(performance.now() - startedAt)} ms`)
  expect(again.demo).toEqual(own.demo)
  expect(directory).not.toBe(mine)
})

test('killed outright, it takes its parts along, and the next start works', async () => {
  const directory = fresh()
  const product = await start(directory)
  const before = await ready(product)
  process.kill(Number(readFileSync(join(directory, 'instance.pid'), 'utf8')), 'SIGKILL')
  await nothingLeft(directory, 10_000)
  const after = await ready(await start(directory))
  expect(after.demo).toEqual(before.demo)
})

test('data of a newer release are refused and left as they are', async () => {
  const directory = fresh()
  const product = await start(directory)
  const { databaseUrl } = await ready(product)
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined })
  await sql`insert into supabase_migrations.schema_migrations (version, name) values ('99990101000000', 'from_the_future')`
  await sql.end()
  await stop(product)
  await refuses(await start(directory), /newer version of CallWaiting AI \(schema 99990101000000\)/)
  await nothingLeft(directory, 2_000)
  expect(existsSync(join(directory, 'runtime.json'))).toBe(false)
})

test('only an instance on this machine is tested', () => {
  const directory = fresh()
  expect(() => readRuntime(directory)).toThrow()
})
