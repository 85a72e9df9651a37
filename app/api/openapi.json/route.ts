import { openapi } from './description.ts'

export const GET = (): Response => Response.json(openapi())
