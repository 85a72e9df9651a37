import { toGsm7 } from './segments.ts'

/** A first name longer than this is left out of a text. */
export const longestFirstName = 20

const titles = new Set(['mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'prof', 'professor', 'sir', 'lady', 'dame', 'rev'])
const nobody = new Set(['unknown', 'caller', 'none', 'null', 'undefined', 'anonymous', 'unnamed', 'withheld'])

/** One part between hyphens: O'Neil for o'neil or O'NEIL; McKenzie stays as it was written. */
function capitalised(part: string, isMixed: boolean): string {
  const rest = isMixed ? part : part.toLowerCase()
  return rest.replace(/^(\p{L}')?\p{L}/u, (start) => start.toUpperCase())
}

/**
 * The first name as a text says it, in the 7-bit alphabet, or null. A name comes from speech recognition, so one with
 * anything but letters, hyphens and apostrophes is left out rather than guessed at; so are a title without a first name
 * and a word that stands for nobody. A double name that is too long loses its second half.
 */
export function firstNameOf(name: string | null): string | null {
  const words = (name ?? '').normalize('NFC').replace(/[’‘ʼ]/g, "'").trim().split(/\s+/)
  const isTitle = titles.has(words[0]!.toLowerCase().replace(/\.$/, ''))
  const word = isTitle ? (words.length > 2 ? words[1]! : '') : words[0]!
  if (!/^\p{L}[\p{L}'-]*\p{L}$/u.test(word) || nobody.has(word.toLowerCase())) return null

  const isMixed = word !== word.toLowerCase() && word !== word.toUpperCase()
  const plain = toGsm7(word.split('-').map((part) => capitalised(part, isMixed)).join('-'))
  const short = plain.length > longestFirstName ? plain.split('-')[0]! : plain
  return short.length <= longestFirstName && /^\p{L}[\p{L}'-]*\p{L}$/u.test(short) ? short : null
}

/** At most `length` characters of a name: whole words while they last, less a dangling "and" or "&". */
export function shortened(name: string, length: number): string {
  if (name.length <= length) return name
  const start = name.slice(0, length + 1)
  const words = start.includes(' ') ? start.slice(0, start.lastIndexOf(' ')) : name.slice(0, length)
  return words.replace(/(?:\s+(?:and|&|of|the|at|for|-)|[,;:&-])+$/i, '')
}

/**
 * A public label as it stands in a sentence: "Facelift consultation" becomes "facelift consultation". Acronyms and brands
 * with capitals or digits further on (PRP, CO2, HydraFacial), single letters (V-lift) and names of places stay.
 */
export function midSentence(label: string): string {
  const word = /^\S*/.exec(label)![0]
  const stays = !/^\p{Lu}\p{Ll}/u.test(word) || /[\p{Lu}\d]/u.test(word.slice(1))
    || /^(?:Brazilian|British|French|Hollywood|Japanese|Korean|Russian|Swedish|Thai)\b/.test(word)
  return stays ? label : label[0]!.toLowerCase() + label.slice(1)
}

const notNames = /^(?:thanks?|thank you|many thanks|cheers|ok(?:ay)?|yes|yeah|yep|no|nope|hi|hello|hey|please|sorry|what|why|who|when|sure|great|perfect|lovely|book|change|call|help)\b/i

/** What a person who was asked for a name answered, when it can be one: one to four words of letters, and no pleasantry. At most 80 letters. */
export function nameIn(reply: string): string | null {
  const said = /^\s*(?:(?:it['’]?s|my name is|i['’]?m)\s+)?(\p{L}[\p{L}'’-]*(?:\s+\p{L}[\p{L}'’-]*){0,3})\s*[.!]?\s*$/iu.exec(reply)?.[1]
  return said && !notNames.test(said) ? said.slice(0, 80) : null
}
