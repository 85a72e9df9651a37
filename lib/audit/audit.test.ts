import { describe, expect, test } from 'vitest'
import { confirm, reasonFor } from '#lib/audit/explained.ts'
import { flaws, type FlawId } from '#lib/audit/flaws.ts'
import { found } from '#lib/audit/found.ts'
import { htmlOf } from '#lib/audit/html.ts'
import { inspectAssistants } from '#lib/audit/inspect/assistants.ts'
import { exitCodeOf, runAudit, type Attempt } from '#lib/audit/run.ts'
import { sarifOf } from '#lib/audit/sarif.ts'
import { verdictOf } from '#lib/audit/verdict.ts'
import type { ProbeOutcome, TaskId } from '#lib/audit/types.ts'
import { assistantOf } from '#lib/integrations/vapi/assistant.ts'

const clinic = { id: 'b7a3e0d0-1111-4222-8333-444455556666', slug: 'larkspur', name: 'Larkspur', timeZone: 'Europe/London', phoneNumber: '+442079460123', transferNumber: null, procedures: [], practitioners: [] }
const assistant = (change: object = {}) => ({ id: 'a1', ...assistantOf(clinic, { url: 'https://clinic.example/api/vapi/webhook', secret: 's'.repeat(40) }), ...change })
const seen = async (change: object) => (await inspectAssistants(async () => [assistant(change)], [clinic])).findings.map((one) => one.id)

describe('what the voice platform is told', () => {
  test('the assistant that the product makes has no flaw', async () => {
    expect(await seen({})).toEqual([])
  })

  test.each([
    ['ears for whole recordings', { transcriber: { provider: 'openai', model: 'whisper-1' } }, 'latency/batch-provider'],
    ['no streaming voice', { voice: { provider: 'azure' } }, 'latency/batch-provider'],
    ['a long wait before speaking', { startSpeakingPlan: { waitSeconds: 1.2 } }, 'latency/slow-endpointing'],
    ['a recording', { artifactPlan: { recordingEnabled: true, transcriptPlan: { enabled: false } } }, 'redaction/recording-on'],
    ['a transcript at the platform, which is kept unless it is refused', { artifactPlan: { recordingEnabled: false } }, 'redaction/recording-on'],
    ['no secret', { server: { url: 'https://clinic.example' } }, 'silo/assistant-without-secret'],
    ['no word of the end', { serverMessages: ['tool-calls'] }, 'handoff/assistant-silent'],
  ])('%s is named', async (_, change, flaw) => {
    expect(await seen(change)).toEqual([flaw])
  })
})

const held: ProbeOutcome = { metrics: { tries: 3 }, evidence: [{ what: 'A try', expected: 'held', observed: 'held', ok: true }], flaws: [] }
const broken: ProbeOutcome = { metrics: {}, evidence: [{ what: 'A try <b>', expected: 'held', observed: '"none" & less', ok: false }], flaws: [{ id: 'collision/double-booking', evidence: 'two of two' }] }
const audit = (attempt: (task: TaskId) => Promise<Attempt>) => runAudit({ target: 'https://clinic.example', attempt })

describe('the report', () => {
  test('passes when every promise was tried and held', async () => {
    const report = await audit(async () => ({ outcome: held }))
    expect(report).toMatchObject({ schemaVersion: '1.0', summary: { passed: true, critical: 0, high: 0, medium: 0, low: 0 }, findings: [] })
    expect(report.tasks.map((task) => task.status)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass'])
    expect(exitCodeOf(report)).toBe(0)
  })

  test('what was not tried is skipped and says why, and is not passed', async () => {
    const report = await audit(async (task) => (task === 'silo' ? { skipped: 'no key' } : { outcome: held }))
    const silo = report.tasks.find((task) => task.id === 'silo')!
    expect(silo.status).toBe('skipped')
    expect(silo.evidence.map((one) => one.observed).join()).toContain('no key')
    expect(report.summary.passed).toBe(false)
    expect(exitCodeOf(report)).toBe(0)
    expect(verdictOf(report)).toBe('nothing found, but 1 of 5 promises were not tried')
    expect(htmlOf(report)).toContain('1 of 5 promises were not tried')
    expect(sarifOf(report).runs[0]!.results.find((one) => one.ruleId === 'promise/silo')!.kind).toBe('notApplicable')
  })

  test('a test that breaks is an error and no verdict', async () => {
    const report = await audit(async (task) => {
      if (task === 'redaction') throw Object.assign(new Error('07700 900123 was said'), { code: 'ECONNRESET' })
      return { outcome: held }
    })
    expect(report.tasks.find((task) => task.id === 'redaction')!.status).toBe('error')
    expect(report.summary.passed).toBe(false)
    expect(exitCodeOf(report)).toBe(2)
    expect(JSON.stringify(report)).not.toContain('07700')
  })

  test('what a probe saw is a finding with its severity, place and something that mends it; the same in every form', async () => {
    const report = await audit(async (task) => ({ outcome: task === 'atomic-collision' ? broken : held }))
    expect(report.findings).toMatchObject([{ id: 'collision/double-booking', severity: 'critical', fix: { language: 'shell' } }])
    expect(exitCodeOf(report)).toBe(1)
    const [run] = sarifOf(report).runs
    const [result] = run!.results
    expect(result).toMatchObject({ ruleId: 'collision/double-booking', kind: 'fail', level: 'error', properties: { 'security-severity': '9.5' } })
    expect(run!.tool.driver.rules[(result as { ruleIndex: number }).ruleIndex]!.id).toBe('collision/double-booking')
    const page = htmlOf(report)
    expect(page).toContain('collision/double-booking')
    expect(page).not.toContain('<b>,')
    expect(page).not.toContain('A try <b>')
  })

  const inspected = (id: FlawId) => found(id, { evidence: 'as planted', location: 'there', fix: { language: 'sql', code: 'select 1', explanation: '' } })

  test.each<[FlawId, FlawId]>([
    ['collision/no-row-lock', 'collision/double-booking'], ['collision/no-idempotency', 'collision/retry-books-twice'], ['handoff/worker-stopped', 'handoff/no-text'],
    ['handoff/not-triggered', 'handoff/no-lead'], ['redaction/check-weakened', 'redaction/sensitive-kept'], ['silo/rls-off', 'silo/foreign-read'],
    ['silo/engine-blind', 'collision/no-winner'], ['silo/function-out-of-reach', 'handoff/no-lead'], ['collision/claim-changed', 'latency/slow-webhook'], ['latency/slow-function', 'latency/slow-webhook'],
  ])('%s is why a probe sees %s', (why, seen) => {
    expect(reasonFor(seen, [inspected(why)])?.id).toBe(why)
  })

  test.each<[FlawId, FlawId]>([
    ['handoff/worker-stopped', 'handoff/text-twice'], ['silo/policy-without-membership', 'silo/forged-token'], ['redaction/recording-on', 'redaction/sensitive-kept'],
    ['silo/unindexed-policy-column', 'silo/foreign-read'], ['collision/no-idempotency', 'collision/no-alternative'], ['handoff/duplicates-possible', 'handoff/no-text'],
  ])('%s is not why a probe sees %s: both are told', (why, seen) => {
    expect(reasonFor(seen, [inspected(why)])).toBeNull()
  })

  test('what was seen makes a finding as grave as that, and is its evidence', () => {
    const finding = inspected('silo/function-out-of-reach')
    confirm(finding, { id: 'collision/no-winner', evidence: 'none of two' })
    expect(finding).toMatchObject({ severity: 'high', evidence: 'as planted; seen: none of two' })
    confirm(finding, { id: 'latency/slow-turns', evidence: 'late' })
    expect(finding.severity).toBe('high')
  })

  test('every flaw that can be named says what it is', () => {
    for (const [id, flaw] of Object.entries(flaws)) expect([id, flaw.title.length > 10, flaw.description.length > 10]).toEqual([id, true, true])
  })
})
