import { lexicon } from './lexicon/load.ts'
import { isForeign } from './name-apart.ts'
import { closers, isLikelyAlone, mayBeName, neverNames } from './name-words.ts'
import { list, type Doc, type Range } from './text.ts'
import type { KeepList } from './types.ts'

const openings = new Set(list('hi hello hiya hey yes yeah aye well right oh so no ok okay it is this i am that wee big old only just me put who actually again as down under auntie aunty uncle nana'))
/** How people say which name they mean: "gill as in jill", "mark with a k", "cher like the singer". */
const told =
  /^(?:as in (?!new\b|before\b|last\b|how\b|what (?:is|are|do|does|happens)\b)|(?:with|without) (?:an?|one|two|no|double) (?:[a-z]|ph|ck|apostrophe|fada|hyphen|umlaut|accent|cedilla|double [a-z])(?: |$)|(?:but |and )(?:everyone|everybody|people|they|my mates|friends) (?:says?|calls?)\b|also known as\b|known as\b|(?:two|double|one) [a-z](?: |$)|like the (?:flower|singer|season|month|colour|color|spice|stone|weather|actor|actress|bird|tree|herb|gem|car|city|river|saint|footballer|drink|coin|day|film|book)\b|short for |innit\b|from the [a-z]+ (?:list|slot|clinic|booking|appointment|session)\b|from (?:earlier|before|yesterday|last (?:week|night|time)|this morning|about (?:ten|five|twenty|an hour))\b|from the (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|quarter)\b|i think i (?:spoke|rang|called|phoned)|i (?:called|rang|phoned|spoke to)\b|that is (?:the|my) (?:full |whole |proper |real )?(?:surname|name|first name|last name)\b|that is what (?:everybody|everyone|they|people) |(?:everybody|everyone) knows me|is what (?:she|he|i|they) go(?:es)? by\b|spelt |spelled |(?:yes |and )(?:yes )?(?:it is my real name|that is my real name|really$|i have heard the jokes|like the ))/
/** After "here" comes what they ring for: not where something is. */
const rings = /^(?:here$|here (?:i|about|for|again|ringing|calling|phoning|my|and|can|could|just|hen|love|pal|mate|hi|hello|sorry|wanting|returning|it)\b)/
/** Short forms of given names that no list of names has, or that are words as well. */
const shortForms = new Set(list('rab chip babs baz gaz daz shaz caz loz trev bev sal shug shuggie kev gav jase deb debs bex stu tam ned reg vi flo'))

/** The name with which a turn begins and of which the caller tells how it is meant, or who says "… here". Null when none does. */
export function nameTold(doc: Doc, own: KeepList): Range | null {
  const { words } = doc
  let from = 0
  while (from < words.length && from < 5 && openings.has(words[from]!.w) && !words[from]!.isMask) from += 1
  const isPlain = (i: number) => {
    const word = words[i]
    return word !== undefined && !word.isMask && word.w.length > 1 && !neverNames.has(word.w) && !closers.has(word.w) && !lexicon().keep.has(word.w) && !own.staff.has(word.w)
  }
  const isName = (i: number) => isPlain(i) && (mayBeName(words[i]!.w) || shortForms.has(words[i]!.w) || isForeign(words[i]!.w, own) || isLikelyAlone(words[i]!.w))
  for (const to of [from + 2, from + 1]) {
    const name = words.slice(from, to)
    if (name.length < to - from || !name.every((_, k) => isName(from + k)) || name.some((word, k) => k > 0 && word.gap === '.')) continue
    const rest = words.slice(to, to + 7).map((word) => word.w).join(' ')
    if (told.test(rest) || rings.test(rest)) return { from, to }
  }
  // "Put it down as lord, that's my surname": whatever the word is.
  const isSaid = (words[from]?.w.length ?? 0) > 2 && !words[from]!.isMask && /^that is (?:the|my|our) (?:surname|last name|family name|married name|first name|name)\b/.test(words.slice(from + 1, from + 6).map((word) => word.w).join(' '))
  return isSaid ? { from, to: from + 1 } : null
}

const isNameable = ({ w, isMask }: Doc['words'][number], own: KeepList): boolean =>
  !isMask && w.length > 1 && !neverNames.has(w) && !own.staff.has(w) && !lexicon().keep.has(w) && (mayBeName(w) || isForeign(w, own))

/** A given name, and soon again with a surname: "rose, rose tennant", "it's may as in the month, may appleby". */
export function saidTwice(doc: Doc, own: KeepList): Range[] {
  const { words } = doc
  for (let i = 0; i < Math.min(4, words.length); i += 1) {
    // "Hyacinth", which is a plain word first.
    const isOdd = i === 0 && !isNameable(words[i]!, own) && words[i]!.w.length > 4 && !neverNames.has(words[i]!.w) && !lexicon().keep.has(words[i]!.w)
    if ((!isOdd && !isNameable(words[i]!, own)) || words[i]!.w === 'dot') continue
    const again = words.findIndex((word, k) => k > i && k <= i + 6 && word.w === words[i]!.w && !word.isMask)
    const [last, next] = [words[again + 1], words[again + 2]]
    const isOver = !next || next.gap !== '' || next.isMask || closers.has(next.w)
    if (again > 0 && last?.gap === '' && last.w !== words[i]!.w && (isNameable(last, own) || (!isOdd && (isLikelyAlone(words[i]!.w) || isForeign(words[i]!.w, own) || again === i + 1) && last.w.length > 2 && !neverNames.has(last.w) && !lexicon().keep.has(last.w))) && isOver) return [{ from: again, to: again + 2 }, { from: i, to: i + 1 }]
  }
  return []
}

/** "Harcourt hyphen bligh". */
export function hyphened(doc: Doc, own: KeepList): Range[] {
  return doc.words.flatMap(({ w }, i) => {
    const [before, after] = [doc.words[i - 1], doc.words[i + 1]]
    return /^(?:hyphen|dash)$/.test(w) && before && after && isNameable(before, own) && isNameable(after, own) ? [{ from: i - 1, to: i + 2 }] : []
  })
}
