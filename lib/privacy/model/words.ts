import { singular } from '../lexicon/canonical.ts'
import { hashOf } from '../lexicon/packed.ts'
import { seenAs } from '../lexicon/load.ts'
import { list, type Word } from '../text.ts'
import { kinds } from './kinds.ts'

/** A word in numbers: itself, its stem, its beginning and endings, what the lexicon and the word net have, what it is about. */
export type Code = { w: number; stem: number; start: number; last3: number; last4: number; kind: number; sense: number; topic: number }

const isFigure = (w: string): boolean => /\d/.test(w)
const stemOf = (w: string): string => {
  const one = singular(w)
  const cut = one.length > 5 ? one.replace(/(?:ing|ed|er|y|ly|e)$/, '') : one
  return cut.length > 4 && cut.at(-1) === cut.at(-2) ? cut.slice(0, -1) : cut
}

let topics: Map<string, number> | null = null

function readKinds(): Map<string, number> {
  const found = new Map<string, number>()
  let kind = 0
  for (const line of kinds.split('\n'))
    if (line.startsWith('[')) kind += 1
    else
      for (const word of list(line))
        for (const form of [word.replace(/[-']/g, ''), stemOf(word)]) if (!found.has(form)) found.set(form, kind)
  return found
}

/** What a word is about, see `kinds`; 0: nothing that is known. */
function topicOf(w: string): number {
  topics ??= readKinds()
  return topics.get(w) ?? topics.get(stemOf(w)) ?? 0
}

const codes = new Map<string, Code>()
const remembered = 8192

/** Only words of the lexicon are remembered from one text to the next. */
export function codeOf({ w, isMask }: Word): Code {
  const known = codes.get(w)
  if (known) return known
  const said = isMask ? '[]' : isFigure(w) ? '0' : w
  const { hash, kind, sense } = seenAs(said)
  const code = {
    w: hash,
    stem: hashOf(stemOf(said)),
    start: hashOf(said.slice(0, 4)),
    last3: hashOf(said.slice(-3)),
    last4: hashOf(said.slice(-4)),
    kind: kind & 0x6f,
    sense,
    topic: topicOf(said),
  }
  if (kind !== 0) {
    if (codes.size >= remembered) codes.clear()
    codes.set(w, code)
  }
  return code
}

/** What stands before a text and after it. */
export const edge: Code = { w: 1, stem: 1, start: 1, last3: 1, last4: 1, kind: 255, sense: 0, topic: 255 }
