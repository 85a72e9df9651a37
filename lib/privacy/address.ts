import type { Found } from './numbers.ts'
import { symbolAt } from './spelling.ts'
import type { Expectation } from './types.ts'
import { anyOf, list, placesOf, type Doc, type Range } from './text.ts'
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
const homes = list('flat apartment unit apt plot penthouse maisonette caravan hut chalet pitch berth')
/** Houses that have a name instead of a number. */
const houses = `(?:cottage|house|farm|barn|rectory|vicarage|lodge|mill|farmhouse|bungalow|manor|hall|grange|forge|stables|chapel|
  schoolhouse|school house|oast|gatehouse|boathouse|coach house|mill house|priory|presbytery|manse|granary|dairy|bakery|smithy|tollhouse|
  villa|croft|nook|nest|cot)`.replace(/\n */g, '')
/** Streets that stand with their article and are called after what grows or stood there: "nine the beeches". */
const groves = `(?:avenue|close|green|mews|orchard|spinney|crescent|drive|square|terrace|maltings|shires|paddocks?|meadows?|
  (?:[a-z]+(?:trees|woods|fields|lands|cottages|gardens))|beeches|oaks|elms|limes|firs|willows|laurels|poplars|cedars|hollies|birches|
  chestnuts|sycamores|hawthorns|lawns|pines|ashes|larches|acorns|hedges|rowans|gables|cloisters|glebe|moorings|quays?)`.replace(/\n */g, '')
const count =
  '(?:oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred and|hundred)'
const number = `(?:\\d{1,4}[a-z]?|${count}(?: ${count})*(?: and a half)?(?: [a-f])?)`
const notName =
  '(?!(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|not|but|to|past|on|at|or|for|pm|am|pounds|quid|percent|minutes|minute|weeks|week|months|month|years|year|days|day|hours|hour|of|in|is|and|the (?:one|other|same|first)|i|you|if|can|do|people|sessions?|mil|ml|then|o|oclock|grand|thousand|half|quarter|please|before|after|appointments?|bookings?|slots?|vouchers?|visits?|treatments?|areas?|consultations?) )'
const name = `(?:${notName}[a-z]{2,} ){1,3}`
/** "The one up the hill", "four by the end" are no streets. */
const plainName = `(?!(?:[a-z]+ ){0,2}(?:up|down|by|with|the|that|this|who|near|behind|round|within|little|big) )${name}`
const patterns = [
  // The other way round: "station parade, flat two".
  re`\b(?:${notName}[a-z]{3,} ){1,2}${anyOf(streets)} ${anyOf(homes)} (?:number )?(?:${number}|[a-z])\b`,
  re`\b${anyOf(homes)} (?:number )?(?:${number}|
    [a-hj-z])\b ?(?:${name}(?:${anyOf([...streets, ...plainStreets])}\b)?)?`,
  new RegExp(`\\b(?:number )?${number} (?!(?:[a-z]+ ){0,2}(?:up|down|by|with|from|over|across|along|off|near|within) )${name}${anyOf(streets)}\\b`, 'g'),
  new RegExp(`\\b(?:number )?${number} ${plainName}${anyOf(plainStreets)}\\b`, 'g'),
  re`\b(?:the (?:old )?)?(?:[a-z]+ ){1,2}${houses} (?:care home )?(?:[a-z]+ ){1,2}${anyOf(streets)}\b`,
  new RegExp(`\\b(?:number )?${number} the ${groves}\\b`, 'g'),
  new RegExp(`\\bnumber ${number} (?:on|in|at) ${name}${anyOf([...streets, ...plainStreets])}\\b`, 'g'),
  new RegExp(`(?<=\\b(?:i|we) (?:am|are|live) (?:at )?)number ${number}(?= |$)(?! (?:in|on|of) )`, 'g'),
  new RegExp(`(?<=\\b(?:i|we) live at )(?:number )?${number}(?= |$)(?! (?:the|in|times|miles|minutes|percent) )`, 'g'),
  // The parts of one building: "block d, room fourteen, halls on meadow street".
  re`\b(?:block|stair|room|floor|berth|hut) (?:${number}|[a-z]) (?:flat|room|unit|apartment|floor) (?:${number}|[a-z])(?= |$)`,
  // Streets whose kind comes first, as in Welsh.
  new RegExp(`\\b(?:${number} |[a-z]+ (?:y|yr) [a-z]+ )?(?:ffordd|heol|stryd|clos|cwrt) (?:y |yr |yn )?[a-z]{3,}\\b`, 'g'),
  new RegExp(`(?<=\\b(?:it is|home is|house is|live at|am at|are at|address is|called|place is) )(?:the )?old ${houses}\\b`, 'g'),
  new RegExp(`\\bthe ${houses} (?:at the (?:very )?(?:top|bottom|end|corner) of|on the corner of|off|down|up|on) (?:the )?${name}${anyOf([...streets, 'hill', 'way'])}\\b`, 'g'),
  re`\b(?:the )?(?:house|bungalow|cottage|farmhouse|flat|barn|lodge) (?:at the (?:very )?(?:top|bottom|end|corner) of|on the corner of|off) (?:the )?
    ${name}${anyOf(streets)}\b`,
  // "House number's forty and the street is …".
  new RegExp(`(?<=\\bhouse number (?:is )?)${number}(?= |$)`, 'g'),
  /(?<=\bhouse number [^.]{1,40}\b(?:street|road|avenue) is (?:called )?)[a-z]{3,}(?: [a-z]{3,})?(?= |$)/g,
  re`(?<=\bfrom )(?:the )?(?:old |new )?(?:[a-z]+ )?${houses} in [a-z]{3,}\b`,
  // A house with a name, where its postcode comes next.
  re`\b[a-z]{3,} (?:cottage|farmhouse|bungalow|rectory|vicarage|lodge|barn)(?= (?:and )?(?:the |my |our )?postcode\b)`,
]
const cued = re`\b(?:(?:i|we) (?:\w+ )?(?:live|living|stay|staying|moved) (?:at|on|in|to)|(?:my |me |our )?home(?: is|(?= [a-z]+ (?:${houses} )?[a-z]+ ))|(?:my house|my place|me house|the house) is|
  (?:post|posted|send|sent|deliver|delivered|courier|take|goes|go|addressed) (?:it |them |this |that |the letters? |letters |the parcel |the form |the card )?to|(?:my |me |the |our |
  home |postal |billing )address(?: is(?: now)?|(?= [a-z]+ (?:cottage|house|farm|barn|lodge|villa|mill|hall|grange)))|(?:i|we) (?:am|are) (?:at|living at|over at|on|down at|up at|
  based at|in))(?: number)? `
/** A street has a name before it: "in the fields" and "in court" are no address, nor is "in the middle of moving house". */
const isStreet = new RegExp(`\\b(?!(?:the|of|a|an|my|our|this|that|your|moving|in|to|on|at|whole|high|main|next|other|same|better|good|bad|dark|safe|happier|worse|different|difficult|tough|strange|funny|weird|low|nice) )[a-z]+ ${anyOf([...streets, ...plainStreets])}\\b|^the ${groves}\\b|\\bhigh street\\b`)
const isFar = /\b(?:far|miles?|walk|walking|drive|bus|taxi|get|come|coming|way|minutes?|hour|journey|live) (?:it is )?(?:from|at|on|in)$/
/** What is said of another number beside an address: "not number nine". */
const other = new RegExp(`\\b(?:(?:number|not|was|from) (?:number )?${number}|not (?:${notName}[a-z]{3,} ){1,2}${anyOf(streets)})\\b`, 'g')
const alone = new RegExp(`\\bnumber ${number}(?= |$)(?! (?:on|in|of) )`, 'g')
/** A number with which an answer begins and that a postcode follows. */
const houseFirst = new RegExp(`^((?:number |flat )?${number}) (?:(?:and|it is|the|postcode|is) )*`, 'g')
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

/** A part of an address that stands beside the rest between two pauses: "second floor", "room six", "rose cottage", "out by skelby". */
const part = re`^(?:(?:the )?(?:top|ground|basement|first|second|third|fourth|fifth|sixth|\w+th) floor|(?:flat|unit|room|block|berth|plot|pitch|hut|
  studio|suite|number|lot|stair|apartment|caravan|annexe) (?:number )?(?:${number}|[a-z])|(?:the )?(?:old )?(?:[a-z]+ ){0,2}${houses}(?: care home)?|
  (?:halls|rooms|digs) on .+|(?:above|over|behind|off|out by|opposite) (?:the )?(?:[a-z]+ ){0,4}[a-z]+|no number|(?:the )?houseboat(?: the [a-z]+)?)$`

/** A found address with the parts right before and after it. */
function besideHome(doc: Doc, from: number, to: number, taken: ReadonlySet<number>): [number, number] {
  const said = (a: number, b: number) => doc.words.slice(a, b).map((word) => word.w).join(' ')
  const isOpen = (i: number) => doc.words[i] !== undefined && !doc.words[i]!.isMask && !taken.has(i)
  for (let tries = 0; tries < 2 && doc.words[from]?.gap === ','; tries += 1) {
    let at = from - 1
    while (at > 0 && from - at < 6 && isOpen(at) && doc.words[at]!.gap === '') at -= 1
    while (at < from && lead.has(doc.words[at]!.w)) at += 1
    if (at === from || !isOpen(at) || !part.test(said(at, from))) break
    from = at
  }
  for (let tries = 0; tries < 2 && doc.words[to]?.gap === ','; tries += 1) {
    let at = to + 1
    while (isOpen(at) && at - to < 7 && doc.words[at]!.gap === '') at += 1
    if (!isOpen(to) || !part.test(said(to, at))) break
    to = at
  }
  return [from, to]
}

/** Addresses: a number with a street, a flat or unit, what follows "I live at", and the answer when one was asked for. */
export function addressesIn(doc: Doc, expects: Expectation, taken: ReadonlySet<number>, postcodes: readonly Range[] = []): Found[] {
  const found: Found[] = []
  const add = (from: number, to: number, isTown = true, isWhole = true): void => {
    if (taken.has(from)) return
    if (found.some((one) => one.from <= from && to <= one.to)) return
    let [begin, end] = besideHome(doc, from, isTown ? withTown(doc, to) : to, taken)
    // Two shapes that meet are one address: "… saddlers road, flat c".
    for (const one of found.filter((other) => other.from < end && begin < other.to)) {
      found.splice(found.indexOf(one), 1)
      ;[begin, end] = [Math.min(begin, one.from), Math.max(end, one.to)]
    }
    const value = doc.text.slice(doc.words[begin]!.start, doc.words[end - 1]!.end).replace(/\s+/g, ' ')
    found.push({ from: begin, to: end, label: 'ADDRESS', ...(isWhole ? { value } : {}) })
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
  // "EH7 5QY, number forty".
  for (const { from, to } of placesOf(doc, alone)) if (postcodes.some((one) => one.to === from)) add(from, to, false)
  // "Forty two, and it's EH7 5QY", when both were asked for.
  if (expects === 'postcode' || expects === 'address')
    for (const { from, match } of placesOf(doc, houseFirst)) if (postcodes.some((one) => one.from === from + match[0].trim().split(' ').length)) add(from, from + match[1]!.trim().split(' ').length, false, false)
  if (found.length > 0)
    for (const { from, to } of placesOf(doc, other)) if (doc.words[from]!.w === 'number' || doc.words[from + 1]?.w === 'number' || isStreet.test(doc.words.slice(to - 2, to).map((word) => word.w).join(' '))) add(from, to, false, false)
  if (expects === 'address') {
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
    const isAll = found.length === 0 || (end - from <= 12 && found.every((one) => one.from >= from && one.to <= end))
    if (from >= 0 && end - from <= 14 && isAll) add(from, end, false)
  }
  return found
}
