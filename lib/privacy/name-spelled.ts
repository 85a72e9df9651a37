import { brands } from './brands.ts'
import { lexicon } from './lexicon/load.ts'
import { symbolAt } from './spelling.ts'
import { isOneLetter, list, type Doc, type Range } from './text.ts'
import type { Name } from './names.ts'
import type { Expectation } from './types.ts'

const abbreviations = new Set(
  list('asap vat prp ipl bbl nhs led hifu diy bmi uk gp tbc faq dna vip bnpl pdo smas abc tv pm'),
)

/** Letters that stand for an illness: a sure one, or all that was spelled. */
const isSure = (part: string, length: number): boolean => {
  const term = lexicon().terms.get(part)
  return term !== undefined && (part.length === length || (term.tier === 'S' && (part.length > 2 || part === 'tb')))
}

/** Whether letters, with those before them, spell what the clinic does: "profhilo, p r o f h i l o". */
function isTreatment(doc: Doc, from: number, said: string): boolean {
  let whole = said
  for (let i = from - 1; i >= 0 && /^[a-z]$/.test(doc.words[i]!.w); i -= 1) whole = doc.words[i]!.w + whole
  const without = whole.slice(1)
  return lexicon().keep.has(whole) || brands.has(whole) || (/^[aio]/.test(whole) && (lexicon().keep.has(without) || brands.has(without)))
}

/**
 * A run of four letters and more that is no abbreviation, spelled or in the radio alphabet: somebody spells a name. Three
 * where a name was asked for.
 */
export function spelledName(doc: Doc, i: number, expects: Expectation): (Range & { said: string }) | null {
  let [to, said, isRadio] = [i, '', false]
  for (;;) {
    const word = doc.words[to]
    if (!word || word.isMask) break
    if (said && (word.w === 'capital' || word.w === 'hyphen' || word.w === 'space') && /^[a-z]$/.test(doc.words[to + 1]?.w ?? '')) {
      to += 1
      continue
    }
    const symbol = word.w === 'o' ? { text: 'O', took: 1, kind: 'letter' } : symbolAt(doc.words, to, false)
    if (symbol?.kind !== 'letter' || (to > i && word.gap === '.')) break
    isRadio ||= word.w.length > 1 && word.w !== 'double'
    said += symbol.text.toLowerCase()
    to += symbol.took
  }
  const next = doc.words[to]?.w ?? ''
  if (isTreatment(doc, i, said)) return null
  const least = expects === 'name' && !isRadio ? 2 : isRadio ? 3 : 4
  const isHealth = [...said].some((_, k) =>
    [2, 3, 4].some((length) => k + length <= said.length && isSure(said.slice(k, k + length), said.length)),
  )
  if (said.length < least || abbreviations.has(said) || isHealth || /\d/.test(next)) return null
  return said.startsWith('i') && said.length === least && !isRadio ? null : { from: i, to, said }
}

/** A word and the letters that spell it, on either side of it: "ede e d e", "maj that's m a j". Both go; the word is a name because it is spelled. */
export function spelledBeside(doc: Doc, found: readonly Name[]): Name[] {
  const { words } = doc
  const isFound = (i: number) => found.some((one) => one.from <= i && i < one.to)
  const letterAt = (i: number): string => {
    const { w } = words[i] ?? { w: '' }
    return isOneLetter(w) ? w : w === 'double' && isOneLetter(words[i + 1]?.w ?? '') ? 'double' : ''
  }
  const names: Name[] = []
  for (let i = 0; i < words.length; i += 1) {
    if (!letterAt(i) || letterAt(i - 1)) continue
    let [to, said] = [i, '']
    while (letterAt(to) && !words[to]!.isMask) {
      const letter = letterAt(to)
      said += letter === 'double' ? words[to + 1]!.w.repeat(2) : letter
      to += letter === 'double' ? 2 : 1
    }
    if (said.length < 2) continue
    // The letters may go on with a word of one letter: "e d e i am".
    for (const length of [said.length, said.length - 1]) {
      const name = said.slice(0, length)
      const end = to - (said.length - length)
      const at = length < 2 ? -1 : words.findIndex((word, k) => (k >= i - 4 && k < i || k >= to && k < to + 3) && !word.isMask && word.w.replace(/['’]/g, '') === name)
      if (at < 0 || (length === 2 && !isFound(at)) || lexicon().keep.has(name) || lexicon().terms.has(name) || brands.has(name)) continue
      const spelled = { label: 'NAME' as const, part: 'whole' as const, weight: 0, value: '' }
      if (!isFound(at)) names.push({ ...spelled, from: at, to: at + 1, weight: 0.5, value: words[at]!.raw })
      for (let k = i; k < end; k += 1) if (!isFound(k)) names.push({ ...spelled, from: k, to: k + 1 })
      break
    }
  }
  return names
}
