const counts = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]

/** The key under which a phrase is kept: its words with small numbers written out. */
export const canonical = (words: readonly string[]): string =>
  words.map((word) => (word.length < 3 && /^\d{1,2}$/.test(word) ? (counts[Number(word)] ?? word) : word)).join(' ')

/** Endings that only make a plural; "s" alone does not after s, u or i. */
export function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word
  if (/ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`
  return /(?:ch|sh|x|ss)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1)
}
