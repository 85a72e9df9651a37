import type { Found } from './numbers.ts'
import { symbolAt } from './spelling.ts'
import type { Expectation } from './types.ts'
import { anyOf, list, placesOf, type Doc } from './text.ts'
import { re } from './pattern.ts'

/** What streets are called. The second list are plain words as well, and need a number and a name before them. */
const streets = list(`road street avenue lane close drive crescent terrace gardens grove mews boulevard parade
  esplanade quay wharf rd ave
  cres gdns maltings croft fold paddock orchard spinney mount embankment promenade causeway broadway wynd vennel
  gate villas cottages
  buildings mansions heights meadow meadows copse dene glade brae loan`)
const plainStreets = list(`way place court square hill rise row walk view green park yard end side house lodge
  cottage farm barn bank field
  fields common circus cross bridge ride drove path vale garth chase dell hollow reach point tower towers apartments
  flats block estate`)
const homes = list('flat apartment unit apt plot penthouse maisonette caravan')
const count =
  '(?:oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred and|hundred)'
const number = `(?:\\d{1,4}[a-z]?|${count}(?: ${count})*(?: and a half)?(?: [a-f])?)`
const notName =
  '(?!(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|not|but|to|past|on|at|or|for|pm|am|pounds|quid|percent|minutes|minute|weeks|week|months|month|years|year|days|day|hours|hour|of|in|is|and|the (?:one|other|same|first)|i|you|if|can|do|people|sessions?|mil|ml|then|o|oclock|grand|thousand|half|quarter|please|before|after) )'
const name = `(?:${notName}[a-z]{2,} ){1,3}`
const patterns = [
  // The other way round: "station parade, flat two".
  re`\b(?:${notName}[a-z]{3,} ){1,2}${anyOf(streets)} ${anyOf(homes)} (?:number )?(?:${number}|[a-z])\b`,
  re`\b${anyOf(homes)} (?:number )?(?:${number}|
    [a-z])\b ?(?:${name}(?:${anyOf([...streets, ...plainStreets])}\b)?)?`,
  new RegExp(`\\b(?:number )?${number} ${name}${anyOf(streets)}\\b`, 'g'),
  new RegExp(`\\b(?:number )?${number} ${name}${anyOf(plainStreets)}\\b`, 'g'),
  re`\b(?:the (?:old )?)?(?:[a-z]+ ){1,2}(?:cottage|house|farm|barn|rectory|vicarage|lodge|mill|farmhouse|
    bungalow|manor|hall|grange|forge|stables|chapel|schoolhouse|oast) (?:[a-z]+ ){1,2}${anyOf(streets)}\b`,
  re`\b(?:the )?(?:house|bungalow|cottage|farmhouse|flat|barn|lodge) (?:at the (?:very )?(?:top|bottom|end|corner) of|on the corner of|off) (?:the )?
    ${name}${anyOf(streets)}\b`,
  // A house with a name, where its postcode comes next.
  re`\b[a-z]{3,} (?:cottage|farmhouse|bungalow|rectory|vicarage|lodge|barn)(?= (?:and )?(?:the |my |our )?postcode\b)`,
]
const cued = re`\b(?:(?:i|we) (?:\w+ )?(?:live|living|stay|staying|moved) (?:at|on|in|to)|(?:my |me |the |our |
  home |postal |billing )address(?: is(?: now)?|(?= [a-z]+ (?:cottage|house|farm|barn|lodge|villa|mill|hall|grange)))|(?:i|we) (?:am|are) (?:at|living at|over at|on|down at|up at|
  based at|in))(?: number)? `
const isStreet = new RegExp(`\\b${anyOf([...streets, ...plainStreets])}\\b`)
const isFar = /\b(?:far|miles?|walk|walking|drive|bus|taxi|get|come|coming|way|minutes?|hour|journey|live) (?:it is )?(?:from|at|on|in)$/
/** What is said of another number beside an address: "not number nine". */
const other = new RegExp(`\\b(?:(?:number|not|was|from) (?:number )?${number}|not (?:${notName}[a-z]{3,} ){1,2}${anyOf(streets)})\\b`, 'g')
const isAboutClinic =
  /\b(?:are you|is it|you are|your clinic|are we|is that|is the clinic|clinic is|clinic on|branch|where you)\b[^.]{0,40}$/
const stops = new Set(
  list(`and but so is that the i my we if because please postcode post for with when can could
  would do does it you then not
  just at which where though if or from since until till are was now about who what thanks thank yes yeah no cheers
  ta love mate phone email monday tuesday wednesday thursday friday saturday sunday tomorrow today tonight morning afternoon
  evening next this any is will for near opposite behind above between after before how what when why he she they our number`),
)
const lead = new Set(
  list(
    'yes yeah yep sure it is my the address home i am at live we of course so ok okay um that would be at on number well right and in',
  ),
)

/** After a street, the town: up to three more words before the sentence goes on or a postcode begins. */
function withTown(doc: Doc, to: number): number {
  let end = to
  const from = /^(?:in|at)$/.test(doc.words[end]?.w ?? '') ? end + 1 : end
  for (let i = from; i < doc.words.length && i < to + 4; i += 1) {
    const { w, gap, isMask } = doc.words[i]!
    const symbol = symbolAt(doc.words, i, true)
    if (
      isMask ||
      stops.has(w) ||
      gap === '.' ||
      (symbol && ((symbol.kind !== 'pair' && symbol.kind !== 'letter') || w.length <= 2))
    )
      break
    end = i + 1
  }
  return end
}

/** Addresses: a number with a street, a flat or unit, what follows "I live at", and the answer when one was asked for. */
export function addressesIn(doc: Doc, expects: Expectation, taken: ReadonlySet<number>): Found[] {
  const found: Found[] = []
  const add = (from: number, to: number, isTown = true, isWhole = true) => {
    if (found.some((one) => one.from < to && from < one.to) || taken.has(from)) return
    const end = isTown ? withTown(doc, to) : to
    const value = doc.text.slice(doc.words[from]!.start, doc.words[end - 1]!.end).replace(/\s+/g, ' ')
    found.push({ from, to: end, label: 'ADDRESS', ...(isWhole ? { value } : {}) })
  }
  for (const { to } of placesOf(doc, cued)) {
    let end = to
    while (
      end < doc.words.length &&
      end < to + 8 &&
      !taken.has(end) &&
      !doc.words[end]!.isMask &&
      !(stops.has(doc.words[end]!.w) && doc.words[end]!.w !== 'the') &&
      doc.words[end]!.gap !== '.'
    )
      end += 1
    if (
      end > to &&
      isStreet.test(
        doc.words
          .slice(to, end)
          .map((word) => word.w)
          .join(' '),
      )
    )
      add(to, end, false)
  }
  for (const pattern of patterns) {
    for (const { from, to } of placesOf(doc, pattern)) {
      const before = doc.words
        .slice(Math.max(0, from - 8), from)
        .map((word) => word.w)
        .join(' ')
      const isWhole = !doc.words.slice(from + 1, to).some((word) => word.gap === '.' || word.isMask)
      if (isWhole && (isFar.test(before) || !isAboutClinic.test(before))) add(from, to)
    }
  }
  if (found.length > 0)
    for (const { from, to } of placesOf(doc, other)) if (doc.words[from]!.w === 'number' || doc.words[from + 1]?.w === 'number' || isStreet.test(doc.words[to - 1]!.w)) add(from, to, false, false)
  if (expects === 'address' && found.length === 0) {
    const from = doc.words.findIndex((word, i) => !lead.has(word.w) && !taken.has(i) && !word.isMask)
    let end = from
    while (
      from >= 0 &&
      end < doc.words.length &&
      !taken.has(end) &&
      !doc.words[end]!.isMask &&
      !/^(?:but|can|because|if)$/.test(doc.words[end]!.w)
    )
      end += 1
    if (from >= 0 && end - from <= 14) add(from, end, false)
  }
  return found
}
