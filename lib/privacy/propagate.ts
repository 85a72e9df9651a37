import { singular } from './lexicon/canonical.ts'
import { lexicon } from './lexicon/load.ts'
import { neverNames } from './name-words.ts'
import { placesOf, read, type Doc, type Range } from './text.ts'
import type { Label, Span } from './types.ts'
import { re } from './pattern.ts'

/** What was masked so far in a call, to be found again in whatever is said or written later. */
export type Memory = Map<string, { words: string[]; label: Label }[]>

const light = new Set(
  `a an the my of i am is and or to in on for with no not yes yeah it was have had been some any at from by me this that
  as so but all do did does be are we you he she they his her our your bit lot got get very really just about`.split(
    /\s+/,
  ),
)

/** What the keys begin with, as no word does, of what only an agent that names it must not say. */
const quotes = ' '

/** And of a given name that is a plain word, which an agent says only where somebody is called by it. */
const called = '  '

/** And of the words of an e-mail address, which only an agent reads back; elsewhere they are somebody's name, or any words. */
const readBack = '   '

/** Nobody says more words than these again as they were; comparing them would cost more than the rest. */
const longest = 14

const areSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((word, i) => word === other[i])

/** Remembers what a span said, when it is enough to be recognised: not "no", nor a plain word that means something else elsewhere. */
export function remember(memory: Memory, doc: Doc, { start, end, label }: Span): void {
  const said = doc.words.filter((word) => word.start >= start && word.end <= end && !word.isMask)
  const words = said.map((word) => word.w)
  while (words.length > 0 && light.has(words[0]!)) words.shift()
  while (words.length > 0 && light.has(words.at(-1)!)) words.pop()
  if (label === 'EMAIL') rememberLocal(memory, doc.text.slice(start, end), words)
  if (words.length === 0 || words.length > longest) return
  const put = (some: string[], key = singular(some[0]!)) => {
    const known = memory.get(key)
    if (!known) memory.set(key, [{ words: some, label }])
    else if (!known.some((one) => one.label === label && areSame(one.words, some))) known.push({ words: some, label })
  }
  if (label === 'HEALTH') for (const word of words) put([word], quotes + singular(word))
  if (label === 'NAME') put([words[0]!], called + words[0]!)
  const { known, everyday, terms, keep } = lexicon()
  // A treatment that somebody had is named again when it is asked for, and by agents who ask everybody.
  if (label === 'HEALTH' && keep.has(words.join(' '))) return
  // What was spelled is said as a word too.
  const letters = words.filter((word) => word !== 'capital')
  if (label === 'NAME' && letters.length > 3 && letters.every((word) => word.length === 1)) put([letters.join('')])
  const isTelling = (word: string) =>
    word.length > 2 && !(label === 'HEALTH' && keep.has(word)) && (!known.has(word) || (label !== 'NAME' && !everyday.has(word) && terms.get(word)?.tier === 'S'))
  if (
    words.length > 1 ||
    isTelling(words[0]!) ||
    (label === 'NAME' && !neverNames.has(words[0]!) && !everyday.has(words[0]!))
  )
    put(words)
  if (label === 'NAME' || label === 'HEALTH' || label === 'SENSITIVE')
    for (const word of words) if (isTelling(word) && words.length > 1) put([word])
}

/**
 * What stands before the "at" of an address, as an agent reads it back: "d r hutch", "flossie the cat", or in letters. One word of
 * English alone says too little.
 */
function rememberLocal(memory: Memory, text: string, words: readonly string[]): void {
  const local = text.includes('@') ? read(text.slice(0, text.indexOf('@'))).words.map(({ w }) => w) : words.slice(0, Math.max(0, words.indexOf('at')))
  const put = (some: string[]) => {
    const key = readBack + singular(some[0]!)
    const known = memory.get(key)
    if (!known) memory.set(key, [{ words: some, label: 'EMAIL' }])
    else if (!known.some((one) => one.label === 'EMAIL' && areSame(one.words, some))) known.push({ words: some, label: 'EMAIL' })
  }
  if (local.length > longest) return
  if (local.length > 1 && local.some((word) => word.length > 1 || local.length > 2)) put([...local])
  for (const word of local) if (/^[a-z]{3,12}$/.test(word) && !light.has(word)) put([...word])
}

/** "April here … I'm due in on April the third": the month, and nobody's name. */
const isMonthAt = ({ words }: Doc, i: number): boolean =>
  /^(?:january|april|may|june|july|august)$/.test(words[i]!.w) &&
  (/^(?:in|on|of|until|till|by|this|next|last|early|late|mid|since)$/.test(words[i - 1]?.w ?? '') || /^(?:the|\d{1,2}(?:st|nd|rd|th)?|first|second|third)$/.test(words[i + 1]?.w ?? ''))

/** Where something remembered is said again. */
export const recalled = (memory: Memory, doc: Doc): (Range & { label: Label })[] => recalledBy(memory, doc, '')

function recalledBy(memory: Memory, doc: Doc, kind: string): (Range & { label: Label })[] {
  const found: (Range & { label: Label })[] = []
  if (memory.size === 0) return found
  for (let i = 0; i < doc.words.length; i += 1) {
    for (const { words, label } of memory.get(kind + singular(doc.words[i]!.w)) ?? []) {
      const isSame = words.every((word, k) => {
        const said = doc.words[i + k]
        return (
          said !== undefined && !said.isMask && (k === 0 || said.gap !== '.') && singular(said.w) === singular(word)
        )
      })
      if (isSame && !(label === 'NAME' && words.length === 1 && isMonthAt(doc, i))) found.push({ from: i, to: i + words.length, label })
    }
  }
  return found
}

/** What somebody does about an illness, which tells that they have it. */
const treats = /\b(?:anything|something|tablets?|tried|taken|take|takes|treated|treatment) for (?:the|your)$/
const definite = re`\b(?:the|your|that|this|those|these|any more|still|so|and|or|note|noted|add|added|flag|written|put) (?=[a-z])`

/** Where an agent calls somebody by a name that is a plain word elsewhere: "Sunny, how lovely", "and what can I help with, Joy?". */
function calledBy(memory: Memory, { words }: Doc): (Range & { label: Label })[] {
  return words.flatMap(({ w, gap, isMask }, i) => {
    const next = words[i + 1]
    const isFirst = (i === 0 || gap === '.') && (next?.gap === ',' || /^(?:how|that|what|and|thank|thanks|lovely|i|is|are|you)$/.test(next?.w ?? ''))
    const isLast = !next || next.gap === '.'
    const isGreeted = /^(?:hi|hello|thanks|you|sorry|okay|ok|right|lovely|great|bye|so)$/.test(words[i - 1]?.w ?? '') && (!next || next.gap !== '' || /^(?:and|i|what|how|that|is|can)$/.test(next.w))
    return !isMask && w.length > 2 && memory.has(called + w) && !neverNames.has(w) && !(/^(?:may|will)$/.test(w) && /^(?:i|we|you|that|it)$/.test(next?.w ?? '')) && (isFirst || (isLast && i > 0) || isGreeted || words.length === 1) ? [{ from: i, to: i + 1, label: 'NAME' as const }] : []
  })
}

/** Where an agent names an illness that the caller told of, however plain the word: "have you taken anything for the headache?". */
export function quoted(memory: Memory, doc: Doc): (Range & { label: Label })[] {
  const { terms, everyday, keep } = lexicon()
  const names = [...recalled(memory, doc), ...calledBy(memory, doc)]
  const mail = recalledBy(memory, doc, readBack).filter((one) => !names.some((other) => other.from < one.to && one.from < other.to))
  return [...calledBy(memory, doc), ...mail, ...placesOf(doc, definite).flatMap(({ to }) => {
    const w = singular(doc.words[to]?.w ?? '')
    const tier = terms.get(w)?.tier
    const isKnown = (tier !== undefined && tier !== 'D') || !everyday.has(w)
    const isTaken = tier === 'S' && treats.test(doc.words.slice(Math.max(0, to - 4), to).map((word) => word.w).join(' '))
    return (memory.has(quotes + w) && w.length > 3 && isKnown && !keep.has(w)) || isTaken ? [{ from: to, to: to + 1, label: 'HEALTH' as const }] : []
  })]
}

const statement =
  /\b(?:sorry you are|sorry about the|(?<!\b(?:have|had|do|did|are|were|if) )you (?:mentioned|said|told|have told|were saying|have|are on|take|are taking|had|suffer)|so you|noted|sorry to hear|with your|because of your|due to your|i have put|put down|got you down|i see you|as you|since you|for your|about your|on file|your notes|given your|regarding your|(?:i|we) (?:will|have) (?:just |also )?(?:note|noted|add|added|flag|flagged|put|pop|mark|marked|write|written|wrote|log|logged|record|recorded)|while you are|did (?:the|that|they) (?:\w+ )?(?:help|clear|work|settle)|is that for|need(?:s)? checking)\b/

/** What an agent says back about somebody, as opposed to what it asks. */
export const isStatement = (doc: Doc): boolean => statement.test(doc.line)

const greeted = re`\b(?:thanks|thank you|hi|hello|lovely|great|perfect|okay|ok|right|brilliant|morning|
  afternoon|bye|goodbye|welcome|sorry|cheers|so|is that|is it|am i speaking (?:to|with)|speaking (?:to|with)|
  got that|there you go|bear with me|nice to meet you) (?=[a-z])`

/** Words of an agent that stand where a name is said: "thanks derek". */
export const greetingsIn = (doc: Doc): number[] =>
  [...placesOf(doc, greeted)].map(({ to }) => to).filter((at) => at < doc.words.length)
