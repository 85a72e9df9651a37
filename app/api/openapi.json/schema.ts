import { z } from 'zod'

// How a schema is written down, and the smallest of them.

export type Schema = Record<string, unknown>

/** What a zod schema takes, as JSON Schema. */
export const schemaOf = (schema: z.ZodType): Schema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest
}
/** One of the named schemas. */
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })
/** A page of such, and where the next begins. */
export const list = (name: string): Schema => ({
  type: 'object', required: ['items', 'nextCursor'],
  properties: { items: { type: 'array', items: ref(name) }, nextCursor: { type: ['string', 'null'] } },
})
export const instant = { type: 'string', format: 'date-time' }
export const id = { type: 'string', format: 'uuid' }
/** The same, or null. */
export const nullable = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] })
/** An object that has all of these. */
export const object = (properties: Record<string, Schema>): Schema => ({ type: 'object', required: Object.keys(properties), properties })
