// How fast a claim is, and what it costs against the bare statement and against the way that books twice; how soon a lost
// call is texted; how well and how fast what callers say is masked, beside two packages that promise as much; how soon the voice pipeline answers, against the
// batch way on the same draws.
//   npm run bench -- --json FILE [--svg FILE] [--quick] [--only claims|recovery|redaction|voice]
// The webhook and the pipeline are measured on an instance of their own, in a data directory that is thrown away.
import { runMigrations } from 'graphile-worker'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, platform, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import postgres, { type Sql } from 'postgres'
import { tableOf, type Figures } from '#lib/bench/measure.ts'
import { benchRecovery, type RecoveryFigures } from '#lib/bench/recovery.ts'
import { benchRedaction, redactionTable } from '#lib/bench/redaction.ts'
import { benchRpc, type Comparison, type Sizes } from '#lib/bench/rpc.ts'
import { startVoice } from '#lib/bench/voice/pipeline.ts'
import { pictureOf } from '#lib/bench/voice/picture.ts'
import { runScenario, scenariosOf, type VoiceRuns } from '#lib/bench/voice/run.ts'
import { costTable, markdownOf, runTable } from '#lib/bench/voice/table.ts'
import { benchWebhook } from '#lib/bench/webhook.ts'
import { freePort } from '#lib/commands/child.ts'
import { readRuntime, readSecrets, type Runtime } from '#lib/commands/runtime.ts'
import { childEnv } from '#lib/shared/env.ts'
import { prepareAuthSchema } from '#supabase/local/api.ts'
import { migrate } from '#supabase/local/migrate.ts'
import { newPassword, startPostgres } from '#supabase/local/postgres.ts'

const parts = ['claims', 'recovery', 'redaction', 'voice'] as const

/** What was asked for; anything else ends with a sentence and exit code 2. */
function asked() {
  try {
    const { values } = parseArgs({ options: { json: { type: 'string' }, svg: { type: 'string' }, quick: { type: 'boolean', default: false }, only: { type: 'string' } } })
    const only = parts.find((part) => part === values.only)
    if (values.only !== undefined && !only) throw new Error(`--only takes ${parts.join(', ')}.`)
    return { values, only }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exit(2)
  }
}

const { values, only } = asked()
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

const machineOf = () => ({
  cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), memoryGb: Math.round(totalmem() / 2 ** 30), platform: platform(), node: process.version,
})

async function databaseMachineOf(sql: Sql) {
  const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`
  return { ...machineOf(), postgres: row!.version }
}

async function measureDatabase() {
  const directory = await mkdtemp(join(tmpdir(), 'callwaiting-bench-'))
  const server = await startPostgres(join(directory, 'postgres'), await freePort(), newPassword())
  try {
    await prepare(server.url)
    const admin = postgres(server.url, { max: 2, onnotice: () => undefined })
    const pool = postgres(server.url, { max: sizes.contenders, onnotice: () => undefined })
    const { uncontended, contended } = await benchRpc(admin, pool, sizes, new Date())
    const machine = await databaseMachineOf(admin)
    await pool.end()
    await admin.end()
    return { machine, uncontended, contended }
  } finally {
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

/** Starts the whole product beside whatever else runs, lets it be measured, and stops it. */
async function withProduct<T>(measure: (runtime: Runtime, dataDirectory: string) => Promise<T>): Promise<T> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'callwaiting-bench-'))
  const product = spawn(process.execPath, ['--conditions=react-server', '--disable-warning=ExperimentalWarning', 'lib/commands/start.ts'], {
    env: childEnv({ PORT: String(await freePort()), CALLWAITING_DATA_DIR: dataDirectory }), stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    await new Promise<void>((ready, failed) => {
      product.stdout.on('data', (chunk: Buffer) => { if (chunk.includes('Ready in')) ready() })
      product.once('exit', () => failed(new Error('The product did not start.')))
    })
    return await measure(readRuntime(dataDirectory)!, dataDirectory)
  } finally {
    const ended = new Promise((resolve) => product.once('exit', resolve))
    product.kill('SIGTERM')
    await ended
    await rm(dataDirectory, { recursive: true, force: true })
  }
}

async function measureWebhook(runtime: Runtime): Promise<Figures[]> {
  const clinic = runtime.demo.clinics[0]!
  return benchWebhook({
    appUrl: runtime.appUrl, secret: clinic.vapiSecret,
    clinic: { procedureSlug: 'rhinoplasty', practitionerIds: clinic.practitioners.map((one) => one.id), timeZone: clinic.timeZone },
  })
}

const measureRecovery = (runtime: Runtime, dataDirectory: string): Promise<RecoveryFigures[]> => benchRecovery(
  {
    appUrl: runtime.appUrl, secret: runtime.demo.clinics[0]!.vapiSecret, databaseUrl: runtime.databaseUrl, sandboxUrl: runtime.sandboxUrl!, dataDirectory,
    clinicPhone: runtime.demo.clinics[0]!.phoneNumber,
  },
  values.quick ? { single: 5, many: 100, most: 300 } : undefined,
)

/** Each scenario of the voice pipeline, told as it ends. */
async function measureVoice(runtime: Runtime, dataDirectory: string): Promise<VoiceRuns[]> {
  const clinic = runtime.demo.clinics[0]!
  const start = startVoice({ dataDirectory, databaseUrl: runtime.databaseUrl, clinicId: clinic.id, clinicPhone: clinic.phoneNumber, twilioAuthToken: readSecrets(dataDirectory).twilioAuthToken })
  const all: VoiceRuns[] = []
  for (const scenario of scenariosOf(values.quick)) {
    const runs = await runScenario(start, scenario, (figures) => process.stdout.write(`\n${runTable(figures)}\n`))
    process.stdout.write(`${costTable(runs.costMs)}\n`)
    all.push(runs)
  }
  return all
}

function print(title: string, { figures, ratios }: Comparison): void {
  process.stdout.write(`\n${title}\n${tableOf(figures)}\n`)
  for (const ratio of ratios) {
    process.stdout.write(`  ${ratio.way} against ${ratio.against}: ${ratio.throughput} x the claims a second, ${ratio.latencyP50} x the p50, ${ratio.latencyP99} x the p99\n`)
  }
}

const tables = (recovery: readonly RecoveryFigures[]) => recovery.map((row) =>
  `${String(row.leads).padStart(6)} ${String(row.workers).padStart(8)} ${String(row.texted).padStart(7)} ${String(row.twice).padStart(6)} ${[row.secondsP50, row.secondsP95, row.secondsP99, row.secondsMax].map((value) => value.toFixed(2).padStart(7)).join(' ')} ${row.leadsPerSecond.toFixed(1).padStart(8)}`).join('\n')

const isWanted = (part: (typeof parts)[number]) => only === undefined || only === part

// First, while nothing else of the benchmarks has warmed or filled this process.
const redaction = isWanted('redaction') ? await benchRedaction(values.quick ? { rounds: 3, starts: 2 } : undefined) : []
if (redaction.length > 0) {
  const utterances = redaction[0]!.utterances
  process.stdout.write(`\nMasking: shares of ${utterances} marked utterances; time for one, and from the start of a process to its first\n${redactionTable(redaction)}\n`)
}
const database = isWanted('claims') ? await measureDatabase() : null
if (database) {
  const { machine, uncontended, contended } = database
  process.stdout.write(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, Postgres ${machine.postgres}\n`)
  print(`No rivals: each claim its own time, ${sizes.callersAtOnce} callers at once`, uncontended)
  print(`${sizes.contenders} callers for one slot, ${sizes.contendedRounds} slots`, contended)
}
const { webhook, recovery, voice } = only === 'redaction' ? { webhook: [], recovery: [], voice: [] } : await withProduct(async (runtime, dataDirectory) => ({
  webhook: isWanted('claims') ? await measureWebhook(runtime) : [],
  recovery: isWanted('recovery') ? await measureRecovery(runtime, dataDirectory) : [],
  voice: isWanted('voice') ? await measureVoice(runtime, dataDirectory) : [],
}))
if (webhook.length > 0) process.stdout.write(`\nThrough the webhook\n${tableOf(webhook)}\n`)
if (recovery.length > 0) {
  const head = ' at once  workers  texted  twice    p50     p95     p99     max  leads/s'
  process.stdout.write(`\nLost calls: from the report to the carrier's acceptance, seconds\n${head}\n${tables(recovery)}\n`)
}
if (voice.length > 0) process.stdout.write(`\nThe voice pipeline on modelled providers: median runs, in brackets the worst\n${markdownOf(voice)}\n`)
// The picture has each LLM once, as it is used, with the same number of calls at once.
const isPictured = ({ scenario }: VoiceRuns) => scenario.callsAtOnce === 20 && scenario.thinksAhead && scenario.far === 'nobody'
if (values.svg && voice.length > 0) await writeFile(values.svg, pictureOf(voice.filter(isPictured).map(({ median }) => median)))
const all = { measuredAt: new Date().toISOString(), sizes, machine: machineOf(), ...database, webhook, recovery, redaction, voice }
if (values.json) await writeFile(values.json, `${JSON.stringify(all, null, 2)}\n`)
