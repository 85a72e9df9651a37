import { canonical, singular } from './lexicon/canonical.ts'
import { lexicon, type Term } from './lexicon/load.ts'
import { isOneLetter, type Doc, type Range, type Word } from './text.ts'

/** A phrase of the lexicon in a text. */
export type Hit = Range & { term: Term; key: string }

/** The single letters from a word on, joined ("a d h d"): null when it does not begin a run of two at least. */
function lettersFrom(words: readonly Word[], i: number): string | null {
  let text = ''
  for (let k = i; k < words.length && k < i + 8 && isOneLetter(words[k]!.w) && words[k]!.gap !== '.'; k += 1)
    text += words[k]!.w
  return text.length >= 2 ? text : null
}

function lookUp(words: readonly string[]): { key: string; term: Term } | null {
  const { terms } = lexicon()
  const single = words.map(singular)
  const forms = [canonical(words)]
  // Most words are no plurals, and a look for what is not in the table costs the most.
  if (single.some((word, i) => word !== words[i])) forms.push(canonical([...words.slice(0, -1), single.at(-1)!]), canonical(single))
  for (const key of forms) {
    const term = terms.get(key)
    if (term) return { key, term }
  }
  return null
}

/** No term has more words. */
const longestTerm = 7

/** Whether a term may go on with a word. */
const goesOn = (word: Word | undefined): boolean => word !== undefined && word.gap !== '.' && !word.isMask

/** The longest term that begins at a word. */
function termAt(words: readonly Word[], heard: readonly string[], i: number): Hit | null {
  if (words[i]!.isMask) return null
  const { terms } = lexicon()
  const letters = lettersFrom(words, i)
  for (let length = letters?.length ?? 0; length >= 2; length -= 1) {
    const key = letters!.slice(0, length)
    const term = terms.get(key)
    if (term && term.tier !== 'F') return { from: i, to: i + length, term, key }
  }
  const first = heard[i]!
  const most = terms.begins(canonical([first])) || terms.begins(singular(first)) ? longestTerm : 1
  let length = 1
  while (length < most && goesOn(words[i + length])) length += 1
  for (; length >= 1; length -= 1) {
    const found = lookUp(heard.slice(i, i + length))
    if (found) return { from: i, to: i + length, ...found }
  }
  return joinedAt(words, heard, i)
}

/** One word that recognition has split: "hay fever", "over active". */
function joinedAt(words: readonly Word[], heard: readonly string[], i: number): Hit | null {
  const { terms, known } = lexicon()
  for (const length of [3, 2]) {
    const parts = heard.slice(i, i + length)
    const key = parts.join('')
    if (parts.length < length || key.length < 7) continue
    const one = singular(key)
    const term = terms.get(key) ?? (one === key ? undefined : terms.get(one))
    const isOne = words.slice(i + 1, i + length).every((word) => word.gap === '' && !word.isMask)
    if (term?.tier === 'S' && isOne && !(known.has(key) && parts.every((part) => part.length > 5)))
      return { from: i, to: i + length, term, key }
  }
  return null
}

/** All terms of the lexicon in a text, the longest first at each place, without overlap. `heard` are the words, put right. */
export function termsIn(doc: Doc, heard: readonly string[]): Hit[] {
  const hits: Hit[] = []
  for (let i = 0; i < doc.words.length;) {
    const hit = termAt(doc.words, heard, i)
    if (hit) hits.push(hit)
    i = hit ? hit.to : i + 1
  }
  return hits
}
