import { paths } from './paths.ts'
import { id, type Schema } from './schema.ts'
import { schemas } from './schemas.ts'

/** The OpenAPI 3.1 description of every route, made from the schemas that the routes check with. */
export function openapi(): Schema {
  for (const [path, item] of Object.entries(paths)) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)
    if (names.length > 0) item.parameters = names.map((name) => ({ name, in: 'path', required: true, schema: id }))
  }
  return {
    openapi: '3.1.0',
    info: { title: 'CallWaiting AI', version: '1', description: 'Times are RFC 3339 with offset. A foreign id and one that does not exist are the same 403.' },
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A Supabase access token, or a clinic API key (cw_...)' },
        session: { type: 'apiKey', in: 'cookie', name: 'sb-auth-token', description: 'The session cookie of the dashboard' },
        twilioSignature: { type: 'apiKey', in: 'header', name: 'X-Twilio-Signature' },
        vapiSecret: { type: 'apiKey', in: 'header', name: 'X-Vapi-Secret' },
      },
    },
  }
}
