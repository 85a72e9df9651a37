import { lexicon } from './lexicon/load.ts'
import { answered, saidTo } from './name-answered.ts'
import { besides } from './name-beside.ts'
import { alsoNames, closers, isGivenToo, isLikelyAlone, mayBeName, neverNames, particles, staffTitles, titles } from './name-words.ts'
import type { Found } from './numbers.ts'
import { apartFrom, isForeign } from './name-apart.ts'
import { initialAtStart, strangePairs, nameBeforeDetails, namesBesideDetails, ordinaryName, nameOfMe, pairAtStart, pairedName, strangeAtStart } from './name-first.ts'
import { grownName, nameAfter, nameFrom } from './name-from.ts'
import { treatmentsIn } from './keep.ts'
import { hyphened, nameTold, saidTwice } from './name-told.ts'
import { asWritten } from './name-of.ts'
import { spelledBeside, spelledName } from './name-spelled.ts'
import { anyOf, isOneLetter, placesOf, type Doc, type Range } from './text.ts'
import type { Expectation, KeepList } from './types.ts'
import { re } from './pattern.ts'

/** "Dr Alistair Frome, for the hand consult": a doctor who rings says both names, and what for. */
const doctorAtStart = /^(?:(?:hi|hello|yes|it is|this is|i am) )*(?:dr|doctor|professor|prof) ([a-z'’-]{3,}) ([a-z'’-]{3,}) (?:not|here|speaking|for|and|about|returning|i am|ringing|calling)\b/

export type Name = Found & { part: 'whole' | 'first' | 'last'; weight: number }

/** What leads to a name for sure, and what only does before a word that is hardly anything else. */
const strong: [RegExp, Name['part']][] = [
  [/\b(?:(?:first|given|christian) names?|forenames?) (?:is |was |would be |it is )?/g, 'first'],
  [
    re`\b(?:surname|last name|family name|second name|maiden name|married name) (?:is |was |would be |now |
    it is |used to be )?`,
    'last',
  ],
  [
    re`\b(?:my|me|the|full|her|his|partner|ex|daughter|husband|wife|whose|our|your|son|sister|mother|friend|
    patient|mum|mam|mom|mums|dad|dads|father|brother|nan|gran|grandma|auntie|aunt|uncle|cousin|niece|nephew|boyfriend|girlfriend|fiance|fiancee|mate|hubby|carer|neighbour) (?:full |real |legal |new |own )?names? (?:is |was |would be |will be |should be |again is |
    it is )?(?:probably |under |down as |actually |just |still |now )?`,
    'whole',
  ],
  [/(?:^|\. |\d |and |so |yeah |yes )(?:the )?name (?:is |of )?/g, 'whole'],
  [/\b(?:proper|real|legal) name (?:is |was )?/g, 'whole'],
  [/\b(?:sur|last |second |family )?name (?:is |has |have )?(?:changed|changing|gone) (?:from [a-z'-]+ )?to |\b(?:change|update|amend|correct) (?:my |the |me )?(?:sur|last |second |family )?name (?:from [a-z'-]+ )?to /g, 'last'],
  [/\b(?:booking|appointment|slot) (?:is )?(?:probably|under|down as) (?:the name )?/g, 'whole'],
  [/\bname on (?:the|my|your|his|her) [a-z]+ (?:is|says|was|should be) /g, 'whole'],
  [/\bfirst is (?=[a-z]+ (?:and )?(?:the )?(?:last|surname) is [a-z])/g, 'first'],
  [/(?<=\bfirst is [a-z]+ (?:and )?)(?:the )?(?:last|surname) is /g, 'last'],
  [/\b(?:in|under) the name (?:of )?|\b(?:care of|for the attention of|attention of|mark it for|marked for|addressed to) (?=[a-z])/g, 'whole'],
  [
    re`\b(?:call me|they call me|everyone calls me|people call me|(?:knows?|known) (?:me |her |him )?as|goes by|(?:i|we|they|to|just|also) go by|name of|i am called|
    is called|called) `,
    'whole',
  ],
  [/(?:^|\b(?:morning|afternoon|evening|hello|hi) )(?=(?:dr|doctor|professor|prof) [a-z]+(?: [a-z]+)? (?:here|speaking|calling|ringing)\b)|\byou are (?:speaking|talking) (?:to|with) |\b(?:is that|this is|it is) (?=(?:mr|mrs|miss|ms|mx) |(?:dr|doctor|professor|prof) [a-z]+(?: [a-z]+)? (?:here|speaking|calling|ringing|i am (?:a|not|calling|ringing))\b)/g, 'whole'],
  [
    re`\b(?:it|that|book it|booked|put it|put me|put that|down|booking|should be|would be|will be|
    appointment(?: is)?|file|record|might be|is it|probably|me|anything|listed|registered|have me|filed) (?:is |
    be |down |in |should be |would be |might be |still )?under (?:the name )?`,
    'whole',
  ],
]
const weak = re`\b(?:(?:see|find|have|got|know) me as|(?:down|saved|listed|registered|booked|booked in|booked online|put in|entered|in there|in the diary|put|put me in|me in) as|just put|(?:can|could) (?:just )?put|(?:booking|appointment|account|reservation) is(?! for\b)|(?:put|stick|jot|pop|pencil|mark|got) (?:me|us|it|that) down(?: as| for| to)?|(?:put|book|pop|squeeze|fit|slot|stick|pencil|get)(?= [a-z'’-]+ (?:[a-z'’-]+ )?(?:in|down|on)\b)|me and|name is|under|call it|make it out to|it is|this is|i am|she is|he is|i was still|that is|that will be|it will be|am|hi|hello|hey|
  hiya|morning|afternoon|evening|yeah|speaking is|spoke as|should be|should say|be honest|listen|(?<!\b(?:can|could|may|should) i )ask for|shout for|(?<!\b(?:i|can) )(?:just|please) say|on behalf of|it is for(?! (?:my|our|his|her|the|a|an|me|two|both) )|let(?= [a-z'’-]+ know\b)|has(?= [a-z'’-]+ been in\b)|(?:appointment|booking|slot|voucher|ringing|calling|phoning|enquiring|message) (?:is )?for(?! (?:my|our|his|her|the|a|your) )|
  (?:wrote|written|typed|misspelt)(?: it| me)?(?: as)?|(?:friends|mates) say|for my (?:daughter|son|mum|wife|husband|
  sister|friend|partner|mother)|my (?:daughter|son|mum|wife|husband|sister|friend|partner|mother)|love|
  signed) (?:it is |this is |i am |just |only |me |miss |wee |little |old |poor |big |auntie |aunty |uncle |nana |young |plain |still |again )*`
/** What stands after a part of a name: "tran is the surname". */
const told = re`\b([a-z]+(?: [a-z]+)?) is (?:the|my|her|his) (first bit|first name|first part|christian name|
  surname|last name|second name|family name|name)\b`
const after = /\b(?:here|speaking|calling|ringing|phoning)\b|\b(?:rang|called|phoned)(?= (?:\. |and|earlier|about|back|yesterday|again|so|to|she|he|they|my|for)|$)/g
const spelling = /^(?:spelt|spelled|spelling|spells|that is|it is|so|as in|spell)$/

/** Letters that spell a name, which goes as well: "saoirse s a o i r s e". */
function spelledFrom(doc: Doc, at: number): Range | null {
  let from = at
  while (from < at + 3 && spelling.test(doc.words[from]?.w ?? '')) from += 1
  let to = from
  while (
    to < doc.words.length &&
    (/^[a-z]$/.test(doc.words[to]!.w) || /^(?:double|hyphen|dash|apostrophe)$/.test(doc.words[to]!.w))
  )
    to += 1
  return to - from >= 3 ? { from, to } : null
}

/** What stands before a caller's own name. */
const ownLead = /^(?:so|there|here|me|is|am|details|it|this|hi|hello|yeah|yes|name)$/
/** And before somebody else's. */
const otherLead = /^(?:neighbour|friend|mate|mum|mam|dad|sister|brother|son|daughter|wife|husband|partner|aunt|auntie|uncle|nan|gran|boss|for|with|call|ring|text|nurse|doctor|dr|my|our|his|her)$/
/** "Gupta, initial r". */
function initialsAfter({ words }: Doc, at: number): Range | null {
  if (!/^initials?$/.test(words[at]?.w ?? '')) return null
  let to = at + 1
  while (to < at + 4 && isOneLetter(words[to]?.w ?? '')) to += 1
  return to > at + 1 ? { from: at + 1, to } : null
}

const staffAfter = /^(?:(?:fit|see|ring|call|squeeze|do) (?:me|us|my|it)\b|(?:diary|books|secretary|rota|availability|waiting)\b|(?:does|do|doing|did|done|available|free|operating|operates|recommend\w*|said|in|list|clinic|has|have|had|got|will|can|still)\b|is (?:free|available|in|still|on|off|there|working|lovely|great|good|back|away|the)\b)/
const staffNoun = /\b(?:nurse|doctor|receptionist|surgeon|therapist|practitioner|consultant|injector|anaesthetist|dentist|girl|lady|woman|fella|chap|bloke|lad|one|someone|somebody|anyone|dog|cat|product|cream|thing|treatment|place|clinic|it) (?:is |was )?(?:called|named|name of) $/
const staffBefore =
  /(?:with|on|see|seeing|seen by|by|for|is|does|about|under|doctor|dr|nurse|surgeon|tell|between|said|prefer|like|wanted|want|had|ask|available|saw|of|than|and|or|did|will|has|book|recommend|recommended|trust|love|ask|get)$/

/** What somebody is called together with a name: "auntie beryl", "big tony". */
const byNames = new Set(['auntie', 'aunty', 'aunt', 'uncle', 'big', 'old', 'wee', 'nana', 'granny', 'grandad'])

/**
 * Names of callers and those they call for. The clinic's own people, and doctors and nurses, stay. `hasDetails`: the turn tells a number or
 * an address, and with these go people.
 */
export function namesIn(doc: Doc, expects: Expectation, own: KeepList, hasDetails = false): Name[] {
  const found: Name[] = []
  // "Dermal filler", "the mona lisa touch", "alexandrite": what is done there, by whatever name.
  const treatments = treatmentsIn(doc)
  const add = (given: Range | null, part: Name['part'], weight: number) => {
    if (given && treatments.some((one) => one.from <= given.from && given.to <= one.to)) return
    const grown = given && grownName(doc, given, own)
    const isOfClan = grown && doc.words[grown.from - 1]?.w === 'an' && doc.words[grown.from - 2]?.w === 'mac'
    const isHonoured = grown && expects === 'name' && /^(?:professor|prof|doctor|dr|reverend|rev|father|sister|captain|major|sergeant)$/.test(doc.words[grown.from - 1]?.w ?? '') && !/^(?:for|with|see|seeing|by|from|under|to|and)$/.test(doc.words[grown.from - 2]?.w ?? '')
    const range = isOfClan ? { ...grown, from: grown.from - 2 } : isHonoured ? { ...grown, from: grown.from - 1 } : grown
    if (!range) return
    // A whole answer takes the place of a part of it that was found before.
    const inside = found.filter((one) => one.from < range.to && range.from < one.to)
    const isWider = expects === 'name' && weight === 2 && inside.every((one) => one.weight < 2 && range.from <= one.from && one.to <= range.to && one.to - one.from < range.to - range.from) &&
      doc.words.slice(range.from, range.to).every(({ w, gap }, i) => (i === 0 || gap === '') && !closers.has(w) && (isForeign(w, own) || mayBeName(w)))
    if (inside.length > 0 && !isWider) return
    for (const one of inside) found.splice(found.indexOf(one), 1)
    // "It's like living with gordon ramsay", "i look like …": who everybody knows.
    if (/ (?:(?:looks?|looked|looking|sounds?|just) like|like (?:living with|being)) $/.test(` ${saidTo(doc, range.from)}`)) return
    const words = doc.words.slice(range.from, range.to).filter((word, i) => !titles.has(word.w) && !(word.w === 'and' && i === 1))
    const said = words.map((word) => word.w).join(' ')
    if (words.length === 0 || own.staff.has(said) || words.every((word) => own.staff.has(word.w))) return
    const isCalled = range.from > 0 && doc.words[range.from]!.gap === '' && !doc.words[range.from - 1]!.isMask && byNames.has(doc.words[range.from - 1]!.w)
    found.push({ ...range, from: range.from - (isCalled ? 1 : 0), label: 'NAME', part, weight, value: asWritten(doc, words) })
    const letters = spelledFrom(doc, range.to) ?? initialsAfter(doc, range.to)
    if (letters) found.push({ ...letters, label: 'NAME', part, weight: 0 })
  }
  for (let i = 0; i < doc.words.length; i += 1) {
    // "Mr j p ottley": initials, which go with the name.
    const letters = titles.has(doc.words[i - 1]?.w ?? '') ? null : spelledName(doc, i, expects)
    if (letters && !found.some((one) => one.from < letters.to && letters.from < one.to)) {
      const { from, to, said } = letters
      const before = doc.words.slice(Math.max(0, from - 4), from).map((word) => word.w)
      const part = /(?:surname|last name|family name)[a-z ]*$/.test(before.join(' ')) ? 'last' : 'whole'
      found.push({ from, to, label: 'NAME', part, weight: 0.5, value: said })
      i = to
    }
  }
  for (const one of namesBesideDetails(doc, own)) add(one, 'whole', one.from === 0 || ownLead.test(doc.words[one.from - 1]!.w) || doc.words[one.from - 1]!.isMask ? 1 : otherLead.test(doc.words[one.from - 1]!.w) ? 0 : 0.5)
  for (const one of hyphened(doc, own)) add(one, /(?:surname|last name|family name|barrelled)(?: [a-z]+){0,2} $/.test(saidTo(doc, one.from, one.from)) ? 'last' : 'whole', 1)
  for (const [pattern, part] of strong) {
    for (const { from, to, match } of placesOf(doc, pattern))
      if (!staffNoun.test(saidTo(doc, to, from))) add(nameAfter(doc, to, own, match[0]) ?? (/ name is $|\bcalled $|\bcall me $/.test(match[0]) ? ordinaryName(doc, to, 'it is ', true) : null), part, byNames.has(doc.words[to]?.w ?? '') ? 0.5 : 2)
  }
  for (const { to, match } of placesOf(doc, weak)) add(pairedName(doc, to, own, false) ?? nameFrom(doc, to, own, false) ?? ordinaryName(doc, to, match[0]), 'whole', /^(?:my|me) /.test(match[0]) && !/ (?:is|am) /.test(match[0]) ? 0 : /^s?he |say $/.test(match[0]) ? 0.5 : /^(?:let|has) /.test(match[0]) ? 0 : 1)
  for (const { from, to, match } of placesOf(doc, after))
    add(nameBefore(doc, from, own, match[0] === 'here' ? to : -1), 'whole', 1)
  for (const { from } of placesOf(doc, titled)) {
    const before = doc.words
      .slice(Math.max(0, from - 1), from)
      .map((word) => word.w)
      .join(' ')
    const range = nameFrom(doc, from, own, true)
    const rest = range && from > 0 ? doc.words.slice(range.to, range.to + 2).map((word) => word.w).join(' ') : ''
    // "And mr hunter" after what is masked, "mr and mrs chowdhury": theirs; after anything else "and" may go on with the clinic's own.
    const isNext = before === 'and' && from >= 2 && (doc.words[from - 2]!.isMask || titles.has(doc.words[from - 2]!.w))
    const isTheirs = /^(?:the|my|your|our|his|her|a)$/.test(before) && /^(?:missus|mister|madam)$/.test(doc.words[from]!.w)
    // "Mr Hargest said", "Mr Hargest was going to ring me": nobody tells of themselves so.
    const isToldOf = expects === 'none' && /^(?:said|told|promised|was (?:going|meant|supposed))\b/.test(doc.words.slice(from + 2, from + 4).map((word) => word.w).join(' '))
    if (!isTheirs && !isToldOf && expects !== 'booking' && (isNext || !staffBefore.test(before)) && !staffAfter.test(rest) && !staffNoun.test(saidTo(doc, from))) add(range && isNext && titles.has(doc.words[from - 2]!.w) ? { ...range, from: from - 2 } : range, 'whole', 1)
  }
  for (const { to } of placesOf(doc, honoured)) {
    const isOne = (i: number) => doc.words[i] !== undefined && (isForeign(doc.words[i].w, own) || isLikelyAlone(doc.words[i].w))
    if (isOne(to)) add(nameFrom(doc, to - 1, own, true, isOne(to + 1) ? 2 : 1), 'whole', 1)
  }
  for (const { from, match } of placesOf(doc, told)) {
    const length = match[1]!.split(' ').length
    const start = length === 2 && !isForeign(doc.words[from]!.w, own) && !isLikelyAlone(doc.words[from]!.w) ? from + 1 : from
    add(nameFrom(doc, start, own, true, from + length - start), /first|christian/.test(match[2]!) ? 'first' : match[2] === 'name' ? 'whole' : 'last', 2)
  }
  // "The voucher was bought by c j underhill".
  doc.words.forEach(({ w }, i) => {
    const last = doc.words[i + 2]
    const isPair = isOneLetter(w) && isOneLetter(doc.words[i + 1]?.w ?? '') && !isOneLetter(doc.words[i - 1]?.w ?? '') && !/^[ai]$/.test(w)
    if (isPair && last && !last.isMask && last.gap === '' && last.w.length > 3 && isForeign(last.w, own)) add({ from: i, to: i + 3 }, 'whole', 0.5)
  })
  doc.words.forEach((_, i) => {
    const to = apartFrom(doc, i, own)
    if (to > i) add({ from: i, to }, 'whole', 1)
  })
  const doctor = doctorAtStart.exec(doc.line.replace(/ [.,]/g, '').trimStart())
  if (doctor) {
    const at = doc.words.findIndex(({ w }) => w === doctor[1])
    const isOne = (i: number) => doc.words[i] !== undefined && (isForeign(doc.words[i].w, own) || mayBeName(doc.words[i].w) || /^\p{Lu}/u.test(doc.words[i].raw))
    if (at > 0 && isOne(at) && isOne(at + 1)) add({ from: at - 1, to: at + 2 }, 'whole', 1)
  }
  const alone =
    doc.words.length >= 2 &&
    doc.words.length <= 3 &&
    doc.words.every((word) => isForeign(word.w, own) || isLikelyAlone(word.w))
  if (alone) add({ from: 0, to: doc.words.length }, 'whole', 1)
  add(nameBeforeDetails(doc, own), 'whole', 1)
  add(nameTold(doc, own), 'whole', 1)
  add(nameOfMe(doc, own), 'whole', 1)
  if (expects === 'none') for (const one of strangePairs(doc, own)) add(one, 'whole', 0.5)
  for (const one of saidTwice(doc, own)) add(one, 'whole', 1)
  if (expects === 'none') add(pairAtStart(doc, own) ?? initialAtStart(doc, own) ?? strangeAtStart(doc, own), 'whole', 1)
  if (expects === 'name') for (const one of answered(doc, own, found)) add(one, 'whole', 2)
  for (const one of found) {
    const [word, next] = [doc.words[one.to], doc.words[one.to + 1]]
    // "Hannah w, there might be two of us".
    if (word && !word.isMask && word.gap === '' && /^[b-hj-np-tv-z]$/.test(word.w) && one.weight > 0 && !(next && isOneLetter(next.w)) && !/^(?:and|for|as)$/.test(next?.w ?? '')) Object.assign(one, { to: one.to + 1, value: one.value ? `${one.value} ${word.raw}` : one.value })
  }
  for (const one of spelledBeside(doc, found)) found.push(one)
  return withParticles(doc, [...found, ...besides(doc, expects, own, found, hasDetails)])
}

/** "Maria Fernanda Lopes [da] Silva": what joins two names that stand right beside it. */
function withParticles({ words }: Doc, found: readonly Name[]): Name[] {
  return found.map((one) => {
    const isJoined = particles.has(words[one.to]?.w ?? '') && words[one.to]!.gap === '' && !words[one.to]!.isMask && found.some((other) => other.from === one.to + 1)
    return isJoined ? { ...one, to: one.to + 1 } : one
  })
}

/** Titles that are plain words as well, and lead to a name only where the next word can be nothing else: "captain hargreaves". */
const honoured = /\b(?:sir|lady|major|captain|canon|lord|dame) /g
const titled = re`\b${anyOf([...titles].filter((one) => one.length > 1 && !['sir', 'lady', 'major', 'captain', 'madam', 'miss', 'canon', 'lord', 'dame'].includes(one)))}\b|
  ^(?:(?:hi|hello|yes|yeah) )*miss(?= [a-z]{4,} (?:i|it|here|and|for|from)\b)|\b(?:i am a miss|it is|this is|i am) miss(?= [a-z]{4,}(?: |$))|\bmiss(?= [a-z]+ (?:here|speaking|calling)| [b-hj-z] [a-z]{3,}(?: \.| and| here| please|$))`

/** The name right before "here" or "speaking", at the beginning of a sentence. */
function nameBefore(doc: Doc, at: number, own: KeepList, here: number): Range | null {
  let from = at
  while (from > 0 && at - from < 4 && doc.words[from]!.gap !== '.') {
    const { w } = doc.words[from - 1]!
    const before = doc.words[from - 2]?.w ?? ''
    // "Hope taylor here", "hi, will here"; not "I hope here".
    const leads = from === at ? /^(?:hi|hello|hiya|hey|yes|yeah)$/.test(before) : from === at - 1 && neverNames.has(before)
    const isGiven = isGivenToo(w) && (from === 1 || leads || (from > 1 && doc.words[from - 1]!.gap !== ''))
    if (!isGiven && (neverNames.has(w) || (closers.has(w) && !particles.has(w)))) break
    from -= 1
  }
  const isStart =
    from === 0 ||
    doc.words[from]!.gap !== '' ||
    neverNames.has(doc.words[from - 1]!.w) ||
    closers.has(doc.words[from - 1]!.w)
  const words = doc.words.slice(from, at)
  const isName =
    words.length > 0 &&
    (words.every(
      (word, k) => isForeign(word.w, own) || alsoNames.has(word.w) || particles.has(word.w) || titles.has(word.w) || (k === 0 && /^prof(?:essor)?$/.test(word.w)),
    ) ||
      isForeign(words[0]!.w, own) ||
      isLikelyAlone(words[0]!.w) ||
      (words.length === 1 && isGivenToo(words[0]!.w)))
  const goesOn = here > 0 && doc.words[here] !== undefined && doc.words[here]!.gap !== '.' && /^(?:is|in|on|we|with|are|be|do|at|for|today|tomorrow|suits?|works?|costs?|takes?)$/.test(doc.words[here]!.w)
  const isThing = /^(?:an?|the)$/.test(doc.words[from - 1]?.w ?? '') && doc.words[from]?.gap === '' && !words.some((word) => isForeign(word.w, own))
  return isStart && isName && !goesOn && !isThing ? { from, to: at } : null
}
