import { createHash } from 'node:crypto'
import { flaws, isFlawId } from '#lib/audit/flaws.ts'
import type { Finding, Report, Severity, TaskId } from '#lib/audit/types.ts'

/** SARIF knows no "critical": the score says it (above 9.0), as code hosts read it. */
const scores: Record<Severity, { level: 'error' | 'warning' | 'note'; score: string }> = {
  critical: { level: 'error', score: '9.5' }, high: { level: 'error', score: '8.0' }, medium: { level: 'warning', score: '5.5' }, low: { level: 'note', score: '3.0' },
}

/** What each promise is in OWASP ASVS 5.0 and in CWE. */
const taxa: Record<TaskId, { asvs: string[]; cwe: string[] }> = {
  'atomic-collision': { asvs: ['v5.0.0-2.3.3', 'v5.0.0-2.3.4', 'v5.0.0-15.4.2', 'v5.0.0-15.4.3'], cwe: ['362', '367'] },
  'contextual-handoff': { asvs: ['v5.0.0-2.3.3'], cwe: ['754', '837'] },
  silo: { asvs: ['v5.0.0-8.2.2', 'v5.0.0-8.4.1'], cwe: ['285', '639', '863'] },
  redaction: { asvs: ['v5.0.0-14.2.6', 'v5.0.0-16.2.5'], cwe: ['359', '532'] },
  latency: { asvs: [], cwe: ['400'] },
}

const fingerprint = (finding: Finding) => createHash('sha256').update(`${finding.id}\n${finding.location}`).digest('hex').slice(0, 32)

function ruleOf(id: string, finding: Finding) {
  const { title, description, severity } = isFlawId(id) ? flaws[id] : finding
  const tags = [...taxa[finding.task].cwe.map((one) => `external/cwe/cwe-${one}`), ...taxa[finding.task].asvs.map((one) => `asvs/${one}`)]
  return { id, name: id.replace(/[^A-Za-z0-9]+(.)/g, (_, letter: string) => letter.toUpperCase()), shortDescription: { text: title }, fullDescription: { text: description }, defaultConfiguration: { level: scores[severity].level }, properties: { 'security-severity': scores[severity].score, tags } }
}

const languageFile = { sql: 'fix.sql', typescript: 'fix.ts', shell: 'fix.sh' } as const

/** A file of its own for each fix: SARIF says a fix as the text to insert, and SQL is inserted nowhere but run. */
function fixOf({ fix }: Finding, uri: string) {
  return {
    description: { text: fix.explanation },
    artifactChanges: [{ artifactLocation: { uri }, replacements: [{ deletedRegion: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 }, insertedContent: { text: fix.code } }] }],
  }
}

/**
 * The report as SARIF 2.1.0 (OASIS, sarif-v2.1.0): findings as results of kind "fail", promises that held as "pass", what could not be tried
 * as "notApplicable" or "open", so that what was not run never reads as passed.
 */
export function sarifOf(report: Report) {
  const rules = new Map<string, ReturnType<typeof ruleOf>>()
  for (const finding of report.findings) if (!rules.has(finding.id)) rules.set(finding.id, ruleOf(finding.id, finding))
  const ids = [...rules.keys()]
  const failed = report.findings.map((finding, n) => ({
    ruleId: finding.id, ruleIndex: ids.indexOf(finding.id), kind: 'fail', level: scores[finding.severity].level,
    message: { text: `${finding.title}. ${finding.evidence}` },
    locations: [{ logicalLocations: [{ fullyQualifiedName: finding.location }] }],
    partialFingerprints: { 'callwaiting/v1': fingerprint(finding) },
    fixes: [fixOf(finding, `fixes/${n + 1}-${languageFile[finding.fix.language]}`)],
    properties: { severity: finding.severity, 'security-severity': scores[finding.severity].score, task: finding.task, fixLanguage: finding.fix.language },
  }))
  const kinds = { pass: 'pass', skipped: 'notApplicable', error: 'open', fail: null } as const
  const others = report.tasks.flatMap((task) => (kinds[task.status] === null ? [] : [{
    ruleId: `promise/${task.id}`, kind: kinds[task.status], level: 'none', message: { text: `${task.title}: ${task.evidence.map((one) => `${one.what}: ${one.observed}`).join('; ') || 'nothing was tried'}` },
    properties: { task: task.id },
  }]))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'CallWaiting AI launch audit', semanticVersion: '1.0.0', informationUri: 'https://callwaiting.example/audit', rules: [...rules.values()] } },
      invocations: [{ executionSuccessful: report.tasks.every((task) => task.status !== 'error'), startTimeUtc: report.startedAt, endTimeUtc: report.finishedAt }],
      results: [...failed, ...others], properties: { target: report.target },
    }],
  }
}
