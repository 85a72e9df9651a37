import { re } from './pattern.ts'
import { list, placesOf, type Doc, type Range } from './text.ts'

/** Words of an answer that say nothing themselves; they part what was said. */
const empty = new Set(
  list(`yes yeah yep yup no nope nah not i am have had has do does did a an the my it is was
  been got get just only really very quite some any of and or but well so um
  to be honest think that can know sure okay ok right fine thanks thank you please sorry oh with on in at for from
  about me mine he she they we there anything nothing none think like never all both
  would say guess suppose probably maybe sometimes often course would will else bit little lot mate love still now
  currently at moment this since as if what then too also by are were don not nothing's`),
)
/** What belongs to the booking, and ends an answer about health. */
const booking =
  /\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|appointment|book|booking|price|cost|how much|consultation|available|slot|deposit|o'?clock|o clock|i am (?:ringing|calling|phoning) (?:for|about)|quid|pounds|what time|can i|could i|can we|could we|shall we|can you|half past|quarter (?:past|to)|do you|is there|are there|now i want|i want (?:a|an|the|my|to book|doing)|i would like|why do you|what do you mean|why)\b/

/** What follows is wanted, where the question was about what was done: "yes, but now I'd like …". */
const wanted = /\b(?:i want|i would|i am (?:after|looking|interested|thinking|hoping)|this time|hoping|thinking (?:of|about)|(?:and|but) now|instead|looking (?:for|to))\b/

/** The word with which an answer turns to the booking, or on from the past to what is wanted; as many as there are when it does not. */
export function answerEnd(doc: Doc, isPast: boolean): number {
  const ends = [doc.line.search(booking), isPast ? doc.line.search(wanted) : -1].filter((at) => at >= 0)
  return ends.length === 0 ? doc.words.length : clauseStart(doc, doc.at[Math.min(...ends)]!)
}

/** Somebody who greets or takes leave answers nothing: "great, thanks, bye". */
const parting =
  /^(?=.*\b(?:bye|goodbye|thanks|thank|cheers|ta|hello|care|soon)\b)(?:(?:thank you|thanks|cheers|ta|bye|bye bye|goodbye|hello|hi|great|lovely|perfect|brilliant|fantastic|wonderful|ok|okay|right|alright|take care|speak soon|see you|soon|then|later|tomorrow|so much|very much|a lot|for your help|and|that is (?:great|lovely|all|everything|it)|have a (?:good|nice|lovely) (?:day|one|evening|weekend)) ?(?:\. )?)+$/

/** When something was or is to be, which stays where an answer says more than that: "a hernia, in november", "yes, two years ago". */
const times = re`\b(?:about |around |nearly |over |just over )?(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|couple of|few|\d+)(?: odd)? (?:days?|weeks?|months?|years?) (?:ago|back)\b|
  \b(?:in|since|last|next|this|from|until|till|on|before) (?:january|february|march|april|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|week|month|year|spring|summer|autumn|winter|christmas|easter|the (?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\w+teenth|\w+tieth|twenty \w+|thirty first))\b|
  \b(?:in|since) (?:(?:19|20)\d\d|(?:twenty|nineteen) (?:twenty|ten|eleven|twelve|thirteen|\w+teen|\w+ty)(?: \w+)?)\b|\b(?:yesterday|tomorrow)\b`

/** A longer answer than this, in words, has more in it than the answer. */
const longest = 48

/**
 * What is secret in an answer to a question about health or belief: all that was said, "yes" and "no" too, up to where it
 * turns to the booking or asks something back. `kept` is what was asked for, which stays. `isWhole`: a long answer goes
 * whole as well; otherwise only those words of it that say something, and none when `isTaken` tells that it is found already.
 */
export function answerIn(doc: Doc, kept: readonly Range[], isTaken: (word: number) => boolean, isWhole: boolean, isPast = false): Range[] {
  const { words } = doc
  const asksBack = doc.text.trim().endsWith('?') && words.length <= 8
  if (words.length === 0 || words.length > longest || parting.test(doc.line) || words.some((word) => word.isMask) || asksBack) return []
  const end = answerEnd(doc, isPast)
  const isInside = (i: number) => kept.some((one) => one.from <= i && i < one.to)
  const when = [...placesOf(doc, times)]
  const isWhen = (i: number) => when.some((one) => one.from <= i && i < one.to)
  const isAlsoSaid = words.some(({ w }, i) => i < end && !isWhen(i) && !isInside(i) && !empty.has(w))
  const isKept = (i: number) => isInside(i) || (isAlsoSaid && isWhen(i)) || (isInside(i + 1) && /^(?:the|an?|my|some)$/.test(words[i]!.w))
  const isSaid = (i: number) => i < end && !empty.has(words[i]!.w) && !isKept(i)
  const said = words.map((_, i) => i).filter(isSaid)
  // Nothing but "yes" or "no": that is the answer.
  if (said.length === 0) return end > 0 && end <= 8 && kept.length === 0 ? [{ from: 0, to: end }] : []
  if (isWhole || (end <= 5 && kept.length === 0)) return runs(end, (i) => !isKept(i))
  return end > 8 ? [] : runs(end, (i) => isSaid(i) && !isTaken(i))
}

/** Where the clause begins that a word stands in. */
function clauseStart(doc: Doc, word: number): number {
  let at = word
  while (at > 0 && doc.words[at]!.gap === '' && !/^(?:so|and|but|can|could|then)$/.test(doc.words[at]!.w)) at -= 1
  return at
}

function runs(end: number, isIn: (word: number) => boolean): Range[] {
  const ranges: Range[] = []
  for (let i = 0; i < end; i += 1) {
    if (!isIn(i)) continue
    const last = ranges.at(-1)
    if (last && last.to === i) last.to = i + 1
    else ranges.push({ from: i, to: i + 1 })
  }
  return ranges
}
