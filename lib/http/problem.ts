/** RFC 9457 problem types that this API answers with; `code` is stable, `title` is for people. */
export const problems = {
  unauthenticated: [401, 'Sign in or send a key'],
  forbidden: [403, 'Not yours, or not there'],
  not_permitted: [403, 'This person may not be texted'],
  not_found: [404, 'There is nothing at this path'],
  method_not_allowed: [405, 'This path does not do that'],
  slot_taken: [409, 'That time was just taken'],
  slot_unavailable: [409, 'That time cannot be booked'],
  already_booked: [409, 'They have booked already'],
  not_bookable: [409, 'That booking is no longer active'],
  too_large: [413, 'The body is too large'],
  invalid_request: [422, 'Something in the request is not right'],
  idempotency_key_reused: [422, 'This key was used for another request'],
  age_confirmation_required: [422, 'This procedure needs a confirmation of age'],
  age_refused: [422, 'This procedure is for adults'],
  too_many: [429, 'Too many requests, try again shortly'],
  internal: [500, 'Something went wrong on our side'],
  busy: [503, 'Too busy just now, try again with the same key'],
} as const

export type ProblemCode = keyof typeof problems

/** An `application/problem+json` answer. `extra` joins the body; it must hold nothing personal. */
export function problem(code: ProblemCode, extra: Record<string, unknown> = {}, headers: Record<string, string> = {}): Response {
  const [status, title] = problems[code]
  return new Response(JSON.stringify({ type: `https://callwaiting.example/problems/${code}`, title, status, code, ...extra }), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  })
}

/** Thrown where a handler cannot go on; the wrapper turns it into its answer. */
export class Refused extends Error {
  readonly code: ProblemCode
  readonly extra: Record<string, unknown>
  constructor(code: ProblemCode, extra: Record<string, unknown> = {}) {
    super(code)
    this.code = code
    this.extra = extra
  }
}
