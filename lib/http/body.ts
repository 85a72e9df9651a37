import { z } from 'zod'
import { Refused } from '#lib/http/problem.ts'
import { sentenceOf } from '#lib/http/sentences.ts'

/** The body as text, read no further than `limit` bytes. Throws 413 when there is more. */
export async function readText(request: Request, limit: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new Refused('too_large', { limitBytes: limit })
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > limit) throw new Refused('too_large', { limitBytes: limit })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Parses with a schema, or throws 422 that names each field with a sentence fit for a form. What was sent is not repeated. */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value, { error: sentenceOf })
  if (result.success) return result.data
  throw new Refused('invalid_request', {
    detail: 'See errors.',
    errors: result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  })
}

/** Where the first text stands that Postgres keeps nowhere: with a NUL, or with half a surrogate pair (RFC 8259, section 8.2). Null when all can be kept. */
function unkeptText(value: unknown, path: readonly string[] = []): string | null {
  // Nothing that we take lies as deep, and what does would end the reading by its depth.
  if (path.length > 32) return path[0]!
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000') ? null : path.join('.')
  if (typeof value !== 'object' || value === null) return null
  for (const [key, part] of Object.entries(value)) {
    const found = unkeptText(key, path) ?? unkeptText(part, [...path, key])
    if (found !== null) return found
  }
  return null
}

/** As `parse`, for what is kept as it was sent: text that the database can keep nowhere is 422 too. */
export function parseKept<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const path = unkeptText(value)
  if (path !== null) throw new Refused('invalid_request', { detail: 'See errors.', errors: [{ path, message: 'This has a character that cannot be kept.' }] })
  return parse(schema, value)
}

/** The JSON body, checked; 413 over 64 KiB, 422 when it is not JSON or not what the schema wants. */
export async function readJson<S extends z.ZodType>(request: Request, schema: S, limit = 65_536): Promise<z.output<S>> {
  const text = await readText(request, limit)
  let value: unknown
  try {
    value = text === '' ? {} : JSON.parse(text)
  } catch {
    throw new Refused('invalid_request', { detail: 'The body is not JSON.', errors: [{ path: '', message: 'This is not JSON.' }] })
  }
  return parse(schema, value)
}
