import { z } from 'zod'
import { problems, type ProblemCode } from '#lib/http/problem.ts'
import { ref, schemaOf, type Schema } from './schema.ts'

const answerOf = (description: string, schema: Schema | null, type = 'application/json') =>
  schema ? { description, content: { [type]: { schema } } } : { description }

function refusals(codes: ProblemCode[]): Record<string, unknown> {
  const byStatus = Map.groupBy(codes, (code) => problems[code][0])
  return Object.fromEntries([...byStatus].map(([status, some]) => [status, answerOf(some.map((code) => problems[code][1]).join('; '), ref('Problem'), 'application/problem+json')]))
}

type Operation = {
  summary: string; status?: number; answer: Schema | null; body?: z.ZodType; isBodyOptional?: boolean; query?: z.ZodType; isKeyed?: boolean; codes?: ProblemCode[]; isOpen?: boolean; type?: string
}

/** One verb of one path: what it takes, what it answers, and how it refuses. */
export function operation({ summary, status = 200, answer, body, isBodyOptional = false, query, isKeyed, codes = [], isOpen = false, type }: Operation) {
  const properties = query ? ((schemaOf(query) as { properties: Record<string, Schema>; required?: string[] })) : { properties: {} }
  const required = new Set((properties as { required?: string[] }).required ?? [])
  const parameters = [
    ...Object.entries(properties.properties).map(([name, schema]) => ({ name, in: 'query', required: required.has(name), schema })),
    ...(isKeyed ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 255 }, description: 'The same key gives the same answer; with another body it is refused.' }] : []),
  ]
  const usual: ProblemCode[] = isOpen ? [] : ['unauthenticated', 'forbidden', 'too_many', ...(body || query ? (['invalid_request'] as const) : []), ...(body ? (['too_large'] as const) : [])]
  return {
    summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: !isBodyOptional, content: { 'application/json': { schema: schemaOf(body) } } } } : {}),
    ...(isOpen ? { security: [] } : {}),
    responses: { [status]: answerOf('Done', answer, type), ...refusals([...usual, ...codes]) },
  }
}
