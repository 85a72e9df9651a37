import type { Found } from './numbers.ts'
import { symbolAt } from './spelling.ts'
import type { Expectation } from './types.ts'
import { anyOf, isOneLetter, list, placesOf, type Doc, type Range } from './text.ts'
import { re } from './pattern.ts'

/** What streets are called. The second list are plain words as well, and need a number and a name before them. */
const streets = list(`road street avenue lane close drive crescent terrace gardens grove mews boulevard parade
  esplanade quay wharf rd ave
  cres gdns maltings croft fold paddock orchard spinney mount embankment promenade causeway broadway wynd vennel
  gate villas cottages viaduct arcade
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
  '(?:oh|nought|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred and|hundred)'
const number = `(?:\\d{1,4}[a-z]?|${count}(?: (?:(?:dash|slash|stroke) )?${count})*(?: and a half)?(?: [a-f])?)`
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
  re`\broom ${number} (?:(?:at|in) )?(?:[a-z]+ )?halls? (?:of residence )?(?:on|at|in) [a-z]+ (?:${anyOf([...streets, ...plainStreets])})\b`,
  re`^(?:it is |we are |i am )?(?:at )?(?:the )?[a-z]{4,} (?:cottage|farm|farmhouse|lodge|croft|bungalow) (?:by|near|in|at|outside) [a-z]{4,}(?= |$)`,
  re`\bnumber ${number} the (?:row|street|lane|green|terrace|square|hill|parade|mall|close|strand)\b`,
  re`\bthe [a-z]{4,}(?: hotel| inn)? room ${number}\b`,
  re`(?<=\b(?:in|at|from|is|to) )(?!(?:the|a|an|my|his|her|your|our|that|this) )[a-z]{4,} (?:care|nursing|rest|residential) home\b`,
  re`(?<=\b(?:it is|we are|live at|am at|come to|not) )(?!(?:the|a|an|my|your|our|this|that|at|in|on) )(?:[a-z]{4,} ){1,2}(?:cottage|lodge|farm|farmhouse|barn|bungalow|croft|vicarage|rectory)\b(?= (?:with|about|not|near|opposite|by|just|past|on|in|and|$)|$)`,
  re`\bp ?o box (?:number )?${number}(?: [a-z]{4,})?`,
  re`\b[a-z]{3,} ${houses} then (?:[a-z]+ ){1,4}(?=and (?:the |my )?postcode\b)`,
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
/** A street by its name alone. */
const streetAlone = new RegExp(`(?<=\\b(?:says?|is|on|not|was|at|from|to) )(?:${notName}(?!(?:the|your|our|my|a|an|that|this|main|next|high) )[a-z]{3,} ){1,2}(?:road|street|avenue|lane|close|drive|crescent|terrace|gardens|grove|mews|place)(?: number ${number})?(?= |$)`, 'g')
/** The same right after a postcode. */
const streetFirst = new RegExp(`(?:${notName}[a-z]{3,} ){1,2}${anyOf([...streets, 'way', 'place', 'court', 'view', 'park', 'row', 'hill'])}(?= |$)`, 'g')
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
  just at which where there though if or from since until till are was now about who what thanks thank yes yeah no cheers
  ta love mate phone email monday tuesday wednesday thursday friday saturday sunday tomorrow today tonight morning afternoon
  evening next this any is will for near opposite behind above between after before how what when why he she they our number`),
)
const lead = new Set(
  list(
    'aye yes yeah yep sure it is my the address home i am at live we of course so ok okay um that would be at on number well right and in',
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
  return withCounty(doc, end)
}

/** "… willow bank, brampton in cumbria", "… blackthorn farm near hay on wye". */
function withCounty({ words }: Doc, end: number): number {
  const county = placeAfter.exec(words.slice(end, end + 5).map((word) => (word.isMask || word.gap === '.' ? '.' : word.w)).join(' '))
  return county ? end + county[0].split(' ').length : end
}

/** Where a place is, after it: nothing of when. */
const placeAfter = /^(?:in|near|by|outside) (?!(?:the|a|an|my|your|our|case|time|january|february|march|april|may|june|july|august|september|october|november|december|summer|winter|spring|autumn|person|fact|and|so|hand|advance|early|late|mid|\w+day)\b)[a-z]{3,}(?: (?:on|upon|under|le) [a-z]+)?(?= (?:so|and|but|if|it|is|which|where|there|that|please|\.)|$)/

/** A part of an address that stands beside the rest between two pauses: "second floor", "room six", "rose cottage", "out by skelby". */
const part = re`^(?:(?:the )?(?:top|ground|basement|first|second|third|fourth|fifth|sixth|\w+th) floor|(?:flat|unit|room|block|berth|plot|pitch|hut|
  studio|suite|number|lot|stair|apartment|caravan|annexe) (?:number )?(?:${number}|[a-z])|(?:the )?(?:old )?(?:[a-z]+ ){0,2}${houses}(?: care home)?|
  (?:halls|rooms|digs) on .+|(?:above|over|behind|off|out by|opposite) (?:the )?(?:[a-z]+ ){0,4}[a-z]+|no number|(?:the )?houseboat(?: the [a-z]+)?)$`

/** A found address with the parts right before and after it. */
function besideHome(doc: Doc, from: number, to: number, taken: ReadonlySet<number>): [number, number] {
  const said = (a: number, b: number) => doc.words.slice(a, b).map((word) => word.w).join(' ')
  const isOpen = (i: number) => doc.words[i] !== undefined && !doc.words[i]!.isMask && !taken.has(i)
  const floor = /(?:^| )((?:the )?(?:basement|garden|(?:top|ground|first|second|third|fourth|fifth|lower|upper)(?: floor| ground)?))$/.exec(said(Math.max(0, from - 3), from))
  if (floor && isOpen(from - 1) && /^(?:flat|apartment|unit|\d|the)/.test(doc.words[from]!.w)) from -= floor[1]!.split(' ').length
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
    let [begin, end] = besideHome(doc, from, isTown ? withTown(doc, to) : withCounty(doc, to), taken)
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
      doc.words[end]!.gap !== '.' &&
      !(end > to && isOneLetter(doc.words[end]!.w) && isOneLetter(doc.words[end + 1]?.w ?? ''))
    )
      end += 1
    if (
      end > to &&
      !/\b(?:queue|traffic|jam|roundabout|junction|tailback|roadworks)\b/.test(doc.words.slice(to, end + 1).map((word) => word.w).join(' ')) &&
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
    for (const { from: begin, to } of placesOf(doc, pattern)) {
      // "… of april forty three, two chapel fold": the year is none of it.
      let from = begin
      while (from < to && taken.has(from)) from += 1
      if (from > begin && symbolAt(doc.words, from, false)?.kind !== 'digit') continue
      const before = doc.words
        .slice(Math.max(0, from - 8), from)
        .map((word) => word.w)
        .join(' ')
      const isWhole = !doc.words.slice(from + 1, to).some((word) => word.gap === '.' || word.isMask)
      if (isWhole && (isFar.test(before) || !isAboutClinic.test(before))) add(from, to)
    }
  }
  // "My address on your system says kings road, it's queens road, number eighteen", "… but it's lipson road plymouth" beside a postcode.
  if (/\b(?:my|me|our|the|old|new|wrong) address\b/.test(doc.line) || postcodes.length > 0)
    for (const { from, to } of placesOf(doc, streetAlone)) if (!/[-‐‑]/.test(doc.text.slice(doc.words[from]!.start, doc.words[to - 1]!.end))) add(from, to, true, false)
  for (const { from, to } of placesOf(doc, streetFirst)) if (postcodes.some((one) => one.to === from)) add(from, to, true, false)
  // "Two bryn awel mumbles swansea SA3 4DE": a number, and nothing but words from it to the postcode.
  for (const { from: postcode } of postcodes) {
    let [begin, end] = [-1, postcode]
    while (end > 0 && /^(?:and|it|is|the|my|postcode)$/.test(doc.words[end - 1]!.w) && postcode - end < 5) end -= 1
    for (let i = end - 1; i >= Math.max(0, end - 8); i -= 1) {
      const { w, gap, isMask } = doc.words[i]!
      if (isMask || taken.has(i) || (stops.has(w) && w !== 'the') || (gap === '.' && i < end - 1)) break
      if (symbolAt(doc.words, i, false)?.kind === 'digit' && symbolAt(doc.words, i - 1, false)?.kind !== 'digit') begin = i
      if (gap === '.') break
    }
    if (begin >= 0 && end - begin >= 3 && doc.words.slice(begin, end).some(({ w }) => w.length > 3 && symbolAt(doc.words, begin, false) !== null)) add(begin, end, false)
  }
  // "EH7 5QY, number forty".
  for (const { from, to } of placesOf(doc, alone)) if (postcodes.some((one) => one.to === from)) add(from, to, false)
  // "Forty two, and it's EH7 5QY", when both were asked for.
  if (expects === 'postcode' || expects === 'address')
    for (const { from, match } of placesOf(doc, houseFirst)) if (postcodes.some((one) => one.from === from + match[0].trim().split(' ').length)) add(from, from + match[1]!.trim().split(' ').length, false, false)
  if (found.length > 0)
    for (const { from, to } of placesOf(doc, other)) if (doc.words[from]!.w === 'number' || doc.words[from + 1]?.w === 'number' || (doc.words[from]!.w === 'not' && found.some((one) => one.to === from)) || isStreet.test(doc.words.slice(to - 2, to).map((word) => word.w).join(' '))) add(from, to, false, false)
  // "… lower glen road, l o w e r, then g l e n": how it is written.
  for (const { to } of [...found])
    for (let at = to, tries = 0; tries < 3; tries += 1) {
      while (/^(?:spelt|spelled|that|is|then|and|new|word|with)$/.test(doc.words[at]?.w ?? '') && at - to < 24) at += 1
      let end = at
      while (isOneLetter(doc.words[end]?.w ?? '') && !taken.has(end)) end += 1
      if (end - at < 2) break
      add(at, end, false, false)
      at = end
    }
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
