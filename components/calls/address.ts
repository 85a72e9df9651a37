import { addDays, isDay } from '#lib/shared/time.ts'

export const OUTCOME_FILTERS = ['in-progress', 'booked', 'not-booked', 'transferred', 'emergency'] as const
export type OutcomeFilter = (typeof OUTCOME_FILTERS)[number]

export const SPANS = ['today', '7', '30', 'custom'] as const
export type Span = (typeof SPANS)[number]

/** Which calls are shown. The words of a search are not among it: an address is kept in histories and logs, a name is not for them. */
export type CallPlace = {
  outcome: OutcomeFilter | null
  /** Slug. */
  procedure: string | null
  span: Span | null
  /** First and last day of a span of one's own. */
  from: string | null
  to: string | null
  cursor: string | null
}

type Query = Record<string, string | string[] | undefined>

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/

/** What the address of the calls page asks for; anything that makes no sense is left out. */
export function readCallPlace(query: Query): CallPlace {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '')
  const dayIn = (name: string) => (isDay(text(name)) ? text(name) : null)
  const wanted = text('status') === 'in-progress' ? 'in-progress' : text('outcome')
  const span = SPANS.find((one) => one === text('days')) ?? null
  const [from, to] = span === 'custom' ? [dayIn('from'), dayIn('to')] : [null, null]
  const isBackwards = from !== null && to !== null && from > to
  return {
    outcome: OUTCOME_FILTERS.find((one) => one === wanted) ?? null,
    procedure: SLUG.test(text('procedure')) ? text('procedure') : null,
    span,
    from: isBackwards ? to : from,
    to: isBackwards ? from : to,
    cursor: UUID.test(text('cursor')) ? text('cursor') : null,
  }
}

/** The address of the calls page for a place; a cursor stands only where it is given, since a changed filter begins anew. */
export function callsHref(slug: string, place: Partial<CallPlace> = {}): string {
  const search = new URLSearchParams()
  if (place.outcome) search.set('outcome', place.outcome)
  if (place.procedure) search.set('procedure', place.procedure)
  if (place.span) search.set('days', place.span)
  if (place.span === 'custom' && place.from) search.set('from', place.from)
  if (place.span === 'custom' && place.to) search.set('to', place.to)
  if (place.cursor) search.set('cursor', place.cursor)
  return `/${slug}/calls${search.size > 0 ? `?${search}` : ''}`
}

export type CallFilter = { outcome?: OutcomeFilter; procedure?: string; from?: string; to?: string }

/** The place as what the server filters by: days of the clinic, first and last one included. `today` is the clinic's. */
export function filterOf({ outcome, procedure, span, from, to }: CallPlace, today: string): CallFilter {
  const first = span === 'today' ? today : span === '7' ? addDays(today, -6) : span === '30' ? addDays(today, -29) : from
  const last = span === 'custom' ? to : null
  return {
    ...(outcome ? { outcome } : {}),
    ...(procedure ? { procedure } : {}),
    ...(first ? { from: first } : {}),
    ...(last ? { to: last } : {}),
  }
}

/** Whether anything narrows the list. */
export const isFiltered = (place: CallPlace): boolean => Boolean(place.outcome || place.procedure || place.span)
