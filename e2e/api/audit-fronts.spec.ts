import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Sql } from 'postgres'
import type { Report, TaskId } from '#lib/audit/types.ts'
import { expect, test } from '../support/test.ts'

// Flaws that no catalogue shows, because they are in what stands before the database: a front that breaks one promise, and an audit of it.
type Passing = { method: string; path: string; headers: Record<string, string>; body: string }
type Back = { status: number; body: string; type: string }
type Fault = { flaw: string; task: TaskId; what: string; pass: (request: Passing, forward: (request: Passing) => Promise<Back>, sql: Sql) => Promise<Back> }

/** Keys by the clinic that they opened, as a front that keeps them would. */
const keys = new Map<string, string>()

const faults: Fault[] = [
  {
    flaw: 'latency/slow-webhook', task: 'latency', what: 'a webhook that dawdles',
    pass: async (request, forward) => {
      if (request.path === '/api/vapi/webhook') await pause(450)
      return forward(request)
    },
  },
  {
    flaw: 'collision/loser-error', task: 'atomic-collision', what: 'whoever loses gets an error',
    pass: async (request, forward) => {
      const back = await forward(request)
      return back.body.includes('slot_taken') ? { status: 500, body: '{"code":"internal"}', type: 'application/problem+json' } : back
    },
  },
  {
    flaw: 'silo/foreign-read', task: 'silo', what: 'a key that opens another clinic for reading',
    pass: async (request, forward) => {
      const clinicId = /^\/api\/clinics\/([0-9a-f-]{36})/.exec(request.path)?.[1] ?? ''
      const back = await forward(request)
      if (back.status === 200 && clinicId !== '') keys.set(clinicId, request.headers.authorization!)
      const isStranger = back.status === 403 && request.method === 'GET' && keys.has(clinicId)
      return isStranger ? forward({ ...request, headers: { ...request.headers, authorization: keys.get(clinicId)! } }) : back
    },
  },
  {
    flaw: 'redaction/sensitive-kept', task: 'redaction', what: 'what was said kept in one place that no redactor sees',
    pass: async (request, forward, sql) => {
      const back = await forward(request)
      if (request.path === '/api/vapi/webhook' && request.body.includes('end-of-call-report')) {
        await sql`insert into app.idempotency_keys (clinic_id, key, request_hash, response) select s.clinic_id, gen_random_uuid()::text, repeat('0', 64), ${sql.json({ raw: request.body })} from app.synthetic_clinics s`
      }
      return back
    },
  },
]

/** Stands before the deployment, and does to what passes what the fault says. */
async function frontOf(appUrl: string, sql: Sql, { pass }: Fault): Promise<{ url: string; server: Server }> {
  const forward = async ({ method, path, headers, body }: Passing): Promise<Back> => {
    const answer = await fetch(`${appUrl}${path}`, { method, headers, redirect: 'manual', ...(body === '' ? {} : { body }) })
    const type = answer.headers.get('content-type') ?? 'text/plain'
    if (type.includes('event-stream')) {
      await answer.body?.cancel()
      return { status: answer.status, body: '', type }
    }
    return { status: answer.status, body: await answer.text(), type }
  }
  const read = async (request: IncomingMessage): Promise<Passing> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const headers = Object.fromEntries(Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' && !['host', 'connection', 'content-length', 'transfer-encoding'].includes(name) ? [[name, value]] : [])))
    return { method: request.method!, path: request.url!, headers, body: Buffer.concat(chunks).toString('utf8') }
  }
  const server = createServer((request, response) => {
    void read(request).then((one) => pass(one, forward, sql)).then(
      ({ status, body, type }) => response.writeHead(status, { 'content-type': type }).end(body),
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

/** The audit as an operator runs it of a deployment whose database the environment names. */
async function audit(directory: string, target: string, task: TaskId): Promise<{ code: number | null; report: Report; said: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'callwaiting-front-'))
  try {
    const environment = JSON.parse(readFileSync(join(directory, 'environment.json'), 'utf8')) as Record<string, string>
    const child = spawn(process.execPath, ['lib/commands/run.mjs', 'audit', '--target', target, '--only', task, '--out', join(folder, 'report.json')], {
      env: { ...process.env, ...environment, CALLWAITING_DATA_DIR: folder } as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (some: Buffer) => { said += some.toString() })
    const code = await new Promise<number | null>((done) => child.once('exit', (value) => done(value)))
    return { code, said, report: JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

for (const fault of faults) {
  test(`${fault.flaw}: ${fault.what} is found by what it does, and blamed on the code and not on the database`, async ({ runtime, directory, sql }) => {
    test.setTimeout(120_000)
    const { url, server } = await frontOf(runtime.appUrl, sql, fault)
    try {
      const { code, report, said } = await audit(directory, url, fault.task)
      expect(code, said).toBe(1)
      const finding = report.findings.find((one) => one.id === fault.flaw)
      expect(finding, said).toMatchObject({ task: fault.task, fix: { language: 'shell' } })
      expect(['critical', 'high']).toContain(finding!.severity)
      expect(report.findings.filter((one) => one.task !== fault.task)).toEqual([])
      expect(JSON.stringify(report)).not.toContain('cw_')
    } finally {
      server.close()
      server.closeAllConnections()
    }
  })
}
