import { allergic, allergicAfter, always, brings, cannotHave, carers, deaths, medicines, someoneElse, swells, under } from './cues.ts'
import { lexicon } from './lexicon/load.ts'
import { healthFrom } from './heard-apart.ts'
import { isUnknown } from './misheard.ts'
import { brands } from './brands.ts'
import { nounAt, objectFrom } from './object.ts'
import { takes } from './regions.ts'
import type { Finding } from './health.ts'
import { placesOf, type Doc, type Range } from './text.ts'

/** A list goes on: "and propranolol", ", ramipril". */
function* listed(doc: Doc, first: Range): Generator<Range> {
  let last = first
  for (let k = 0; k < 5; k += 1) {
    const next = doc.words[last.to]
    if (!next || next.gap === '.') return
    const isLink = /^(?:and|or|plus|nor|with)$/.test(next.w)
    if (!isLink && next.gap !== ',') return
    const noun = nounAt(doc, isLink ? last.to + 1 : last.to, 2)
    if (!noun) return
    yield (last = noun)
  }
}

const isSecretWord = (doc: Doc, finding: Finding, i: number): boolean => {
  const { w, raw, isMask } = doc.words[i]!
  if (
    isMask ||
    brands.has(w) ||
    lexicon().keep.has(w) ||
    finding.context.keep.procedures.has(w) ||
    finding.context.keep.staff.has(w)
  )
    return false
  if (
    /^\p{Lu}/u.test(raw) &&
    i > 0 &&
    doc.words[i]!.gap === '' &&
    /^(?:dr|mr|mrs|doctor|nurse|miss|with|see)$/.test(doc.words[i - 1]!.w)
  )
    return false
  const term = finding.context.without.has('lexicon') ? undefined : lexicon().terms.get(finding.heard[i]!)
  return isUnknown(w) || (term !== undefined && term.label === 'HEALTH' && term.tier !== 'F')
}

function afterMedicine(doc: Doc, finding: Finding, at: number, isWeak: boolean): Range | null {
  const from = objectFrom(doc, at)
  if (from >= doc.words.length || someoneElse.test(finding.before(Math.max(0, at - 1)))) return null
  const noun = nounAt(doc, at, 4)
  for (const start of new Set([at, from])) {
    const length =
      isWeak || finding.context.without.has('misheard') || start >= doc.words.length ? 0 : healthFrom(doc, start)
    const isPlain = doc.words
      .slice(start, start + length)
      .every((word, k) => word.w.length > 3 && lexicon().everyday.has(word.w) && k >= 0)
    if (length > 0 && !(isPlain && length > 3)) return { from: start, to: start + length }
  }
  if (!noun || isWeak) return null
  let last = -1
  let first = -1
  for (let i = noun.from; i < noun.to; i += 1) {
    if (!isSecretWord(doc, finding, i)) continue
    last = i
    if (first < 0) first = i
  }
  if (last < 0) return null
  const isSplit = doc.words
    .slice(noun.from, last)
    .every((word) => word.w.length <= 5 && !/^(?:bus|train|road|way|sunday)$/.test(word.w))
  return { from: isSplit ? noun.from : first, to: isSplit ? noun.to : last + 1 }
}

/** A word that is no English after "I've got", "my mum had": an illness that no list has. */
function unknownIllness(doc: Doc, finding: Finding, found: Range[]): void {
  const { terms, keep } = lexicon()
  for (let i = 0; i < doc.words.length; i += 1) {
    const { w, raw } = doc.words[i]!
    if ((finding.bits[i]! & takes.noun) === 0 || !isUnknown(w) || brands.has(w) || keep.has(w) || w.length < 4) continue
    if (
      terms.has(w) ||
      finding.isIn(finding.kept, { from: i, to: i + 1 }) ||
      finding.context.keep.staff.has(w) ||
      finding.isAsked(i)
    )
      continue
    const before = doc.words[i - 1]?.w ?? ''
    const isName =
      /^(?:with|dr|doctor|mr|mrs|miss|nurse|called|from|to|at|for|by|is|see|near|in|ms|mx|and)$/.test(before) ||
      /^(?:mum|dad|son|daughter|husband|wife|friend|friends|sister|brother|mate|partner|boyfriend|girlfriend|cousin|aunt|auntie|uncle|niece|nephew|colleague|neighbour|name|surname|receptionist|injector|surgeon)$/.test(
        before,
      ) ||
      (finding.bits[i] === takes.noun &&
        /^(?:my|our) (?:\w+ )?$/.test(finding.before(i).trimStart()) &&
        /^\p{Lu}/u.test(raw))
    if (!isName) found.push({ from: i, to: i + 1 })
  }
}

/** Nouns after cues that leave no doubt: "diagnosed with", "allergic to", "I take". They go whether a list has them or not. */
export function strongIn(doc: Doc, finding: Finding): Range[] {
  const found: Range[] = []
  for (const pattern of always) {
    for (const { to } of placesOf(doc, pattern)) {
      const noun = to < doc.words.length && !finding.isAsked(to) ? nounAt(doc, to) : null
      if (noun) found.push(noun, ...listed(doc, noun))
    }
  }
  for (const { from, to } of placesOf(doc, allergic)) {
    if (finding.isAsked(from) || to >= doc.words.length || doc.words[to]!.isMask) continue
    const noun = nounAt(doc, to, 3)
    const start =
      /^(?:sensitive|reaction|reactions|react|reacts|reacted)$/.test(doc.words[from]!.w) && noun ? noun.from : from
    found.push({ from: start, to: noun?.to ?? to }, ...(noun ? listed(doc, noun) : []))
  }
  for (const pattern of [swells, cannotHave]) {
    for (const { to } of placesOf(doc, pattern)) {
      const noun = to < doc.words.length ? nounAt(doc, to, 2) : null
      const isHealth =
        noun &&
        (pattern === swells ||
          doc.words
            .slice(noun.from, noun.to)
            .some((word) => lexicon().terms.get(word.w)?.label === 'HEALTH' || isUnknown(word.w)))
      if (noun && isHealth) found.push(noun, ...listed(doc, noun))
    }
  }
  for (const { from, match } of placesOf(doc, brings)) {
    const count = match[1]!.trim().split(' ').length
    const start =
      count === 2 && /^(?:the|a|my|but|and|so|because|it|that|any|if|i|is)$/.test(doc.words[from]!.w) ? from + 1 : from
    if (!/^(?:it|that|which|this|they|what|he|she|you|who|we|i|mum|mam|mom|dad|sister|brother|daughter|granddaughter|grandson|son|wife|husband|hubby|partner|friend|mate|boss|lady|girl|lad|receptionist|doctor|nurse|driver|taxi)$/.test(doc.words[from + count - 1]!.w))
      found.push({ from: start, to: from + count })
  }
  for (const { from, to } of placesOf(doc, allergicAfter)) {
    const start = Math.max(from, to - 1)
    if (
      !/^(?:no|any|my|an|the|have|bad|of|known|and|have|severe|other|some|with|a|got|or|your)$/.test(
        doc.words[start]!.w,
      )
    )
      found.push({ from: start, to })
  }
  medicines.forEach((pattern, kind) => {
    for (const { to } of placesOf(doc, pattern)) {
      const isList = kind === 2
      if (to >= doc.words.length) continue
      const noun = afterMedicine(doc, finding, to, isList && (finding.bits[to]! & takes.medicine) === 0)
      if (noun)
        found.push(
          noun,
          ...[...listed(doc, noun)].filter((one) =>
            doc.words.slice(one.from, one.to).some((_, k) => isSecretWord(doc, finding, one.from + k)),
          ),
        )
    }
  })
  for (const { from, to } of [...placesOf(doc, carers), ...placesOf(doc, under)]) {
    if (
      !/\b(?:can i|could i|like to|want to|can you|to be|i) $/.test(finding.before(from)) ||
      /^(?:seeing|saw|under|seen|been|having|had|got|have|referred|see)$/.test(doc.words[from]!.w)
    )
      found.push({ from: from + 1, to })
  }
  for (const { from, to } of placesOf(doc, deaths)) found.push({ from, to: nounAt(doc, to)?.to ?? to })
  unknownIllness(doc, finding, found)
  return found.filter(
    (range) =>
      range.to > range.from &&
      !finding.kept.some((one) => one.from < range.to && range.from < one.to && !isAllergen(finding, one.from)),
  )
}

/** A material of the clinic's goes when it is what somebody reacts to. */
const isAllergen = (finding: Finding, from: number): boolean =>
  /\b(?:blisters|hives|welts|lumps|spots|rash|rashes|swell|swells|itch|itchy) (?:\w+ )?(?:to|with|from) (?:\w+ )?$/.test(finding.before(from)) ||
  /\b(?:allergic|anaphylactic|hypersensitive|allergy|reaction|reacted|reactions|react|intolerant) (?:\w+ )?(?:to|with) (?:\w+ )?$/.test(
    finding.before(from),
  )
