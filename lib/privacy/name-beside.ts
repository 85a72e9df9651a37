import { brands } from './brands.ts'
import { treatmentsIn } from './keep.ts'
import { lexicon } from './lexicon/load.ts'
import { isForeign } from './name-apart.ts'
import { isUnknown, meantBy } from './misheard.ts'
import { closers, isLikelyAlone, mayBeName, neverNames, staffTitles } from './name-words.ts'
import type { Name } from './names.ts'
import { list, type Doc } from './text.ts'
import type { Expectation, KeepList } from './types.ts'

const kin = new Set(
  list(`carer mum mam dad sister brother nan nana gran granny grandma grandad auntie aunty aunt uncle cousin niece nephew son
  baby kids brothers sisters twins boys girls children lads ex bairns weans sons daughters exes hubby
  daughter lad lass husband wife missus partner boyfriend girlfriend fiance fiancee mate friend neighbour boss colleague manager flatmate housemate bridesmaid goddaughter godmother stepdaughter stepson stepmum stepdad twin bairn wean hubby ex gaffer solicitor landlord landlady`),
)
const links = new Set(list('is called named and our'))

/** Names that are words of every sentence as well: "my brother so i …", "my mum may come". */
const everyday = new Set(list('so to lo man long will may can love day all mark'))
/** After these a strange word is a place: "in crewe", "flies in from toronto". */
const isPlaceAfter = (words: Doc['words'], i: number): boolean =>
  /^(?:in|near|towards|via)$/.test(words[i - 1]?.w ?? '') || (words[i - 1]?.w === 'from' && /^(?:in|over|up|down|back|home|come|comes|coming|all|way|flies|flying|you|us|here|travel|travelling|driving|drive)$/.test(words[i - 2]?.w ?? '')) ||
  // "The deansgate one".
  (words[i - 1]?.w === 'the' && /^(?:one|branch|clinic|salon|place|store|shop)$/.test(words[i + 1]?.w ?? ''))

/** Whether a word says whose relative it is. */
const isOf = (words: Doc['words'], i: number): boolean => /^(?:my|me|his|her|our|your|the)$/.test(words[i]?.w ?? '')

/** "Sister agnes" is a nurse, unless it is somebody's sister. */
const isNurse = (words: Doc['words'], i: number): boolean =>
  words[i]!.w === 'sister' && !/^(?:my|me|his|her|our|your|the|little|big|older|younger|twin)$/.test(words[i - 1]?.w ?? '')

/** A word that no dictionary has, nor the lists of illnesses, medicines and brands. */
const isStrange = (w: string, own: KeepList): boolean =>
  w.length >= 4 &&
  isUnknown(w) &&
  !brands.has(w) &&
  !neverNames.has(w) &&
  !own.staff.has(w) &&
  !lexicon().keep.has(w) &&
  !lexicon().terms.has(w) &&
  meantBy(w, 0.2) === null

/** Before one of the clinic's people, or what is no person. */
const servedBy = /^(?:with|see|seeing|saw|by|or|from|can|could|did|has|will|ask|for|nurse|doctor|dr|about|under|prefer|is|does|the|a|an|at|on|in|near|of|dot|my|your|so|very|too|this|that|next|last)$/

/** Before one of the clinic's people: with them somebody is booked, and to them somebody spoke. */
const byStaff = /\b(?:(?:booked|booking|appointment|consultation|slot|session|seen|in) with|(?:spoke|spoken|speaking|saying|talking|talked|comes|goes) (?:to|with)|can you tell|will you tell|let|sees)$/

/**
 * Names beside others: of relatives ("my son harry", "our denise"), and strange words in a turn that tells a name anyway, or
 * was asked for one; with a number or an address (`hasDetails`) known given names too, wherever no staff is spoken of. They are masked, but not
 * taken for the caller's own.
 */
export function besides(doc: Doc, expects: Expectation, own: KeepList, found: readonly Name[], hasDetails: boolean): Name[] {
  const { words } = doc
  const isOpen = (i: number) =>
    words[i] !== undefined && !words[i]!.isMask && !found.some((one) => one.from <= i && i < one.to)
  const isTelling = found.length > 0 || expects === 'name' || words.some(({ w }, i) => kin.has(w) && !isNurse(words, i) && !(w === 'baby' && lexicon().keep.has(words[i + 1]?.w ?? '')))
  const names: Name[] = []
  const treatments = treatmentsIn(doc)
  // A surname goes with it: "my dad ken price".
  const isSurname = (i: number) => isOpen(i) && words[i]!.gap === '' && (mayBeName(words[i]!.w) || isForeign(words[i]!.w, own)) && (!words[i + 1] || words[i + 1]!.gap !== '' || closers.has(words[i + 1]!.w))
  const add = (i: number) => names.push({ from: i, to: isSurname(i + 1) ? i + 2 : i + 1, label: 'NAME', part: 'whole', weight: 0, value: isSurname(i + 1) ? `${words[i]!.raw} ${words[i + 1]!.raw}` : words[i]!.raw })
  words.forEach(({ w, gap, raw }, i) => {
    // "My mum and dad's ruby wedding", "her Adam's apple".
    if (!isOpen(i) || /^(?:wedding|anniversary|apple)$/.test(words[i + 1]?.w ?? '')) return
    const [before, last] = [words[i - 1]?.w ?? '', words[i - 2]?.w ?? '']
    const isKin = gap !== '.' && !(before === 'sister' && isNurse(words, i - 1)) && (kin.has(before) || (links.has(before) && kin.has(last)) || before === 'our')
    const isWord = everyday.has(w) && words[i + 1]?.gap !== ',' && !/^(?:is|was|has|had|who|and|here|speaking|will)$/.test(words[i + 1]?.w ?? 'is')
    const isAfterKin = kin.has(before) && gap === '' && mayBeName(w) && isOf(words, i - 2) && !isWord && !/^(?:so|to|lo)$/.test(w)
    // "Dermal filler": what stands right before a treatment says which.
    const isTreatment = treatments.some((one) => one.from <= i && i < one.to) || words[i + 1]?.gap === '' && lexicon().keep.has(words[i + 1]!.w)
    // "I'm booked in with natalie", "I spoke to rebecca", "can you tell chantelle": who works there.
    const isServed = expects !== 'name' && byStaff.test(words.slice(Math.max(0, i - 3), i).map((word) => word.w).join(' '))
    if (isServed && !isKin) return
    if (((isTelling || (hasDetails && !servedBy.test(before))) && isStrange(w, own) && !isTreatment && !staffTitles.has(before) && !(before === 'you' && last === 'that') && (expects === 'name' || !isPlaceAfter(words, i))) || (isKin && (isLikelyAlone(w) || isAfterKin || (gap === '' && before === 'our' && isForeign(w, own))))) add(i)
    // "It's jack's mum", "try derek on …".
    else if (kin.has(words[i + 1]?.w ?? '') && /['’]s$/.test(raw) && (mayBeName(w) || isStrange(w, own))) add(i)
    // "Can Seren, my eldest, sit in the waiting room?"
    else if (words[i + 1]?.w === 'my' && (kin.has(words[i + 2]?.w ?? '') || /^(?:eldest|youngest|oldest|middle|little|other)$/.test(words[i + 2]?.w ?? '')) && (isLikelyAlone(w) || isStrange(w, own))) add(i)
    else if (words[i + 2]?.isMask && /^(?:on|at)$/.test(words[i + 1]!.w) && (isLikelyAlone(w) || isStrange(w, own))) add(i)
    else if (hasDetails && isLikelyAlone(w) && w.length > 2 && !own.staff.has(w) && !servedBy.test(before) && !isPlaceAfter(words, i)) add(i)
    else if (before === 'and' && names.at(-1)?.to === i - 1 && (isLikelyAlone(w) || isStrange(w, own))) add(i)
  })
  return names
}
