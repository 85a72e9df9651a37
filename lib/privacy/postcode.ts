import type { Found } from './numbers.ts'
import { isBare, isLetterName, runsOf, type Spelled } from './spelling.ts'
import type { Expectation } from './types.ts'
import { list, placesOf, type Doc } from './text.ts'

/** The areas of British postcodes (Royal Mail, public list). */
const areas = new Set(
  list(`AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN
  DT DY E EC EH EN EX FK
  FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP
  NR NW OL OX PA PE
  PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS
  WV YO ZE`),
)
/** The letters of an inward part: any two, for they may be misheard; a third where one of them was said to be double. */
const postcode = /^([A-Z]{1,2})(\d[A-Z\d]?)(\d)([A-Z]{2,3})/
const inward = /^[ABD-HJLNP-UW-Z]{2}$/
/** One that is written as such, whatever its letters would be as words ("CF10 3AT", "BS8 1TH"): the table refuses these. */
const written = /(?<![\p{L}\p{N}])([A-Z]{1,2})(\d[A-Z\d]?)[ -]?(\d)([ABD-HJLNP-UW-Z]{2})(?![\p{L}\p{N}])/giu
const outward = /([A-Z]{1,2})(\d[A-Z\d]?)$/
/** Any two letters: those that are not given out yet are said in examples, and the first are easily misheard. */
const insurance = /(?=([A-Z]{2}\d{6}(?!\d)[A-Z]?))/g
const cue = /\b(?:post ?codes?|zip|post code|sat ?nav)\b/
const nearby = /\b(?:in|from|near|at|to|say|cover|live|based|area|around|over|mine is|of|out|is)(?: the)?$/
const insuranceCue = /\b(?:national insurance|insurance number|n i number|ni number|ni|n i|nino)\b/
const common = new Set(list('so me be to in on at is it or as we he do go no my by of up us an am if'))
const quantity = /^(?:pounds?|quid|percent|mils?|ml|sessions?|areas?|weeks?|months?|days?|years?|people|of|to|past|or|more|times?|grand|hundred|oclock|pm|am)$/

/** A part of an insurance number: two letters, or letters with digits. */
const isBeginning = (text: string, isSpelled: readonly boolean[]): boolean =>
  /\d{2}/.test(text) ? isSpelled.some(Boolean) : text.length === 2 && text !== 'NI' && isSpelled.every(Boolean)

/** "o" is a letter or a nought: both are read, the letter first. */
function readings(run: Spelled): Spelled[] {
  const letters = [...run.text].map((one, i) => (one === '0' && run.isO[i] ? 'O' : one)).join('')
  return letters === run.text ? [run] : [{ ...run, text: letters }, run]
}

const rangeOf = (run: Spelled, from: number, length: number) => ({
  from: run.wordOf[from]!,
  to: run.endOf[from + length - 1]!,
})
const meets = (found: readonly Found[], one: { from: number; to: number }): boolean =>
  found.some((other) => other.from < one.to && one.from < other.to)

function insurancesIn(doc: Doc, run: Spelled, isAsked: boolean): Found[] {
  const found: Found[] = []
  for (const match of run.text.matchAll(insurance)) {
    let said = match[1]!
    // The letter at the end is A to D; another belongs to what follows, unless it was spelled.
    if (/[A-Z]$/.test(said) && !/[A-D]$/.test(said) && !run.isSpelled[match.index + said.length - 1])
      said = said.slice(0, -1)
    const range = rangeOf(run, match.index, said.length)
    // The second letter of one is never an O: these are noughts.
    if (said[1] === 'O' && !isAsked) continue
    // "D o b, oh nine oh four …": more letters than two.
    if (!isAsked && match.index > 0 && run.isSpelled[match.index - 1]) continue
    if ((common.has(doc.words[range.from]!.w) && !isAsked) || meets(found, range)) continue
    found.push({ ...range, label: 'NI_NUMBER', value: said })
  }
  return found
}

const spokenTens = /^(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)$/

/** "C b one double two, no, c b one, two b d": first what nobody took back. */
function wholesIn(doc: Doc, run: Spelled, isAsked: boolean): Found[] {
  const isTakenBack = (from: number, to: number) => doc.words.slice(run.wordOf[from]!, run.wordOf[to]! + 1).some(({ w }) => w === 'no' || w === 'sorry')
  const found = wholesWhere(doc, run, isAsked, isTakenBack)
  return found.length > 0 ? found : wholesWhere(doc, run, isAsked, () => false)
}

function wholesWhere(doc: Doc, run: Spelled, isAsked: boolean, isTakenBack: (from: number, to: number) => boolean): Found[] {
  const found: Found[] = []
  for (let i = 0; i < run.text.length; i += 1) {
    const match = postcode.exec(run.text.slice(i, i + 9))
    if (!match || !areas.has(match[1]!)) continue
    // "Two double t x": one letter too many, of which two are the same.
    const isDouble = match[4]!.length === 3 && /^(.)\1|(.)\2$/.test(match[4]!) && run.isSpelled[i + match[0].length - 1]
    const letters = isDouble ? match[4]!.replace(/(.)\1/, '$1') : match[4]!.slice(0, 2)
    const length = match[0].length - match[4]!.length + (isDouble ? 3 : 2)
    if (isTakenBack(i, i + length - 1)) continue
    const range = rangeOf(run, i, length)
    const isSpelled = run.isSpelled[i + length - 1] && run.isSpelled[i + length - 2]
    if (!isSpelled && !isAsked && !inward.test(letters)) continue
    if ((common.has(doc.words[range.from]!.w) && !isAsked) || meets(found, range)) continue
    // "N e thirty three b g" is NE30 3BG: for NE3 one says "three three".
    const tens = match[2]!.length === 1 && spokenTens.test(doc.words[run.wordOf[i + match[1]!.length]!]!.w) ? '0' : ''
    found.push({ ...range, label: 'POSTCODE', value: `${match[1]}${match[2]}${tens} ${match[3]}${letters}` })
    i += length - 1
  }
  return found
}

function writtenIn(doc: Doc): Found[] {
  return [...doc.text.matchAll(written)].flatMap((match): Found[] => {
    const [said, area, district, sector, unit] = match.map((part) => part.toUpperCase()) as [string, string, string, string, string]
    const from = doc.words.findIndex((word) => word.end > match.index)
    let to = from
    while (to < doc.words.length && doc.words[to]!.start < match.index + said.length) to += 1
    return areas.has(area) && to > from ? [{ from, to, label: 'POSTCODE', value: `${area}${district} ${sector}${unit}` }] : []
  })
}

/** The outward part alone: "g forty one". */
function outwardOf(doc: Doc, run: Spelled, isAsked: boolean): Found | null {
  const part = outward.exec(run.text)
  if (!part) return null
  const area = [part[1]!, part[1]!.slice(1)].find((one) => areas.has(one))
  if (!area) return null
  const at = part.index + part[1]!.length - area.length
  if (run.isO[at + area.length]) return null
  const range = rangeOf(run, at, run.text.length - at)
  if (isAsked) return common.has(doc.words[range.from]!.w) ? null : { ...range, label: 'POSTCODE' }
  const before = doc.words.slice(Math.max(0, range.from - 3), range.from)
  const isRadio = doc.words[range.from]!.w.length > 1 && run.wordOf[at] !== undefined && run.endOf[at]! - run.wordOf[at]! === 1
  if (isRadio && area.length === 1) return null
  const isNear = nearby.test(before.map((word) => word.w).join(' '))
  const isWord = doc.words[range.from]!.w === area.toLowerCase() && area.length === 2 && !common.has(doc.words[range.from]!.w)
  const isPlace = isNear || (area.length === 2 && !isWord)
  const letters = isWord ? [true] : run.isSpelled.slice(at, at + area.length)
  const isNext = quantity.test(doc.words[range.to]?.w ?? '')
  return isPlace && letters.every(Boolean) && !isNext && doc.words[range.from]!.w !== 'a' ? { ...range, label: 'POSTCODE' } : null
}

/** Two letters at the end of a postcode that are put right: "… or j k, hang on, it's j q", "r x, not r s". */
const putsRight = /\b(?:or|not|is|no|on|sorry) ([a-z] [a-z])(?= (?:not|or|it|hang|sorry|i|so|\.)\b|$)|\b([a-z] [a-z])(?= not [a-z] [a-z]\b)/g

/**
 * Postcodes and National Insurance numbers, written, spelled or dictated ("n e one four l p", "b for bravo n three …"). An
 * area must exist. Outward parts alone go where a postcode was asked for, and where a place is spoken of.
 */
export function codesIn(doc: Doc, expects: Expectation): Found[] {
  const isAsked = expects === 'postcode' || expects === 'address' || cue.test(doc.line)
  const isInsurance = expects === 'ni' || insuranceCue.test(doc.line)
  const links = new Set(list('then and space capital that is no sorry'))
  const runs = runsOf(doc.words, () => true, links)
  const found: Found[] = []
  const add = (those: readonly Found[]) => {
    for (const one of those) if (!meets(found, one)) found.push(one)
  }
  add(writtenIn(doc))
  for (const run of runs.flatMap(readings)) {
    add(insurancesIn(doc, run, isInsurance))
    if (expects !== 'phone' && expects !== 'card') add(wholesIn(doc, run, isAsked))
  }
  // "See ay one five tee jay": letters by their names, and only where they make a whole postcode.
  if (found.length === 0 && expects !== 'phone' && expects !== 'card')
    for (const run of runsOf(doc.words, () => true, links, true))
      add(wholesIn(doc, run, true).filter(({ from, to, value }) => inward.test(value!.slice(-2)) && doc.words.slice(from, to).filter(({ w }) => isLetterName(w)).length >= 2))
  if (!found.some((one) => one.label === 'POSTCODE')) {
    for (const run of runs) {
      const part = expects === 'phone' || expects === 'card' ? null : outwardOf(doc, run, isAsked)
      if (part) add([part])
      else if (expects === 'postcode' && isBare(doc, runs) && (/\d/.test(run.text) || run.isSpelled.some(Boolean)))
        add([{ from: run.from, to: run.to, label: 'POSTCODE' }])
    }
  }
  if (expects === 'postcode')
    for (const run of runs)
      if (run.isSpelled.every(Boolean) && (run.text.length > 1 || !/^[AI]$/.test(run.text))) add([{ from: run.from, to: run.to, label: 'POSTCODE' }])
  const isTold = isAsked || found.some((one) => one.label === 'POSTCODE')
  for (const run of isTold ? runs : []) {
    const isPart = run.text.length >= 3 && run.isSpelled.every(Boolean) && !/^(?:NHS|VAT|PRP|IPL|BBL)$/.test(run.text)
    // "W one something", "something z z": what somebody remembers of one.
    const isNext = (i: number) => doc.words[i]?.w === 'something' || doc.words[i]?.w === 'summat'
    const isHalf = (isNext(run.to) || isNext(run.from - 1)) && (/\d/.test(run.text) || run.isSpelled.every(Boolean))
    if ((isPart && /[A-Z]/.test(run.text) && expects !== 'address') || isHalf) add([{ from: run.from, to: run.to, label: 'POSTCODE' }])
    if (isHalf) add([isNext(run.to) ? run.to : run.from - 1].map((at) => ({ from: at, to: at + 1, label: 'POSTCODE' as const })))
  }
  if (found.some((one) => one.label === 'POSTCODE' && one.value))
    for (const { to } of placesOf(doc, putsRight)) add([{ from: to - 2, to, label: 'POSTCODE' }])
  if (expects === 'ni' && found.length === 0) {
    for (const run of runs)
      if (/\d/.test(run.text) || (isBare(doc, runs) && run.isSpelled.some(Boolean)))
        add([{ from: run.from, to: run.to, label: 'NI_NUMBER' }])
  }
  if (isInsurance && found.length === 0)
    for (const run of runs.filter((one) => isBeginning(one.text, one.isSpelled))) add([{ from: run.from, to: run.to, label: 'NI_NUMBER' }])
  return found
}
