import { nounAt } from './object.ts'
import { placesOf, type Doc, type Range } from './text.ts'
import { re } from './pattern.ts'

const cue = re`\b(?:diagnos\w+|symptoms?|suffer\w*|prescri\w+|allerg\w+|hospitalised|operated on|disabilit\w+|
  incurable|inherited|my (?:illness|condition|consultant|specialist))\b`

/**
 * The safety net: a sentence that speaks of health although no rule found what it says. The cue and the noun after it go.
 * `isClosed` tells whether a word is masked, only asked about or part of a saying.
 */
export function netIn(doc: Doc, isClosed: (word: number) => boolean): Range[] {
  return [...placesOf(doc, cue)]
    .filter(({ from }) => !isClosed(from))
    .map(({ from, to }) => ({ from, to: to < doc.words.length ? (nounAt(doc, to, 3)?.to ?? to) : to }))
}
