// npm test: types, unit and database tests, then the running product through its API and a real browser.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { buildIfStale } from '#lib/commands/build.ts'
import { ensureChromium } from '#lib/commands/chromium.ts'
import { childEnv } from '#lib/shared/env.ts'

type Count = { passed: number; failed: number }
type VitestReport = {
  numPassedTests: number; numFailedTests: number
  testResults: { name: string; status: string; message: string; assertionResults: { status: string; fullName: string; failureMessages: string[] }[] }[]
}
type Failure = { message?: string }
type Spec = { title: string; file: string; line: number; tests: { status: string; results: { errors: Failure[] }[] }[] }
type Suite = { title: string; specs: Spec[]; suites?: Suite[] }
type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number }; errors: unknown[]; suites: Suite[] }

const reports = mkdtempSync(join(tmpdir(), 'callwaiting-reports-'))
const running = new Set<ChildProcess>()

/** Runs a tool of node_modules under this Node, without the conditions that this command itself runs with. Answers its exit code. */
function run(script: string[], args: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join('node_modules', ...script), ...args], { stdio: ['ignore', 'inherit', 'inherit'], env: childEnv(env) })
    running.add(child)
    child.once('error', () => resolve(1))
    child.once('exit', (code) => {
      running.delete(child)
      resolve(code ?? 1)
    })
  })
}

const readReport = <T>(path: string): T | null => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch {
    return null
  }
}

const longestMessage = 2_000

const told: string[] = []

/** Is said again at the very end, where it is not lost among what passed after it. */
function tell(what: string, message: string): void {
  told.push(`\n${what}\n${stripVTControlCharacters(message).slice(0, longestMessage)}\n`)
}

function tellSpecs({ title, specs, suites = [] }: Suite): void {
  for (const spec of specs) {
    for (const { status, results } of spec.tests) {
      const message = results.flatMap((one) => one.errors)[0]?.message ?? ''
      if (status === 'unexpected') tell(`Failed: ${spec.file}:${spec.line} ${title} › ${spec.title}`, message)
      if (status === 'flaky') tell(`Passed at the second try: ${spec.file}:${spec.line} ${title} › ${spec.title}`, message)
    }
  }
  suites.forEach(tellSpecs)
}

/** A suite that broke before or beside its tests has failed, even when no test of it did. */
const settle = (code: number, count: Count): Count => (code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count)

async function types(): Promise<Count> {
  const code = await run(['typescript', 'bin', 'tsc'], ['--noEmit'])
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

let preparation: Promise<unknown> = Promise.resolve()

/** Gets what the running product needs while the tests before it leave half of the machine idle. A failure is told where it is waited for. */
function prepare(): void {
  preparation = Promise.all([ensureChromium(), buildIfStale()])
  preparation.catch(() => undefined)
}

async function unitAndDatabase(): Promise<Count> {
  const path = join(reports, 'vitest.json')
  const ended = run(['vitest', 'vitest.mjs'], ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${path}`])
  prepare()
  const code = await ended
  const report = readReport<VitestReport>(path)
  const broken = report?.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0) ?? []
  for (const { name, message } of broken) tell(`Failed: ${name}`, message)
  for (const { name, assertionResults } of report?.testResults ?? []) {
    for (const { status, fullName, failureMessages } of assertionResults) if (status === 'failed') tell(`Failed: ${name} ${fullName}`, failureMessages.join('\n'))
  }
  return settle(code, { passed: report?.numPassedTests ?? 0, failed: (report?.numFailedTests ?? 0) + broken.length })
}

async function product(): Promise<Count> {
  await preparation
  const path = join(reports, 'playwright.json')
  const code = await run(['@playwright', 'test', 'cli.js'], ['test', '--config', join('e2e', 'playwright.config.ts')], { CALLWAITING_TEST_REPORT: path })
  const report = readReport<PlaywrightReport>(path)
  const { expected = 0, unexpected = 0, flaky = 0 } = report?.stats ?? {}
  report?.suites.forEach(tellSpecs)
  return settle(code, { passed: expected + flaky, failed: unexpected })
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const child of running) child.kill(signal)
    process.exit(1)
  })
}

const total: Count = { passed: 0, failed: 0 }
for (const [name, suite] of [['Types', types], ['Unit and database', unitAndDatabase], ['The running product', product]] as const) {
  process.stdout.write(`\n${name}\n`)
  const startedAt = performance.now()
  const count = await suite().catch((error: unknown): Count => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return { passed: 0, failed: 1 }
  })
  process.stdout.write(`${name}: ${count.passed} passed, ${count.failed} failed, ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`)
  total.passed += count.passed
  total.failed += count.failed
}
rmSync(reports, { recursive: true, force: true })
process.stdout.write(`${told.join('')}\n${total.passed} passed, ${total.failed} failed\n`)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)
