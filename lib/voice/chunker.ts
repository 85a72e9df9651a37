/** The shortest first clause that is worth a voice of its own, and how long one waits for a pause at most; in characters. */
const FIRST_MIN = 8
const FIRST_MAX = 40
/** Later pieces are whole sentences, for their melody. */
const LATER_MIN = 20
const LATER_MAX = 150

const ABBREVIATION = /(?:^|[\s(])(?:dr|mr|mrs|ms|prof|st|no|e\.g|i\.e|approx|a\.m|p\.m|vs|etc|tel|ext)\.$/i
/** "3." before a space may be a time, a price or the first of a list: what follows tells, so it is waited for. */
const FIGURE = /\d\.$/

/** What a model marks up is not spoken. */
const plain = (text: string): string => text.replace(/\*\*|__|`+|^#{1,6}\s+/gm, '').replace(/(^|\s)[*_](?=\S)|(?<=\S)[*_](?=[\s.,;:!?]|$)/g, '$1')

/** Where the first piece of `text` ends, its trailing space included; 0 when it is not there yet. */
function cutOf(text: string, isFirst: boolean): number {
  const ends = isFirst ? /[,;:.!?][)"']?\s/g : /[.!?][)"']?\s/g
  for (const match of text.matchAll(ends)) {
    const end = match.index + match[0].length
    const before = text.slice(0, match.index + 1)
    if (before.length < (isFirst ? FIRST_MIN : LATER_MIN) || ABBREVIATION.test(before) || FIGURE.test(before)) continue
    return end
  }
  // A mark after a letter ends the first clause whatever follows: the space is the next token's, and a token is worth waiting for only when it may be a figure.
  if (isFirst && text.length >= FIRST_MIN && /\p{L}[,;!?]$/u.test(text)) return text.length
  const most = isFirst ? FIRST_MAX : LATER_MAX
  if (text.length <= most) return 0
  const space = text.lastIndexOf(' ', most)
  return space > 0 ? space + 1 : 0
}

export type Chunker = { push: (text: string) => string[]; end: () => string[] }

/**
 * Cuts what a model writes into what a voice can say: the first clause as early as it makes sense, then sentences. Pieces put together are
 * the text, spaces included, less any mark-up. "£1.50", "Dr. Smith", "3.30" and addresses stay whole.
 */
export function createChunker(): Chunker {
  let rest = ''
  let isFirst = true
  const take = (): string[] => {
    const pieces: string[] = []
    for (let cut = cutOf(rest, isFirst); cut > 0; cut = cutOf(rest, isFirst)) {
      pieces.push(plain(rest.slice(0, cut)))
      rest = rest.slice(cut)
      isFirst = false
    }
    return pieces.filter((piece) => piece.trim() !== '')
  }
  return {
    push: (text) => {
      rest += text
      return take()
    },
    end: () => {
      const last = plain(rest)
      rest = ''
      return last.trim() === '' ? [] : [last]
    },
  }
}
