import { phrases } from './idiom-phrases.ts'
import { list, type Doc, type Range } from './text.ts'

const forms: Record<string, string> = {
  my: 'my your his her our their the a an', me: 'me you him her us them it myself', IS: 'is are was were be been am being', HAVE: 'have has had having', GET: 'get gets got getting',
  GIVE: 'give gives gave given giving', GO: 'go goes going went gone', a: 'a an the', an: 'an a the', I: 'i', i: 'i we',
}

type Step = { next: Map<string, Step>; isEnd: boolean }
const fresh = (): Step => ({ next: new Map(), isEnd: false })
let known: Step | null = null

/** All figures of speech as one tree of words. */
function tree(): Step {
  const root = fresh()
  for (const phrase of phrases.split(',')) {
    let ends = new Set([root])
    for (const token of list(phrase)) {
      const isOptional = token.startsWith('(')
      const words = token.replace(/[()]/g, '').split('/').flatMap((one) => list(forms[one] ?? one))
      const after = new Set<Step>(isOptional ? ends : [])
      for (const end of ends)
        for (const word of words) {
          const step = end.next.get(word) ?? fresh()
          end.next.set(word, step)
          after.add(step)
        }
      ends = after
    }
    for (const end of ends) if (end !== root) end.isEnd = true
  }
  return root
}

/** Where the longest figure of speech that begins at a word ends; 0: none does. */
function endFrom(words: Doc['words'], from: number): number {
  let step = (known ??= tree()).next.get(words[from]!.w)
  let end = 0
  for (let to = from + 1; step; to += 1) {
    if (step.isEnd) end = to
    step = to < words.length && words[to]!.gap === '' ? step.next.get(words[to]!.w) : undefined
  }
  return end
}

/** Figures of speech, the longest at each place, as ranges of words. Linear in the length. */
export const idiomsIn = ({ words }: Doc): Range[] =>
  words.flatMap((_, from) => {
    const to = endFrom(words, from)
    return to > from ? [{ from, to }] : []
  })
