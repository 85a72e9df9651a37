import { spanProblems } from '#lib/scheduling/spans.ts'
import type { Span, WeekSpan } from '#lib/scheduling/hours-types.ts'

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** A week while it is edited: the spans of each day, Monday first. */
export type WeekDraft = Span[][]

/** What is wrong, by where it stands: `0.1.closes` is the end of Monday's second span. */
export type Problems = Record<string, string>

const USUAL: Span = { opens: '09:00', closes: '17:00' }
const END_OF_DAY = '24:00'

export const draftOf = (week: readonly WeekSpan[]): WeekDraft =>
  WEEKDAYS.map((_, n) => week.filter(({ weekday }) => weekday === n + 1).map(({ opens, closes }) => ({ opens, closes })))

export const weekOf = (draft: WeekDraft): WeekSpan[] => draft.flatMap((spans, n) => spans.map((span) => ({ weekday: n + 1, ...span })))

export const problemsOf = (draft: WeekDraft): Problems =>
  Object.fromEntries(draft.flatMap((spans, day) => spanProblems(spans).map(({ index, field, message }) => [`${day}.${index}.${field}`, message])))

/** A time field knows no 24:00: midnight at the end of a day is shown as 00:00, and meant by it there. */
export const shownTime = (time: string): string => (time === END_OF_DAY ? '00:00' : time)
export const meantTime = (field: keyof Span, text: string): string => (field === 'closes' && text === '00:00' ? END_OF_DAY : text)

/** A closed day opened at the usual hours; one stretch with a lunch in it, or, where no lunch lies in it, another to fill in. */
export function withMore(spans: readonly Span[]): Span[] {
  const [only] = spans
  if (!only) return [USUAL]
  if (spans.length > 1 || only.opens > '12:00' || only.closes < '14:00') return [...spans, { opens: '', closes: '' }]
  return [{ opens: only.opens, closes: '12:30' }, { opens: '13:30', closes: only.closes }]
}
