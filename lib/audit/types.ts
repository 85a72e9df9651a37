/** The five promises, in the order in which a report tells of them. */
export const taskIds = ['atomic-collision', 'contextual-handoff', 'silo', 'redaction', 'latency'] as const
export type TaskId = (typeof taskIds)[number]

/** The names of the same five as live tests: `POST /api/clinics/{clinicId}/tests/{name}`. */
export const liveTests = { collision: 'atomic-collision', handoff: 'contextual-handoff', silo: 'silo', redaction: 'redaction', latency: 'latency' } as const satisfies Record<string, TaskId>
export type LiveTestName = keyof typeof liveTests

export const severities = ['critical', 'high', 'medium', 'low'] as const
export type Severity = (typeof severities)[number]

/** What was tried and what came of it: one sentence, without anything personal, and how long it took. */
export type Evidence = { what: string; expected: string; observed: string; ok: boolean; tookMs?: number }

/** Code that mends a flaw when it is applied as it stands: SQL by the owner of the schema, shell from the project's root. */
export type Fix = { language: 'sql' | 'typescript' | 'shell'; code: string; explanation: string }

/**
 * One flaw. `id` is stable ("collision/no-row-lock"); `location` names the function, table, policy, file or setting; `evidence` is what
 * was seen. Nothing of it holds a secret or anything personal.
 */
export type Finding = {
  id: string
  task: TaskId
  severity: Severity
  title: string
  description: string
  evidence: string
  location: string
  fix: Fix
}

/** `skipped`: could not be tried from here, and the evidence says why; it never counts as passed. `error`: the check itself broke. */
export type TaskStatus = 'pass' | 'fail' | 'error' | 'skipped'

export type TaskResult = { id: TaskId; title: string; status: TaskStatus; metrics: Record<string, number | string | boolean | null>; evidence: Evidence[] }

/** The report of the launch audit, as it is written as JSON; SARIF and the page are made of the same. Times are RFC 3339. */
export type Report = {
  schemaVersion: '1.0'
  target: string
  startedAt: string
  finishedAt: string
  summary: { passed: boolean } & Record<Severity, number>
  tasks: TaskResult[]
  findings: Finding[]
}

/** An audit that a clinic asked for. `isSameDeployment`: program, configuration and database are what they were when it was made. */
export type AuditSummary = {
  id: string; state: 'queued' | 'running' | 'done' | 'failed'; requestedBy: string; requestedAt: string; finishedAt: string | null; tookMs: number | null
  summary: Report['summary'] | null; passed: boolean | null; isSameDeployment: boolean
}
export type Audit = AuditSummary & { report: Report | null }

/** What one live test answers. */
export type LiveTestResult = { task: TaskId; passed: boolean; metrics: TaskResult['metrics']; evidence: Evidence[]; flaws: ProbeOutcome['flaws'] }

/** A live test that was run, as its clinic keeps it. `startedBy`: role and subject, never a name. `broken`: it did not come to an end. */
export type LiveTestRun = {
  id: string; test: LiveTestName; task: TaskId; state: 'running' | 'done' | 'broken'; passed: boolean | null
  metrics: TaskResult['metrics']; evidence: Evidence[]; startedAt: string; finishedAt: string | null; tookMs: number | null; startedBy: string
}

/** What a live test tells while it runs, one JSON object a line: each thing that was tried, then the result or why there is none. */
export type LiveTestEvent =
  | { type: 'evidence'; evidence: Evidence }
  | { type: 'result'; result: LiveTestResult }
  | { type: 'problem'; title: string; detail: string }

/** A clinic made for a test and removed after it, with what opens it. Its people and numbers are invented. */
export type SyntheticClinic = {
  id: string
  apiKey: string
  vapiSecret: string
  timeZone: string
  procedures: { slug: string; durationMinutes: number }[]
  practitionerIds: string[]
}

/**
 * What a probe may do, and nothing else: speak HTTP with the deployment as somebody outside would, and look at what became of it in the
 * synthetic clinics. `clinics` are two, so that one can be attacked as the other.
 */
export type ProbeTarget = {
  /** Sends a request to the deployment; `path` begins with "/". In tests it goes straight to the route handlers. */
  send: (path: string, init?: RequestInit) => Promise<Response>
  clinics: [SyntheticClinic, SyntheticClinic]
  observe: Observer
  now: () => Date
  /** Hears each piece of evidence as it comes, for whoever watches. */
  tell?: (evidence: Evidence) => void
}

/**
 * What can be seen of a synthetic clinic from behind. Each answers only about the clinics of this run. `callId` is the voice platform's.
 * A text that stopped at our own door, because the carrier is a real one, is in the state "withheld": the carrier was not asked.
 */
export type Observer = {
  bookings: (clinicId: string) => Promise<{ practitionerId: string; start: string; end: string; status: string }[]>
  leads: (clinicId: string) => Promise<{ callId: string; procedure: string | null; createdAt: string; messages: { state: string; acceptedAt: string | null }[] }[]>
  /** Where any of the words stands, in any column of any table of the clinic: "schema.table.column", each once. Never the value. */
  whereIs: (clinicId: string, words: readonly string[]) => Promise<string[]>
}

/** One promise tried by behaviour: what happened, and what is wrong about it as ids of findings, with the evidence for each. */
export type ProbeOutcome = { metrics: TaskResult['metrics']; evidence: Evidence[]; flaws: { id: string; evidence: string; location?: string }[] }
export type Probe = (target: ProbeTarget) => Promise<ProbeOutcome>
