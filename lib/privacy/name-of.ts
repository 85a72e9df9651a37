import type { Name } from './names.ts'
import type { Doc } from './text.ts'

/** "Singh — harjit singh sandhu", "patience patience mensah", "kev, kevin pike": a name that is said again with the rest of it. */
const withoutRepeat = (words: Doc['words']): Doc['words'] =>
  words.length > 1 && (words[1]!.w === words[0]!.w || (words.length > 2 && words[1]!.w.startsWith(words[0]!.w)) || (words.length > 2 && words.slice(2).some((word) => word.w === words[0]!.w))) ? words.slice(1) : words

/** "Joyce love", "davie mccluskey pal": the last word is who is spoken to. It is masked all the same: it may be a surname. */
const spokenTo = (words: Doc['words']): Doc['words'] =>
  /^(?:love|hen|hun|dear|duck|pet|darling|mate)$/.test(words.at(-1)?.w ?? '') || (words.length > 2 && words.at(-1)!.w === 'pal') ? words.slice(0, Math.max(1, words.length - 1)) : words

/** Titles of those who work here too, so that they are no titles of callers elsewhere. */
const honours = /^(?:professor|prof|reverend|rev|sir|dame|lord|lady|father|sister)$/
const withoutHonour = (words: Doc['words']): Doc['words'] => (words.length > 1 && honours.test(words[0]!.w) ? words.slice(1) : words)

const isHyphen = (w: string): boolean => w === 'hyphen' || w === 'dash'

/** The words of a name as they were written, with the hyphens between them. */
export const asWritten = (doc: Doc, words: Doc['words']): string =>
  spokenTo(withoutRepeat(withoutHonour(words))).reduce((text, word, i, all) => {
    // "Smythe hyphen barrington": a hyphen that is said.
    if (isHyphen(word.w) && i > 0 && i + 1 < all.length) return text
    const isJoined = i > 0 && (isHyphen(all[i - 1]!.w) || /^[-‐‑]$/.test(doc.text.slice(all[i - 1]!.end, word.start)))
    return i === 0 ? word.raw : `${text}${isJoined ? '-' : ' '}${word.raw}`
  }, '')

/**
 * What is known of the name after all turns: of what was said to be the whole name the longest, a first name and a surname
 * put together. A name that was only spelled counts when none was said.
 */
export function nameOf(found: readonly Name[]): string | undefined {
  const given = found.filter((one) => one.value && one.weight > 0)
  const length = (one: Name) => one.value!.split(/\s+/).length
  const first = given.find((one) => one.part === 'first')
  const last = given.findLast((one) => one.part === 'last' && one.weight >= 1) ?? given.findLast((one) => one.part === 'last')
  const wholes = given.filter((one) => one.part === 'whole' && one.weight >= 1)
  const longest = wholes.filter((one) => length(one) > 1).sort((a, b) => b.weight - a.weight || length(b) - length(a))[0]
  const whole = longest ?? wholes.sort((a, b) => b.weight - a.weight)[0] ?? given.find((one) => one.part === 'whole')
  const holds = (one: Name, part: Name) => one.value!.toLowerCase().split(/\s+/).includes(part.value!.toLowerCase())
  // "Dawn", and in the next breath "Hebblethwaite": two answers that are one name, whichever of them was taken for it.
  const isWord = (one: Name) => one.part === 'whole' && one.value !== undefined && one.value !== '' && !one.value.includes(' ')
  if (whole && isWord(whole) && !first && !last) {
    const rest = found.find((one) => isWord(one) && (one.from === whole.to || (one.to === whole.from && one.weight >= 1)))
    const [given, family] = rest && rest.from < whole.from ? [rest, whole] : [whole, rest]
    // "Kev, kevin": the same name twice.
    if (family && !family.value!.toLowerCase().startsWith(given.value!.toLowerCase())) return `${given.value} ${family.value}`
  }
  if (first && last) return `${first.value} ${last.value}`
  if (first && whole && whole.value !== first.value) return holds(whole, first) ? whole.value : `${first.value} ${whole.value}`
  if (last && whole) return holds(whole, last) || length(whole) > 1 ? whole.value : `${whole.value} ${last.value}`
  return (whole ?? first ?? last)?.value
}
