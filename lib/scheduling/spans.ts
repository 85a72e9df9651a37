import type { Span } from '#lib/scheduling/hours-types.ts'

/** A lunch gap at most. */
export const MOST_SPANS = 2

/** A time of day as hours are written. */
export const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

export type SpanProblem = { index: number; field: keyof Span; message: string }

/** What is wrong with the hours of one day, each beside the field that mends it. */
export function spanProblems(spans: readonly Span[]): SpanProblem[] {
  const problems: SpanProblem[] = []
  const say = (index: number, field: keyof Span, message: string) => problems.push({ index, field, message })
  for (const [index, { opens, closes }] of spans.entries()) {
    if (!isTime(opens)) say(index, 'opens', 'Enter a time, such as 09:00.')
    else if (!isTime(closes) && closes !== '24:00') say(index, 'closes', 'Enter a time, such as 17:30.')
    else if (closes <= opens) say(index, 'closes', 'This must be after the beginning.')
    else if (spans.some((other, n) => n < index && other.opens < closes && opens < other.closes)) say(index, 'opens', 'These hours overlap the others of the day.')
  }
  return problems
}
