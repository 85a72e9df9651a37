import { mayBegin } from './date-numbers.ts'
import type { Found } from './numbers.ts'
import { symbolAt } from './spelling.ts'
import { list, type Doc } from './text.ts'

/** Of these one says that what was said before was wrong; the others may stand beside it. */
const wrong = new Set(list('no sorry wait scrap lie mean hang actually'))
const beside = new Set(list('on hold i mean tell a that it is make oh not'))
const longest = 5

/**
 * What was said wrong right before what must go, in the same words: "[triple seven] no hang on [oh double seven …]", "[the seventh] no
 * sorry [eighth of october …]", "[fifty one] no [fifty two marsh lane]". It is part of the same.
 */
export function putRightIn(doc: Doc, found: readonly Found[], taken: ReadonlySet<number>): Found[] {
  const { words } = doc
  return found.flatMap(({ from, label }) => {
    if (label !== 'PHONE' && label !== 'DOB' && label !== 'ADDRESS') return []
    let to = from
    while (to > 0 && !taken.has(to - 1) && (wrong.has(words[to - 1]!.w) || beside.has(words[to - 1]!.w))) to -= 1
    if (!words.slice(to, from).some(({ w }) => wrong.has(w))) return []
    const isPart = (i: number) => (label === 'DOB' ? mayBegin(words[i]!.w) : symbolAt(words, i, true)?.kind === 'digit')
    // Two words make a digit of "double oh", of which the second is one as well.
    const isFirst = (i: number) => label === 'PHONE' && /^(?:double|triple|treble)$/.test(words[i]!.w)
    let begin = to
    while (begin > 0 && to - begin < longest && !taken.has(begin - 1) && !words[begin - 1]!.isMask && (isPart(begin - 1) || isFirst(begin - 1))) begin -= 1
    return begin < to ? [{ from: begin, to, label }] : []
  })
}
