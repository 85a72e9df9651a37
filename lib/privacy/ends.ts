import { isOneLetter, list, type Doc } from './text.ts'
import type { Span } from './types.ts'

/** Words that tell nothing where something private begins: "[I'm] allergic to latex" tells as little as "I'm [HEALTH]". */
const before = new Set(list('i my me am is was were been have has had it and but so just a an the for at to from with of as this that we our'))
/** The same where it ends. With most of them something new begins: "my BMI is thirty four [will] he still do it?". */
const after = new Set(list('and but so as do does can could will would should i my the a an at from for on to of is am are was it if that'))
/** How many years, where the years are left: "on methotrexate [ten] years". */
const counted = new Set(list('one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty'))
const lengths = new Set(list('year years month months week weeks day days'))

/**
 * The spans of health and belief without such words at their ends, so that a transcript stays readable. One letter beside another may be a part
 * of what is spelled ("a d h d"). A span of nothing else stays as it is.
 */
export function withoutIdleEnds(doc: Doc, spans: readonly Span[]): Span[] {
  const { words } = doc
  return spans.map((span) => {
    if (span.label !== 'HEALTH' && span.label !== 'SENSITIVE') return span
    let from = words.findIndex((word) => word.start >= span.start)
    let to = words.findLastIndex((word) => word.end <= span.end) + 1
    // A written word may stand for two: "I'm".
    const isIdle = (i: number, idle: ReadonlySet<string>) => words.every(({ start, w, raw }) => start !== words[i]!.start || idle.has(w) || (w === 'are' && raw !== w))
    const isSpelled = (i: number, beside: number) => isOneLetter(words[i]!.w) && isOneLetter(words[beside]?.w ?? '')
    while (from >= 0 && to - from > 1 && isIdle(from, before) && !isSpelled(from, from + 1)) from += 1
    // "At mass on Sundays": the day stays, as it does elsewhere.
    const isDay = (i: number) => /^(?:mon|tues|wednes|thurs|fri|satur|sun)days?$/.test(words[i]!.w) && (/^(?:on|that|this|next|every)$/.test(words[i - 1]?.w ?? '') || /s$/.test(words[i]!.w)) && to - from > 1
    const isLength = (i: number) => counted.has(words[i]!.w) && lengths.has(words[i + 1]?.w ?? '')
    while (from >= 0 && to - from > 1 && ((isIdle(to - 1, after) && !isSpelled(to - 1, to - 2)) || isLength(to - 1) || isDay(to - 1))) to -= 1
    if (from < 0 || to - from < 1 || (to - from === 1 && (isIdle(from, before) || isIdle(from, after)))) return span
    return { ...span, start: Math.max(span.start, words[from]!.start), end: Math.min(span.end, words[to - 1]!.end) }
  })
}
