import { canonical, singular } from './lexicon/canonical.ts'
import { lexicon } from './lexicon/load.ts'
import type { KeepList } from './types.ts'
import { phrases, placesOf, type Doc, type Range } from './text.ts'
import { re } from './pattern.ts'

const first = new Map<string, readonly string[][]>()
let prepared: ReadonlySet<string> | null = null

/** What people call treatments and the places to be treated, beside the list that was supplied. */
const treatments = phrases(`micro needling, micro needle, needling, skin tag removal, verruca removal, mole removal, wart removal, milia removal, cyst removal,
  thread veins, spider veins, broken veins, red veins, nose bump, dorsal hump, back rolls, back fat, bra rolls, bra fat, bingo wings, love handles, muffin top,
  smokers lines, smoker lines, lip lines, smile lines, laughter lines, marionette lines, marionettes, nasolabials, nasolabial folds, nasolabial lines, bunny lines,
  frown lines, elevens, eleven lines, crows feet, tear troughs, tear trough, under eyes, eye bags, jowls, double chin, turkey neck, neck lines, neck bands,
  fat freezing, fat dissolving, fat dissolve, fat jabs, tixel, carboxy, carboxytherapy, vitamin drip, iv drip, vitamin shot, deep cleanse facial, deep cleanse,
  anti sweat injections, sweat injections, underarm botox, masseter botox, lip flip, fox eyes, pdo threads, cog threads, threads, thread lift, mini facelift, mini lift,
  chemical peeling, light therapy, led therapy, led mask, hydra facial, oxygen facial, gold facial, carbon facial, carbon laser, hollywood peel, tattoo removal,
  hair removal, hollywood wax, brazilian wax, electrolysis, teeth whitening, composite bonding, veneers, earlobe repair, ear lobe repair, ear pinning, dimple surgery,
  male breast reduction, belly button surgery, calf implants, pec implants, chin implant, cheek implants, bum lift, butt lift, buttock lift, thigh lift, arm lift, neck lift,
  brow lift, hand rejuvenation, nefertiti lift, jaw filler, jawline filler, chin filler, cheek filler, temple filler, nose filler, non surgical nose job, liquid nose job,
  eight point lift, liquid facelift, polynucleotides, exosomes, salmon dna, skin boosters, skin booster, sunekos, jalupro, vampire facial, hair transplant, beard transplant,
  nipple tattoo, nipple tattooing, breast reconstruction, acne scarring treatment, acne scar treatment, scar treatment, chest masculinisation, implant swap, implant exchange, vitamin c serum, hay fever jab, emsella, emsella chair, intimate laser,
  bee venom mask, laser treatment, apronectomy, mona lisa, mona lisa touch, mona lisa laser, jessner, jessner peel, areola tattoo, areola tattooing, areolas tattooed, chest surgery, tracheal shave, adams apple, adam apple, adam s apple, glass skin, jaw implant, jaw implants,
  numbing cream, numbing injection, dental block, lash lift, brow lamination, profound rf, six week check, patch test, stretch mark removal, scar laser, eyebrow transplant, scalp micropigmentation, microblading, skin fade, brow lamination, lash lift, semi permanent makeup, skin tightening, skin resurfacing, fraxel,
  morpheus, secret rf, ultherapy, ultraformer, hifu, endolift, emface, onda, lemon bottle, aqualyx, collagen banking, skin peel, glow facial, back facial, neck botox`)

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

function requestedIn(doc: Doc): Range[] {
  return [...placesOf(doc, requested), ...placesOf(doc, toBeDone), ...placesOf(doc, calledAfter)].map(({ to, match }) => ({
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
