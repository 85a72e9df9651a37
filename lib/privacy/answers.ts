import { list, type Doc, type Range } from './text.ts'

/** Words of an answer that say nothing themselves; they part what was said. */
const empty = new Set(
  list(`yes yeah yep yup no nope nah not i am have had has do does did a an the my it is was
  been got get just only really very quite some any of and or but well so um
  to be honest think that can know sure okay ok right fine thanks thank you please sorry oh with on in at for from
  about me mine he she they we there anything nothing none think like never all both
  would say guess suppose probably maybe sometimes often course would will else bit little lot mate love still now
  currently at moment this since as if what then too also by are were don not nothing's`),
)
/** What belongs to the booking, and ends an answer about health. */
const booking =
  /\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|appointment|book|booking|price|cost|how much|consultation|available|slot|deposit|o clock|quid|pounds|what time|can i|could i|can you|do you|is there|are there|why do you|what do you mean|why)\b/

/**
 * What is secret in an answer to a question about health or belief: "yes" and "no" too, when they are all there is. From a
 * longer answer the words go that say something; `isTaken` tells those that already do.
 */
export function answerIn(doc: Doc, kept: readonly Range[], isTaken: (word: number) => boolean): Range[] {
  const { words } = doc
  if (words.length === 0 || words.some((word) => word.isMask) || doc.text.trim().endsWith('?')) return []
  const first = doc.line.search(booking)
  const end = first < 0 ? words.length : doc.at[first]!
  const answer = words.slice(0, end)
  if (answer.length === 0 || answer.length > 24) return []
  const isSaid = (i: number) => !empty.has(words[i]!.w) && !kept.some((one) => one.from <= i && i < one.to)
  const said = answer.map((_, i) => i).filter(isSaid)
  // Nothing but "yes" or "no": that is the answer.
  if (said.length === 0) return answer.length <= 8 && kept.length === 0 ? [{ from: 0, to: end }] : []
  if (said.some(isTaken) && answer.length > 8) return []
  if (answer.length > 8) return []
  if (answer.length <= 5 && kept.length === 0) return [{ from: 0, to: end }]
  const ranges: Range[] = []
  for (const i of said) {
    if (isTaken(i)) continue
    const last = ranges.at(-1)
    if (last && last.to === i) last.to = i + 1
    else ranges.push({ from: i, to: i + 1 })
  }
  return ranges
}
