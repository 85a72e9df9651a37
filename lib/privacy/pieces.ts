import type { Span } from './types.ts'

/** A longer text is worked on in pieces of this many characters, so that the work grows only with the length. */
const longest = 700
/** What neighbouring pieces have in common, so that nothing is lost where one ends. */
const overlap = 120

/** Thrown when a text takes longer than it may; the turn is then not stored. */
export class TooSlow extends Error {
  override name = 'TooSlow'
}

/** Whether a text is longer than anybody speaks without a pause: more than three pieces. */
export const isLong = (text: string): boolean => text.length > 3 * longest

/** The pieces of a text, cut at spaces where there are any, with the place where each begins. */
export function piecesOf(text: string): { text: string; start: number }[] {
  const pieces: { text: string; start: number }[] = []
  let start = 0
  while (text.length - start > longest) {
    const space = text.lastIndexOf(' ', start + longest)
    const end = space > start + overlap * 2 ? space : start + longest
    pieces.push({ text: text.slice(start, end), start })
    const back = text.indexOf(' ', end - overlap)
    start = back >= 0 && back < end ? back + 1 : end - overlap
  }
  pieces.push({ text: text.slice(start), start })
  return pieces
}

/** The spans that `find` gives for the pieces of a text, as spans of the whole; `mayGoOn` is asked before each. */
export function spansByPiece(
  text: string,
  mayGoOn: () => boolean,
  find: (piece: string, start: number) => readonly Span[],
): Span[] {
  return piecesOf(text).flatMap((piece) => {
    if (!mayGoOn()) throw new TooSlow()
    return find(piece.text, piece.start).map((span) => ({
      ...span,
      start: span.start + piece.start,
      end: span.end + piece.start,
    }))
  })
}
