import { phrases } from './idiom-phrases.ts'
import { oncePerLine } from './once.ts'
import { list, type Doc, type Range } from './text.ts'

const forms: Record<string, string> = {
  my: 'my your his her our their the a an', me: 'me you him her us them it myself', IS: 'is are was were be been am being', HAVE: 'have has had having', GET: 'get gets got getting',
  GIVE: 'give gives gave given giving', GO: 'go goes going went gone', a: 'a an the', an: 'an a the', I: 'i', i: 'i we',
}

type Step = { next: Map<string, Step>; isEnd: boolean }
const fresh = (): Step => ({ next: new Map(), isEnd: false })

/** The words that may stand where this is written. */
const wordsFor = (token: string): string[] => token.replace(/[()]/g, '').split('/').flatMap((one) => forms[one]?.split(' ') ?? one)

/** Figures of speech as they are written, by each word that they may begin with; that one is never optional. */
function writtenByFirst(): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const phrase of phrases.split(',')) {
    const figure = phrase.trim()
    for (const word of wordsFor(figure.split(/\s/, 1)[0]!)) {
      const known = found.get(word)
      if (known) known.push(figure)
      else found.set(word, [figure])
    }
  }
  return found
}

let written: Map<string, string[]> | null = null
const grown = new Map<string, Step>()

/** What may follow a word, as a tree of words. Grown when the word is first said: all at once take 30 ms of the start of a process. */
function after(first: string): Step | undefined {
  const phrasesFrom = (written ??= writtenByFirst()).get(first)
  if (!phrasesFrom) return undefined
  const step = grown.get(first) ?? tree(phrasesFrom).next.get(first)!
  grown.set(first, step)
  return step
}

/** Figures of speech as one tree of words. */
function tree(figures: readonly string[]): Step {
  const root = fresh()
  for (const figure of figures) {
    let ends = new Set([root])
    for (const token of list(figure)) {
      const isOptional = token.startsWith('(')
      const reached = new Set<Step>(isOptional ? ends : [])
      for (const end of ends)
        for (const word of wordsFor(token)) {
          const step = end.next.get(word) ?? fresh()
          end.next.set(word, step)
          reached.add(step)
        }
      ends = reached
    }
    for (const end of ends) if (end !== root) end.isEnd = true
  }
  return root
}

/** Where the longest figure of speech that begins at a word ends; 0: none does. */
function endFrom(words: Doc['words'], from: number): number {
  let step = after(words[from]!.w)
  let end = 0
  for (let to = from + 1; step; to += 1) {
    if (step.isEnd) end = to
    step = to < words.length && words[to]!.gap === '' ? step.next.get(words[to]!.w) : undefined
  }
  return end
}

/** Figures of speech, the longest at each place, as ranges of words. Linear in the length. */
export const idiomsIn = oncePerLine(({ words }): readonly Range[] =>
  words.flatMap((_, from) => {
    const to = endFrom(words, from)
    return to > from ? [{ from, to }] : []
  }),
)
