// npm run smoke -- --target URL: the five promises tried on a running instance, one line each, for somebody who watches.
import { readRuntime } from '#lib/commands/runtime.ts'
import { liveTestEvents } from '#lib/audit/events.ts'
import { liveTests, type LiveTestName } from '#lib/audit/types.ts'
import { dataDirectory, readSettings } from '#lib/shared/env.ts'

type Target = { url: string; clinicId: string; apiKey: string }

const titles: Record<LiveTestName, string> = {
  collision: 'One winner a slot', handoff: 'No lead is lost', silo: 'Each clinic for itself', redaction: 'Nothing sensitive kept', latency: 'Fast as a person',
}
const testMs = 120_000

/** Why there can be no smoke test at all: said in one sentence, exit code 2. */
class NotPossible extends Error {}

/** The running instance of this data directory where the address is its own, else what the environment names. */
function targetOf(args: readonly string[]): Target {
  const at = args.indexOf('--target')
  const running = readRuntime(dataDirectory())
  const given = at >= 0 ? args[at + 1] : running?.appUrl
  if (!given || !URL.canParse(given)) throw new NotPossible('Say where: npm run smoke -- --target URL, or start this instance with npm start.')
  const url = given.replace(/\/+$/, '')
  const [clinic] = running && new URL(running.appUrl).origin === new URL(url).origin ? running.demo.clinics : []
  const { CALLWAITING_AUDIT_CLINIC, CALLWAITING_AUDIT_KEY } = readSettings()
  const [clinicId, apiKey] = [clinic?.id ?? CALLWAITING_AUDIT_CLINIC, clinic?.apiKey ?? CALLWAITING_AUDIT_KEY]
  if (!clinicId || !apiKey) throw new NotPossible('That is not the instance of this data directory: set CALLWAITING_AUDIT_CLINIC to a clinic\'s id there, and CALLWAITING_AUDIT_KEY to its API key.')
  return { url, clinicId, apiKey }
}

const isTerminal = process.stdout.isTTY
const clip = (text: string) => (text.length > 100 ? `${text.slice(0, 99)}…` : text)

/** Runs one test and says how it goes on its one line. True when the promise held. */
async function tryOne({ url, clinicId, apiKey }: Target, name: LiveTestName): Promise<boolean> {
  const startedAt = performance.now()
  const title = titles[name].padEnd(24)
  const show = (mark: string, text: string) => process.stdout.write(`${isTerminal ? '\r\x1b[K' : ''}  ${mark} ${title} ${text}`)
  if (isTerminal) show('…', 'begins')
  const response = await fetch(`${url}/api/clinics/${clinicId}/tests/${name}`, {
    method: 'POST', headers: { authorization: `Bearer ${apiKey}`, accept: 'application/x-ndjson' }, signal: AbortSignal.timeout(testMs),
  })
  if (!response.ok || !response.body) {
    show('✗', `the deployment answered ${response.status}\n`)
    return false
  }
  let sentence = 'the connection ended before the result'
  let passed = false
  for await (const event of liveTestEvents(response.body)) {
    if (event.type === 'evidence' && isTerminal) show('…', clip(`${event.evidence.what}: ${event.evidence.observed}`))
    if (event.type === 'problem') sentence = `${event.title}. ${event.detail}`
    if (event.type !== 'result') continue
    passed = event.result.passed
    const bad = event.result.evidence.filter((one) => !one.ok)
    sentence = passed ? `${event.result.evidence.length} things tried, all as they must be` : bad.map((one) => `${one.what}: ${one.observed}`).join('; ')
  }
  show(passed ? '✓' : '✗', `${sentence}  ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`)
  return passed
}

try {
  const target = targetOf(process.argv.slice(2))
  process.stdout.write(`\n  ${target.url}\n\n`)
  const outcomes: boolean[] = []
  for (const name of Object.keys(liveTests) as LiveTestName[]) outcomes.push(await tryOne(target, name))
  const kept = outcomes.filter(Boolean).length
  process.stdout.write(`\n  ${kept} of ${outcomes.length} promises held. What was made for it is removed.\n`)
  process.exit(kept === outcomes.length ? 0 : 1)
} catch (error) {
  process.stderr.write(`${error instanceof NotPossible ? error.message : `The deployment cannot be reached (${error instanceof Error ? error.message : String(error)}).`}\n`)
  process.exit(error instanceof NotPossible ? 2 : 1)
}
