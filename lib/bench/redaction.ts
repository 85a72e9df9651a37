import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FirstRedaction } from '#lib/bench/first-redaction.ts'
import { percentile } from '#lib/bench/measure.ts'
import { redactors, turnsOf, type Redactor } from '#lib/bench/redactors.ts'
import { scoreOf, share, type Answer, type Marked, type Score } from '#lib/privacy/score.ts'
import { childEnv } from '#lib/shared/env.ts'

/** How well and how fast one way of masking is. Shares are 0 to 1, `of` is out of how many. */
export type RedactionFigures = {
  way: string
  claims: string
  setting: string
  shares: Record<ShareName, { share: number; of: number }>
  /** Contact details that were understood, by field; null for a way that understands none. */
  fields: Record<string, { share: number; of: number }> | null
  /** Milliseconds for one utterance: a call's time over its turns. */
  utteranceMs: { p50: number; p95: number; p99: number; max: number }
  utterances: number
  /** Medians over fresh processes; milliseconds and megabytes. */
  firstAnswer: FirstRedaction
}
type ShareName = 'special' | 'contact' | 'kept' | 'untouched' | 'precision'
const shareNames: ShareName[] = ['special', 'contact', 'kept', 'untouched', 'precision']

export type RedactionSizes = { rounds: number; starts: number }

const round = (value: number, digits = 3) => Number(value.toFixed(digits))
const median = (values: readonly number[]) => percentile(values, 0.5)

/** Marked calls, one JSON object a line. Throws on a line that is none. */
export const readMarked = (path: string): Marked[] =>
  readFileSync(path, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Marked)

/** Scores a way on marked calls, each answered once. */
export async function qualityOf(redactor: Redactor, records: readonly Marked[]): Promise<Score> {
  const answers = new Map<string, Answer>()
  for (const record of records) answers.set(record.id, await redactor.answer(record))
  return scoreOf(records, (record) => answers.get(record.id)!)
}

/** Milliseconds an utterance, over all calls so many times; the first round warms up and is not counted. */
async function speedOf(redactor: Redactor, records: readonly Marked[], rounds: number): Promise<number[]> {
  const times: number[] = []
  for (let turn = 0; turn <= rounds; turn++) {
    for (const record of records) {
      const startedAt = performance.now()
      await redactor.answer(record)
      const tookMs = performance.now() - startedAt
      const { length } = turnsOf(record)
      if (turn > 0) times.push(...Array.from({ length }, () => tookMs / length))
    }
  }
  return times
}

/**
 * Loads a way in a process of its own, as `npm run redact` starts one: what V8 compiled is kept in `cache` from one to the next.
 * Lets it mask once. Throws when the process fails.
 */
async function startOnce(name: string, cache: string): Promise<FirstRedaction> {
  const flags = ['--expose-gc', '--no-regexp-tier-up', '--disable-warning=ExperimentalWarning']
  const args = [...flags, join('lib', 'bench', 'first-redaction.ts'), name]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: childEnv({ NODE_COMPILE_CACHE: cache }) })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => { output += chunk.toString('utf8') })
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`The first redaction of ${name} ended with ${String(code)}.`)
  return JSON.parse(output) as FirstRedaction
}

async function startsOf(name: string, starts: number): Promise<FirstRedaction> {
  const all: FirstRedaction[] = []
  const cache = mkdtempSync(join(tmpdir(), 'callwaiting-bench-'))
  try {
    // The first fills what is kept.
    await startOnce(name, cache)
    for (let turn = 0; turn < starts; turn++) all.push(await startOnce(name, cache))
  } finally {
    rmSync(cache, { recursive: true, force: true })
  }
  const of = (key: keyof FirstRedaction) => round(median(all.map((one) => one[key])), 1)
  return { sinceStartMs: of('sinceStartMs'), loadMs: of('loadMs'), heapMb: of('heapMb') }
}

const stated = (one: { of: number; hit: number }) => ({ share: round(share(one)), of: one.of })

async function figuresOf(name: string, records: readonly Marked[], sizes: RedactionSizes): Promise<RedactionFigures> {
  const firstAnswer = await startsOf(name, sizes.starts)
  const redactor = await redactors[name]!()
  const score = await qualityOf(redactor, records)
  const times = await speedOf(redactor, records, sizes.rounds)
  const at = (part: number) => round(percentile(times, part))
  return {
    way: redactor.name, claims: redactor.claims, setting: redactor.setting,
    shares: Object.fromEntries(shareNames.map((key) => [key, stated(score[key])])) as RedactionFigures['shares'],
    // The others only mask; to say that they understood nothing would be to compare them with what they do not try.
    fields: name === 'own' ? Object.fromEntries(Object.entries(score.fields).map(([field, one]) => [field, stated(one)])) : null,
    utteranceMs: { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) },
    utterances: times.length / sizes.rounds, firstAnswer,
  }
}

/** Measures every way on the same marked calls: what is left, what was lost, how fast, and how soon after a start. */
export async function benchRedaction(sizes: RedactionSizes = { rounds: 20, starts: 5 }): Promise<RedactionFigures[]> {
  const records = readMarked(join('lib', 'privacy', 'fixtures', 'dev.jsonl'))
  const figures: RedactionFigures[] = []
  for (const name of Object.keys(redactors)) figures.push(await figuresOf(name, records, sizes))
  return figures
}

const titles: Record<ShareName, string> = {
  special: 'Article 9', contact: 'contact', kept: 'kept', untouched: 'untouched', precision: 'precision',
}
const columns: [string, (row: RedactionFigures) => string][] = [
  ['way', (row) => row.way],
  ...shareNames.map((key): [string, (row: RedactionFigures) => string] => [titles[key], (row) => `${(100 * row.shares[key].share).toFixed(1)} %`]),
  ['p50 ms', (row) => row.utteranceMs.p50.toFixed(3)],
  ['p95 ms', (row) => row.utteranceMs.p95.toFixed(3)],
  ['p99 ms', (row) => row.utteranceMs.p99.toFixed(3)],
  ['first ms', (row) => row.firstAnswer.sinceStartMs.toFixed(0)],
  ['heap MB', (row) => row.firstAnswer.heapMb.toFixed(1)],
]

/** The figures as lines of text in columns, with what each way promises below. */
export function redactionTable(rows: readonly RedactionFigures[]): string {
  const cells = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, cell]) => cell(row)))]
  const widths = columns.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)))
  const padded = (cell: string, column: number) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))
  return [...cells.map((line) => line.map(padded).join('  ')), ...rows.map((row) => `  ${row.way} (${row.setting}) promises: ${row.claims}`)].join('\n')
}
