import type { Found } from './numbers.ts'
import { runsOf, type Spelled } from './spelling.ts'
import type { Expectation } from './types.ts'
import { list, type Doc } from './text.ts'

/** The areas of British postcodes (Royal Mail, public list). */
const areas = new Set(
  list(`AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN
  DT DY E EC EH EN EX FK
  FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP
  NR NW OL OX PA PE
  PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS
  WV YO ZE`),
)
const whole = /([A-Z]{1,2})(\d[A-Z\d]?)(\d[ABD-HJLNP-UW-Z]{2})/g
const outward = /^([A-Z]{1,2})\d[A-Z\d]?$/
const insurance = /[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]?/g
const anyInsurance = /[A-Z]{2}\d{6}[A-D]?/g
const cue = /\b(?:post ?codes?|zip|post code)\b/
const common = new Set(list('so me be to in on at is it or as we he do go no my by of up us an am if'))

/** "o" is a letter or a nought: both are read, the letter first. */
function readings(run: Spelled): Spelled[] {
  const letters = [...run.text].map((one, i) => (one === '0' && run.isO[i] ? 'O' : one)).join('')
  return letters === run.text ? [run] : [{ ...run, text: letters }, run]
}

/**
 * Postcodes and National Insurance numbers, written, spelled or dictated ("n e one four l p", "b for bravo n three …"). An
 * area must exist. Outward parts alone go where a postcode was asked for.
 */
export function codesIn(doc: Doc, expects: Expectation): Found[] {
  const { words } = doc
  const isAsked = expects === 'postcode' || expects === 'address' || cue.test(doc.line)
  const isInsurance = expects === 'ni' || /\b(?:national insurance|n i number|ni number|ni|nino)\b/.test(doc.line)
  const runs = runsOf(words, () => true, new Set(['then', 'and', 'space', 'capital', 'that', 'is']))
  const found: Found[] = []
  for (const run of runs.flatMap(readings)) {
    const isPlain = (from: number) => common.has(words[from]!.w)
    for (const match of run.text.matchAll(isInsurance ? anyInsurance : insurance)) {
      const [from, to] = [run.wordOf[match.index]!, run.wordOf[match.index + match[0].length - 1]! + 1]
      if (found.some((one) => one.from < to && from < one.to)) continue
      if (!isPlain(from) || isInsurance) found.push({ from, to, label: 'NI_NUMBER', value: match[0] })
    }
    for (const match of run.text.matchAll(whole)) {
      // The area may have taken a letter too many from a word before: "a l s one …" is not AL.
      const [from, to] = [run.wordOf[match.index]!, run.wordOf[match.index + match[0].length - 1]! + 1]
      if (!areas.has(match[1]!) || (isPlain(from) && !isAsked)) continue
      if (found.some((one) => one.from < to && from < one.to)) continue
      found.push({ from, to, label: 'POSTCODE', value: `${match[1]}${match[2]} ${match[3]}` })
    }
    if (isAsked && found.length === 0) {
      const part = outward.exec(run.text)
      const isPart = part ? areas.has(part[1]!) : expects === 'postcode' && /\d/.test(run.text) && run.text.length >= 2
      if (isPart) found.push({ from: run.from, to: run.to, label: 'POSTCODE' })
    }
  }
  if (expects === 'ni' && found.length === 0) {
    for (const run of runs) if (/\d/.test(run.text)) found.push({ from: run.from, to: run.to, label: 'NI_NUMBER' })
  }
  return found
}
