export type TextPart = { isName: boolean; text: string }

/**
 * Splits a text at every mention of a person's first or last name, so that "hide names" can reach into it. Whole words in any
 * case; joined again the parts are the text.
 */
export function namePartsOf(text: string, name: string | null): TextPart[] {
  const words = (name ?? '').split(/\s+/).filter((word) => word.length > 1).map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  if (words.length === 0 || text === '') return [{ isName: false, text }]
  const mention = new RegExp(`(?<![\\p{L}\\p{N}])((?:${words.join('|')})(?:\\s+(?:${words.join('|')}))*)(?![\\p{L}\\p{N}])`, 'iu')
  return text
    .split(mention)
    .map((part, n) => ({ isName: n % 2 === 1, text: part }))
    .filter((part) => part.text !== '')
}
