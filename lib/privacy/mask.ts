import type { Label, Span } from './types.ts'

/** Which label stands where several meet: what is longer to repair wins. */
const rank: readonly Label[] = [
  'CARD',
  'NHS_NUMBER',
  'NI_NUMBER',
  'EMAIL',
  'PHONE',
  'POSTCODE',
  'DOB',
  'NAME',
  'ADDRESS',
  'HEALTH',
  'SENSITIVE',
]

const restOfName = /^(?:[-‐‑]\p{L}[\p{L}'’]*)+/u
const startOfName = /(?:(?:^|(?<=[^\p{L}]))(?:mr|mrs|miss|ms|mx|mister|missus|dr|doctor|prof|professor)\.? )?(?:\p{L}[\p{L}'’]*[-‐‑])*$/iu
const street = /^ (?:road|rd|street|lane|avenue|crescent|terrace|gardens|grove|mews|row|farm|cottages?)\b/i

/** "Suite [3, Old Custom House]", "block c [gelli flats]". */
const unit = /\b(?:suite|unit|flat|block|apartment|studio|plot)(?: (?:[a-z]|\d{1,3}[a-z]?))?,? $/i

/** An address with the number of its flat; a name with its title and what a hyphen joins to it, "[Patel]-Hughes"; and one after which a street is called is where somebody lives: "[Halliwell] Road". */
function wholeOf(text: string, span: Span): Span {
  if (span.label === 'ADDRESS') return { ...span, start: span.start - (unit.exec(text.slice(Math.max(0, span.start - 24), span.start))?.[0].length ?? 0) }
  if (span.label !== 'NAME') return span
  const [before, after] = [startOfName.exec(text.slice(Math.max(0, span.start - 40), span.start)), restOfName.exec(text.slice(span.end, span.end + 40))]
  const [start, end] = [span.start - (before?.[0].length ?? 0), span.end + (after?.[0].length ?? 0)]
  const road = street.exec(text.slice(end, end + 12))
  return { ...span, start, end: end + (road?.[0].length ?? 0), label: road ? 'ADDRESS' : 'NAME' }
}

/** Spans in order and without overlap: those that touch or overlap become one, with the label that ranks first. */
export function merged(text: string, spans: readonly Span[]): Span[] {
  const sorted = spans.filter((span) => span.end > span.start).map((span) => wholeOf(text, span)).sort((a, b) => a.start - b.start || b.end - a.end)
  const result: Span[] = []
  for (const span of sorted) {
    const last = result.at(-1)
    const isNear =
      last &&
      (span.start < last.end || (span.label === last.label && /^[\s-]*$/.test(text.slice(last.end, span.start))))
    if (!isNear) {
      result.push({ ...span })
      continue
    }
    last.end = Math.max(last.end, span.end)
    if (rank.indexOf(span.label) < rank.indexOf(last.label)) last.label = span.label
  }
  return result
}

/** The text with each span replaced by its label in square brackets. Spans are in order and do not overlap. */
export function masked(text: string, spans: readonly Span[]): string {
  let result = ''
  let at = 0
  for (const { start, end, label } of spans) {
    result += `${text.slice(at, start)}[${label}]`
    at = end
  }
  return result + text.slice(at)
}
