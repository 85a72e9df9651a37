import { problem } from '#lib/http/problem.ts'

/** Whatever lies below /api and is no route, by any verb: told to a program as every other refusal is. */
const unknown = (): Response => problem('not_found')

export const GET = unknown
export const POST = unknown
export const PUT = unknown
export const PATCH = unknown
export const DELETE = unknown
export const OPTIONS = unknown
