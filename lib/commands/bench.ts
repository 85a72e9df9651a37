// How fast a claim is, and what it costs against the bare statement and against the way that books twice.
//   npm run bench -- --json FILE [--quick] [--webhook DATA_DIR]
// --webhook also measures the running product of that data directory, whose demo clinic it books full of synthetic callers.
import { runMigrations } from 'graphile-worker'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, platform, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import postgres, { type Sql } from 'postgres'
import { tableOf, type Figures } from '#lib/bench/measure.ts'
import { benchRpc, type Comparison, type Sizes } from '#lib/bench/rpc.ts'
import { benchWebhook } from '#lib/bench/webhook.ts'
import { freePort } from '#lib/commands/child.ts'
import { readRuntime } from '#lib/commands/runtime.ts'
import { prepareAuthSchema } from '#supabase/local/api.ts'
import { migrate } from '#supabase/local/migrate.ts'
import { newPassword, startPostgres } from '#supabase/local/postgres.ts'

const { values } = parseArgs({ options: { json: { type: 'string' }, quick: { type: 'boolean', default: false }, webhook: { type: 'string' } } })
const sizes: Sizes = values.quick
  ? { rounds: 3, claimsPerRound: 120, callersAtOnce: 12, contenders: 100, contendedRounds: 5 }
  : { rounds: 10, claimsPerRound: 360, callersAtOnce: 12, contenders: 100, contendedRounds: 25 }

async function prepare(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  await sql.unsafe(await readFile('supabase/local/platform.sql', 'utf8'))
  await prepareAuthSchema(url, { jwtSecret: newPassword(), publishableKey: newPassword(), secretKey: newPassword() })
  await runMigrations({ connectionString: url })
  await migrate(sql, 'supabase/migrations')
  await sql.end()
}

async function machineOf(sql: Sql) {
  const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`
  return {
    cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), memoryGb: Math.round(totalmem() / 2 ** 30), platform: platform(),
    node: process.version, postgres: row!.version,
  }
}

async function measureDatabase() {
  const directory = await mkdtemp(join(tmpdir(), 'callwaiting-bench-'))
  const server = await startPostgres(join(directory, 'postgres'), await freePort(), newPassword())
  try {
    await prepare(server.url)
    const admin = postgres(server.url, { max: 2, onnotice: () => undefined })
    const pool = postgres(server.url, { max: sizes.contenders, onnotice: () => undefined })
    const { uncontended, contended } = await benchRpc(admin, pool, sizes, new Date())
    const machine = await machineOf(admin)
    await pool.end()
    await admin.end()
    return { machine, uncontended, contended }
  } finally {
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

async function measureWebhook(dataDirectory: string): Promise<Figures[]> {
  const runtime = readRuntime(dataDirectory)
  const clinic = runtime?.demo.clinics[0]
  if (!runtime || !clinic) throw new Error(`Nothing runs in ${dataDirectory}: start the product there first.`)
  return benchWebhook({
    appUrl: runtime.appUrl, secret: clinic.vapiSecret,
    clinic: { procedureSlug: 'rhinoplasty', practitionerIds: clinic.practitioners.map((one) => one.id), timeZone: clinic.timeZone },
  })
}

function print(title: string, { figures, ratios }: Comparison): void {
  process.stdout.write(`\n${title}\n${tableOf(figures)}\n`)
  for (const ratio of ratios) {
    process.stdout.write(`  ${ratio.way} against ${ratio.against}: ${ratio.throughput} x the claims a second, ${ratio.latencyP50} x the p50, ${ratio.latencyP99} x the p99\n`)
  }
}

const { machine, uncontended, contended } = await measureDatabase()
process.stdout.write(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, Postgres ${machine.postgres}\n`)
print(`No rivals: each claim its own time, ${sizes.callersAtOnce} callers at once`, uncontended)
print(`${sizes.contenders} callers for one slot, ${sizes.contendedRounds} slots`, contended)
const webhook = values.webhook ? await measureWebhook(values.webhook) : null
if (webhook) process.stdout.write(`\nThrough the webhook\n${tableOf(webhook)}\n`)
if (values.json) await writeFile(values.json, `${JSON.stringify({ measuredAt: new Date().toISOString(), machine, sizes, uncontended, contended, webhook }, null, 2)}\n`)
