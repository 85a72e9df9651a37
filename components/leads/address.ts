import { addDays } from '#lib/shared/time.ts'

export const VIEWS = ['open', 'texted', 'recovered', 'not_texted', 'all'] as const
export type LeadView = (typeof VIEWS)[number]

/** The views' names as the owner reads them. */
export const VIEW_WORDS: Record<LeadView, string> = {
  open: 'Open',
  texted: 'Texted',
  recovered: 'Recovered',
  not_texted: 'No text',
  all: 'All',
}

/** Which leads are shown: `month` ('YYYY-MM') belongs to the recovered ones only. */
export type LeadPlace = { view: LeadView; month: string | null; cursor: string | null }

type Query = Record<string, string | string[] | undefined>

const MONTH = /^[12]\d{3}-(0[1-9]|1[0-2])$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What the address of the leads page asks for; anything that makes no sense is left out. */
export function readLeadPlace(query: Query): LeadPlace {
  const view = VIEWS.find((one) => one === query.view) ?? 'open'
  const month = view === 'recovered' && typeof query.month === 'string' && MONTH.test(query.month) ? query.month : null
  const cursor = typeof query.cursor === 'string' && UUID.test(query.cursor) ? query.cursor : null
  return { view, month, cursor }
}

/** The address of the leads page for a view. */
export function leadsHref(slug: string, place: Partial<LeadPlace> = {}): string {
  const search = new URLSearchParams()
  if (place.view && place.view !== 'open') search.set('view', place.view)
  if (place.month) search.set('month', place.month)
  if (place.cursor) search.set('cursor', place.cursor)
  return `/${slug}/leads${search.size > 0 ? `?${search}` : ''}`
}

/** The month so many months later, 'YYYY-MM'. */
export function stepMonth(month: string, months: number): string {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`
}

/** First and last day of a month. */
export function daysOfMonth(month: string): [first: string, last: string] {
  return [`${month}-01`, addDays(`${stepMonth(month, 1)}-01`, -1)]
}
