import { ordinaryName } from './name-first.ts'
import { isForeign } from './name-apart.ts'
import { grownName, nameFrom } from './name-from.ts'
import { asWritten } from './name-of.ts'
import { meantBy } from './misheard.ts'
import { isLikelyAlone, mayBeName, neverNames, staffTitles, titles } from './name-words.ts'
import type { Name } from './names.ts'
import { re } from './pattern.ts'
import { runsOf } from './spelling.ts'
import { placesOf, read, type Doc, type Range } from './text.ts'
import type { KeepList } from './types.ts'

/** What leads an agent to a caller's name: it is read back, asked for, or the caller is called by it. */
const leads = [
  re`\b(?:confirm (?:it is|that is|you are)|so it is|so that is (?=(?:mr|mrs|miss|ms) )|(?:(?:i|we) have )?got you (?:down )?as|(?:i|we) have(?: got)?(?: an?)?|is that|is this|am i speaking (?:to|with)|(?<!\byou are )speaking (?:to|with)|did you say|and your (?:sur|first |last )?name|
    it says|read (?:that|it|this) back|(?:that is|you are|all) booked(?: in)?|(?:down|booked|listed|registered) (?:as|under)|(?:in the )?name (?:is|of)|and you are|are you still|do you go by|(?:shall|should|will) i (?:put|say)(?: you down as)?|i will put(?: you down as)?|get hold of|is it for|or for|for me or for) `,
  re`\b(?:date of birth|birthday|number|mobile|e ?mail|address|postcode|details|booking|appointment|slot|voucher) for (?!(?:the|our|your|a) )`,
  re`(?:^|\. )(?:(?:hi|hello|hiya|right|okay|ok|lovely|perfect|great|brilliant|sorry|thanks|thank you|no worries|no problem|of course|do not worry|good morning|good afternoon|good evening|morning|afternoon|evening|bear with me|so|now|and|all right|alright) )+(?:then )?`,
]
/** "What's your date of birth, Carys?", "your number please, Mr Siddiqui?": the last words of all. */
const parting = re`\b(?:date of birth|birthday|number|mobile|e ?mail|address|postcode|contact|surname|name|details|please|thank you|thanks|sorry|worry|day|time|help|today)(?: please| then)? (?=(?:(?:mr|mrs|miss|ms|mx) )?[a-z]+(?: [a-z]+)?(?: \.|$))`

/** "Would Mr Hussain like to speak?", "is Ngozi able to come to the phone?": whom an agent asks about. */
const asked = [
  re`\b(?:is|has|does|did|would|can|could|was) (?=(?:(?:mr|mrs|miss|ms|mx) )?[a-z]{3,} (?:able|there|having|have|has|seen|like|want|wants|still|coming|free|need|needs|know|around|available)\b)`,
  re`\bare you (?=(?:mr|mrs|miss|ms|mx) )|\bis it (?=[a-z]{3,} with (?:an?|one|two) )|\b(?:which|for|would|is that|have i got the right|happy birthday|ring|says) (?=(?:mr|mrs|miss|ms|mx) )|\bhappy birthday `,
]
/** How an agent says its own name: "you're speaking with Voxanne", "this is Sarah from Larkspur". */
const introduces = /\b(?:you are (?:speaking|talking) (?:to|with)|my name is|this is) (?=[a-z])/g

/** The names that an agent's turn gives itself: one word each, which is nobody's of the callers. */
export const introducedIn = (agentTurn: string): string[] => {
  const doc = read(agentTurn)
  return placesOf(doc, introduces).flatMap(({ to }) => {
    const [word, next] = [doc.words[to], doc.words[to + 1]]
    const isOver = !next || next.gap !== '' || /^(?:from|at|here|the|calling|with|and|how|what|who|can|may|speaking|on)$/.test(next.w)
    return word && !word.isMask && isOver && !titles.has(word.w) && (mayBeName(word.w) || isForeign(word.w, nobody)) ? [word.w] : []
  })
}
const nobody: KeepList = { staff: new Set(), procedures: new Set() }

const addressed = /\b(?:mr|mrs|miss|ms|mx)(?= [a-z])/g
const afterCalled = /^(?:is|are|has|have|had|did|do|does|can|could|would|will|where|what|when|which|i|we|that|you|just)$/
/** After one of the clinic's own: "Ruby has a slot at one". */
const worksHere = /^(?:has (?:an? |got |some )?(?:slot|gap|space|room|cancellation|opening|availability|free)|is (?:free|available|in on|off|away|our|back)|can (?:see|do|fit|squeeze|take) you)\b/
/** Before the last word of a question that is no name: "in ossett", "the tixel". */
const leadsElsewhere = /^(?:the|a|an|of|in|at|with|on|by|to|for|from|our|your|my|is|or|and|doctor|dr|nurse|near|via|than|called|some|any|this|that|see|saw|about|using|use|offer|do|have|like|st|saint|open|mr|mrs|miss|ms|mx|mister|[a-z])$/

/** An agent that answers the phone says the clinic's name: "good morning, Larkspur Clinic", "hello, Larkspur, how can I help?". */
const answersPhone = /\b(?:how (?:can|may|could) (?:i|we) help|speaking|you are through to|you have reached|what can (?:i|we) do for you)\b/
const business = /^(?:clinics?|aesthetics?|skin|medical|medispa|spa|surgery|surgical|practice|beauty|cosmetics?|laser|health|healthcare|studios?|centre|dental|group|rooms?|house|desk|reception|team)$/

/** Names that an agent says of a caller: "i've got … on …", "is that …?", "and your date of birth, …?". */
export function namesReadBack(doc: Doc, own: KeepList): Name[] {
  const found: Name[] = []
  // Of no weight is what may be somebody else's: it is masked, and not taken for the caller's.
  const add = (given: Range | null, weight: number) => {
    const range = given && grownName(doc, given, own)
    const words = range ? doc.words.slice(range.from, range.to) : []
    if (range && (business.test(doc.words[range.to]?.w ?? '') || words.some((word) => business.test(word.w)))) return
    if (!range || words.some((word) => own.staff.has(word.w) || staffTitles.has(word.w))) return
    if (found.some((one) => one.from < range.to && range.from < one.to)) return
    found.push({ ...range, label: 'NAME', part: 'whole', weight, value: asWritten(doc, words.filter((word) => !titles.has(word.w))) })
  }
  const isGreeting = answersPhone.test(doc.line)
  for (const lead of leads) for (const { from, to } of placesOf(doc, lead)) if (!isGreeting || from > 0) add(nameFrom(doc, to, own, false), 1)
  for (const { to } of placesOf(doc, parting)) add(nameFrom(doc, to, own, false) ?? ordinaryName(doc, to, 'it is '), 1)
  for (const lead of asked) for (const { from, to } of placesOf(doc, lead)) if (!isGreeting || from > 0) add(nameFrom(doc, to, own, false), 0)
  // "Any allergies, Mr Castellanos?", "Hello, Mrs Lloyd, how can we help?": who is spoken to.
  const isOver = (at: number) => at >= 0 && (!doc.words[at] || doc.words[at].gap !== '' || /^(?:how|what|and|can)$/.test(doc.words[at].w))
  for (const { from } of placesOf(doc, addressed)) if (isOver((nameFrom(doc, from, own, false) ?? { to: -1 }).to) && (from === 0 || doc.words[from]!.gap !== '' || /^(?:hello|hi|thanks|thank|you|okay|ok|right|morning|afternoon|evening)$/.test(doc.words[from - 1]!.w))) add(nameFrom(doc, from, own, false), 0.5)
  const isSure = (i: number) => doc.words[i] !== undefined && !neverNames.has(doc.words[i].w) && (isLikelyAlone(doc.words[i].w) || (isForeign(doc.words[i].w, own) && meantBy(doc.words[i].w, 0.2) === null))
  // "Dami, is this for laser?", "and the allergies, Roshni?": the first word and the last of a sentence, where they can only be somebody.
  doc.words.forEach(({ w, gap }, i) => {
    const next = doc.words[i + 1]
    if (worksHere.test(doc.words.slice(i + 1, i + 4).map((word) => word.w).join(' '))) return
    const [isFirst, isLast] = [i === 0 || gap === '.', !next || next.gap === '.']
    const isCalled = (isFirst && next !== undefined && (next.gap === ',' || afterCalled.test(next.w)) && !isGreeting) || (isLast && !isFirst && w.length >= 4 && !leadsElsewhere.test(doc.words[i - 1]!.w))
    if (isCalled && isSure(i)) add({ from: i, to: i + 1 }, 0)
  })
  // Letters of a name, said after the caller.
  for (const run of runsOf(doc.words, ({ kind }) => kind === 'letter')) if (/^[A-Z]{4,}$/.test(run.text) && run.to - run.from >= 4) add({ from: run.from, to: run.to }, 0)
  // "Adil Qureshi": nothing but a name, which it has found.
  const isName = ({ w, isMask }: Doc['words'][number]) => !isMask && (isForeign(w, own) || mayBeName(w))
  const isOnly = doc.words.length >= 2 && doc.words.length <= 4 && doc.words.every(isName)
  if (isOnly && doc.words.some(({ w }) => isForeign(w, own) || isLikelyAlone(w))) add({ from: 0, to: doc.words.length }, 1)
  return found
}
