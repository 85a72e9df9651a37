import 'server-only'
import { randomUUID } from 'node:crypto'
import { decoded, json } from '../sandbox/types.ts'
import type { SandboxContext, SandboxReply, SandboxRequest, VapiResource } from '../sandbox/types.ts'

const ORG_ID = '00000000-0000-4000-8000-000000000001'
const COLLECTIONS = { assistant: 'assistants', 'phone-number': 'phoneNumbers', tool: 'tools', call: 'calls' } as const
const LISTED_MAX = 100

type Kind = keyof typeof COLLECTIONS

/** What Vapi answers when a fault makes it refuse. */
export function vapiRefusal(kind: string): SandboxReply {
  return kind === '429'
    ? problem(429, 'Too Many Requests', 'Rate limit exceeded')
    : problem(500, 'Internal Server Error', 'Internal server error')
}

/** What Vapi answers to what it has not, cannot read, or failed at. */
export function vapiFailure(status: 404 | 413 | 500): SandboxReply {
  if (status === 404) return problem(404, 'Not Found', 'Not Found')
  return status === 413 ? problem(413, 'Payload Too Large', 'request entity too large') : vapiRefusal('500')
}

/** Where words are put into a call that goes on: the sandbox's stand-in for the address that Vapi makes for each call. */
const controlPath = /^\/call\/([^/]+)\/control$/

/** Answers Vapi's assistants, phone numbers, tools and calls. */
export function handleVapi(request: SandboxRequest, context: SandboxContext): SandboxReply {
  const controlled = decoded(controlPath.exec(request.path)?.[1])
  if (controlled && request.method === 'POST') return withBody(request, (body) => control(controlled, body, context))
  const [, kind, id, tooDeep] = request.path.split('/')
  if (!kind || !isKind(kind) || tooDeep !== undefined) {
    return problem(404, 'Not Found', `Cannot ${request.method} ${request.path}`)
  }
  if (!/^Bearer \S+$/.test(request.headers.authorization ?? '')) {
    return problem(
      401,
      'Unauthorized',
      'Invalid Key. Hint, you may be using the public key instead of the private key.',
    )
  }
  const all: VapiResource[] = context.state[COLLECTIONS[kind]]
  if (!id) {
    if (request.method === 'GET') return list(request.query, all)
    if (request.method !== 'POST') return problem(404, 'Not Found', `Cannot ${request.method} ${request.path}`)
    return withBody(request, (body) => create(kind, body, all, context))
  }
  const found = all.find((one) => one.id === id)
  if (!found) return problem(404, 'Not Found', `Couldn't Find ${nameOf(kind)} With ID: ${id}`)
  switch (request.method) {
    case 'GET':
      return json(200, found)
    case 'PATCH':
      return withBody(request, (body) => update(kind, found, body, context))
    case 'DELETE':
      all.splice(all.indexOf(found), 1)
      context.save()
      return json(200, found)
    default:
      return problem(404, 'Not Found', `Cannot ${request.method} ${request.path}`)
  }
}

/** Puts a call there, or changes one that is, as if it had been made or had gone on at Vapi. Tells nobody. */
export function putCall(call: { id: string; [field: string]: unknown }, context: SandboxContext): SandboxReply {
  const now = context.now().toISOString()
  const found = context.state.calls.find((one) => one.id === call.id)
  const put = found ?? { type: 'inboundPhoneCall', id: call.id, orgId: ORG_ID, createdAt: now, updatedAt: now }
  Object.assign(put, call, { updatedAt: now })
  if (!found) context.state.calls.push(put)
  context.save()
  return json(200, put)
}

// As at Vapi the address itself is the secret, so no key is asked for.
function control(callId: string, body: Record<string, unknown>, context: SandboxContext): SandboxReply {
  if (body.type !== 'say' || typeof body.content !== 'string' || body.content === '') return problem(400, 'Bad Request', 'type must be say, with content')
  context.state.said.push({ callId, content: body.content, at: context.now().toISOString() })
  context.save()
  return json(200, { success: true })
}

function create(kind: Kind, body: Record<string, unknown>, all: VapiResource[], context: SandboxContext): SandboxReply {
  const faults = validate(kind, body, context)
  if (faults.length > 0) return problem(400, 'Bad Request', faults)
  const now = context.now().toISOString()
  const own = kind === 'call' ? { type: 'outboundPhoneCall', status: body.schedulePlan ? 'scheduled' : 'queued' } : {}
  const made: VapiResource = { ...own, ...body, id: randomUUID(), orgId: ORG_ID, createdAt: now, updatedAt: now }
  all.push(made)
  context.save()
  return json(201, made)
}

// A field that is sent replaces the old one whole, and null takes it away; the others stay.
function update(kind: Kind, found: VapiResource, body: Record<string, unknown>, context: SandboxContext): SandboxReply {
  const faults = validate(kind, { ...found, ...body }, context)
  if (faults.length > 0) return problem(400, 'Bad Request', faults)
  const { id, orgId, createdAt } = found
  Object.assign(found, body, { id, orgId, createdAt, updatedAt: context.now().toISOString() })
  for (const [field, value] of Object.entries(body)) if (value === null) delete found[field]
  context.save()
  return json(200, found)
}

function validate(kind: Kind, body: Record<string, unknown>, context: SandboxContext): string[] {
  const faults: string[] = []
  const name = body.name
  if (name !== undefined && name !== null && (typeof name !== 'string' || name.length > 40)) {
    faults.push('name must be shorter than or equal to 40 characters')
  }
  if (
    kind === 'phone-number' &&
    !['twilio', 'vapi', 'vonage', 'telnyx', 'byo-phone-number'].includes(String(body.provider))
  ) {
    faults.push('provider must be one of the following values: byo-phone-number, twilio, vonage, vapi, telnyx')
  }
  if (kind === 'phone-number' && body.provider === 'twilio' && !/^\+[1-9]\d{6,14}$/.test(String(body.number))) {
    faults.push('number must be a valid phone number in the E.164 format')
  }
  if (kind === 'tool' && typeof body.type !== 'string') faults.push('type must be a string')
  if (kind === 'call' && !body.assistantId && !body.assistant && !body.squadId && !body.squad && !body.workflowId) {
    faults.push('Need Either `assistantId`, `assistant`, `squadId`, `squad`, `workflowId`, Or `workflow`.')
  }
  if (kind === 'call') faults.push(...customerFaults(body.customer))
  const phoneNumberId = body.phoneNumberId
  if (kind === 'call' && phoneNumberId && !context.state.phoneNumbers.some((one) => one.id === phoneNumberId)) {
    faults.push(`phoneNumberId ${String(phoneNumberId)} does not exist.`)
  }
  const assistantId = body.assistantId
  if (assistantId && !context.state.assistants.some((one) => one.id === assistantId)) {
    faults.push(`assistantId ${String(assistantId)} does not exist.`)
  }
  return faults
}

function customerFaults(customer: unknown): string[] {
  const { name, number } = (customer ?? {}) as { name?: unknown; number?: unknown }
  const faults: string[] = []
  if (number !== undefined && !/^\+[1-9]\d{6,14}$/.test(String(number))) {
    faults.push('customer.number must be a valid phone number in the E.164 format')
  }
  if (name !== undefined && String(name).length > 40) {
    faults.push('customer.name must be shorter than or equal to 40 characters')
  }
  return faults
}

const ORDERS: [string, (field: number, bound: number) => boolean][] = [
  ['Gt', (field, bound) => field > bound],
  ['Lt', (field, bound) => field < bound],
  ['Ge', (field, bound) => field >= bound],
  ['Le', (field, bound) => field <= bound],
]

function list(query: URLSearchParams, all: VapiResource[]): SandboxReply {
  const limitAsked = Number(query.get('limit') ?? LISTED_MAX)
  const limit = Number.isInteger(limitAsked) && limitAsked >= 0 ? Math.min(limitAsked, 1000) : LISTED_MAX
  const found = all.filter((one) => {
    for (const field of ['id', 'assistantId', 'phoneNumberId']) {
      const wanted = query.get(field)
      if (wanted !== null && one[field] !== wanted) return false
    }
    return (['createdAt', 'updatedAt'] as const).every((field) =>
      ORDERS.every(([suffix, holds]) => {
        const bound = query.get(field + suffix)
        return bound === null || holds(Date.parse(one[field]), Date.parse(bound))
      }),
    )
  })
  return json(200, found.reverse().slice(0, limit))
}

function withBody(request: SandboxRequest, use: (body: Record<string, unknown>) => SandboxReply): SandboxReply {
  try {
    const body: unknown = JSON.parse(request.body || '{}')
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return use(body as Record<string, unknown>)
  } catch {
    return problem(400, 'Bad Request', 'Unexpected token in JSON')
  }
  return problem(400, 'Bad Request', 'The body must be an object')
}

function isKind(name: string): name is Kind {
  return Object.hasOwn(COLLECTIONS, name)
}

function nameOf(kind: Kind): string {
  return { assistant: 'Assistant', 'phone-number': 'Phone Number', tool: 'Tool', call: 'Call' }[kind]
}

function problem(statusCode: number, error: string, message: string | string[]): SandboxReply {
  return json(statusCode, { message, error, statusCode })
}
