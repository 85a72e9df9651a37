import { canonical, singular } from './lexicon/canonical.ts'
import { lexicon } from './lexicon/load.ts'
import { oncePerLine } from './once.ts'
import { treatments, treatmentWords } from './treatments.ts'
import type { KeepList } from './types.ts'
import { placesOf, type Doc, type Range } from './text.ts'
import { re } from './pattern.ts'

const first = new Map<string, readonly string[][]>()
let prepared: ReadonlySet<string> | null = null

function keepPhrases(): Map<string, readonly string[][]> {
  const { keep } = lexicon()
  if (prepared === keep) return first
  for (const phrase of [...keep, ...treatments]) {
    const words = phrase.split(' ')
    first.set(words[0]!, [...(first.get(words[0]!) ?? []), words])
  }
  prepared = keep
  return first
}

const matches = (doc: Doc, i: number, phrase: readonly string[]): boolean =>
  phrase.every((word, k) => {
    const said = doc.words[i + k]
    return (
      said !== undefined && (said.w === word || canonical([said.w]) === word || singular(said.w) === singular(word))
    )
  })

/** Treatments by names of their own: one word that means nothing else, or several words together. */
export const treatmentsIn = oncePerLine((doc: Doc): readonly Range[] => {
  const table = keepPhrases()
  const found: Range[] = []
  const longest = (i: number, key: string): number => {
    let most = 0
    for (const phrase of table.get(key) ?? []) if (phrase.length > most && (phrase.length > 1 || treatmentWords.has(phrase[0]!)) && matches(doc, i, phrase)) most = phrase.length
    return most
  }
  doc.words.forEach(({ w }, i) => {
    const one = singular(w)
    const most = Math.max(longest(i, w), one === w ? 0 : longest(i, one))
    if (most > 0) found.push({ from: i, to: i + most })
  })
  return found
})

/** Plain names of what clinics do, which are words of somebody's history as well. */
const works = `(?:op|operation|surgery|implants?|injections?|jabs?|sedation|transplant|mole(?: check| removal| removing)?|
  derma roller|balloon|steroid injection|gastric (?:balloon|band|sleeve)|(?:weight loss|skinny) (?:jabs?|injections?|pens?)|
  eyelid op|eyelid surgery|eye op|top surgery|bottom surgery|chest (?:contouring|surgery)|skin tags?|semaglutide|infusion|
  anaesthetic|cyst removal|scar revision|radiofrequency|radio frequency|adams? apple (?:shave|shaving|reduction)|
  intimate laser|pico laser|o shot|mini lift|areola tattooing|voice (?:surgery|therapy))`.replace(/\n */g, '')
/** What is asked for: "before the op", "can i have the jab", "want top surgery", "would semaglutide be any good". */
const requested = re`\b(?:(?:after|before|during|until|till|about|for|having|book|booked in for|do you do|can i (?:still )?have|
  could i have|can you do|do|how much (?:is|are)|price of|cost of|qualify for|instead of|ahead of|want|wants|wanting|interested in|would like|would love|looking at|thinking about|thinking of|considering|saving for|hoping for|asking for|
  put me (?:back )?in for|allow|suitable for|ready for|and then|and|prep for|would|will|does|is|stop|affect|matter for|with|
  said no|so no|quote for|his|her) (?:(?:the|a|an|some|my|that|your|any|his|her) )?|(?:the|that) )(?:full |same |wee |little )?
  (${works})\b(?! (?:went|that went|i had|she had|he had|in (?:turkey|\d{4})|last|years|on my|ruptured|leak\w*|burst|failed))`
/** A part of the body that is to be done: "can i have my eyes done". */
const toBeDone = re`\b(?:my|the|his|her|our|that) ((?:whole |top |lower |upper )?(?:eyes?|nose|lips?|teeth|ears?|tummy|boobs|breasts|
  face|neck|chin|jaw|hair|brows?|forehead|chest|bum|hips|arms|thighs|eyelids?)(?: (?:and|or) (?:my |the )?[a-z]+)?)
  (?= (?:done|redone|doing|fixed|sorted|lifted|seen to|i want|made|plumped))`

/** A treatment that is called after what it is for, when it is asked about: "is rosacea laser …", "book me in for the menopause facial". */
const calledAfter = re`(?:^|\b(?:is|are|does|do|for|about|saw|have you|offer|price of|cost of|having|want|wanted|like) )(?:the |a |an |any |your )?((?:rosacea|melasma|acne|menopause|pregnancy|
  hyperhidrosis|keloid|scar|pigmentation|migraine|sweating|cellulite|weight loss|thread vein|stretch mark|dark circle|hair loss|eczema|bunion)[ ]
  (?:facials?|laser|botox|peels?|injections?|jabs?|treatments?|clinic|programme|package|course))\b`

/** What a caller wants done, by whatever word, for the tagger alone: "it's a septal repair I need", "about my toenail laser", "I want me neck tattoo lasered off". */
const wanted = re`\b(?:asking about|ask about|so it is|it is(?: for)?|i want|i need|i would like|wanting|after|interested in|price of|price for|how much (?:is|for)|book(?: me in)? for|enquiring about|is|about|for|and)
  (?:the |a |an |my |me |this |that |your )?((?:[a-z]+ ){1,2}(?:repair|laser|lasering|facials?|peels?|fillers?|removal|rejuvenation|contouring|resurfacing|boosters?|threads|dermaplane|microblading))\b`
const lasered = re`\b(?:my|me|the|this|that|his|her) ((?:[a-z]+ ){1,3}(?:lasered|frozen|zapped|looked at|seen to)(?: off| away)?)\b`

/** See `wanted`. */
export const wantedIn = (doc: Doc): Range[] =>
  [...placesOf(doc, wanted), ...placesOf(doc, lasered)].map(({ to, match }) => ({ from: to - match[1]!.trim().split(' ').length, to }))

/** Medicines and operations that some clinics sell and that are somebody's own wherever they are not asked for. */
const sold = `(?:wegovy|mounjaro|saxenda|ozempic|semaglutide|tirzepatide|liraglutide|orlistat|(?:skinny|slimming|weight loss|fat loss) (?:jabs?|pens?|injections?)|minoxidil|finasteride|dutasteride|
  trt|testosterone(?: (?:replacement|bloods|test|therapy))?|vasectom(?:y|ies)|circumcision|gastric (?:balloons?|bands?|sleeves?|bypass)|stomach balloons?|gynaecomastia|gynecomastia)`.replace(/\n */g, '')
/** "How much is wegovy?", "I'd like to start mounjaro", "skinny jab consult", "a vasectomy do you do those". */
const soldFor = re`\b(?:how much (?:is|are|for|do you charge for)|price (?:of|for|on)|prices (?:of|for|on)|cost (?:of|for)|do you (?:do|sell|offer|prescribe|stock|still do)|can i (?:get|start|buy|order)|could i (?:get|start)|want to (?:start|try|go on|talk about|ask about)|
  like to (?:start|try|go on|talk about|ask about)|interested in|enquiring about|asking about|ask about|sign up for|book (?:me )?in for|booked in for|consult(?:ation)? (?:for|about)|chat about|thinking about|thinking of|considering|after|i want|one of them|want the|get the|put me down for) (?:the |a |an |some |your |that )?
  (${sold})\b`
const soldAfter = re`(?:^|\. |\b(?:and|so|hi|hello|then|is|does|for) )(?:the |a |an |is |does )?(${sold})(?= (?:consult|consultation|do you (?:do|sell|offer|stock|prescribe)|please|what (?:is|are|do)|how much|price|is it|is that|programme|by direct debit|course|private|plan)\b)`

function requestedIn(doc: Doc): Range[] {
  return [...placesOf(doc, requested), ...placesOf(doc, soldFor), ...placesOf(doc, soldAfter), ...placesOf(doc, toBeDone), ...placesOf(doc, calledAfter)].map(({ to, match }) => ({
    from: to - match[1]!.trim().split(' ').length,
    to,
  }))
}

/** Procedures and words of booking, the clinic's own included: what was asked for stays. */
export function proceduresIn(doc: Doc, own: KeepList): Range[] {
  const found: Range[] = []
  const table = keepPhrases()
  const ownPhrases = [...own.procedures, ...own.staff].map((one) => one.split(' '))
  const longest = (i: number, phrases: readonly (readonly string[])[] | undefined, least: number): number => {
    let most = least
    for (const phrase of phrases ?? []) if (phrase.length > most && matches(doc, i, phrase)) most = phrase.length
    return most
  }
  for (let i = 0; i < doc.words.length; i += 1) {
    const { w } = doc.words[i]!
    const one = singular(w)
    let most = longest(i, table.get(w), 0)
    if (one !== w) most = longest(i, table.get(one), most)
    if (ownPhrases.length > 0) most = longest(i, ownPhrases, most)
    if (most > 0) found.push({ from: i, to: i + most })
  }
  return [...found, ...requestedIn(doc)]
}
