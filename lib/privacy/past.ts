import { startOf } from './regions.ts'
import { re } from './pattern.ts'
import { placesOf, type Doc, type Range } from './text.ts'

/**
 * Cosmetic work of the past, which is health data; what is asked for is not. It is past when somebody had it and it was neither booked
 * nor supposed, when it is denied ("never had botox"), when something comes from it, or when what follows can only be said of something done.
 */
const surgical =
  /\b(?:job|lift|facelift|rhinoplasty|septoplasty|septorhinoplasty|blepharoplasty|abdominoplasty|augmentation|enlargement|reduction|implants?|lipo|liposuction|tuck|otoplasty|pinnaplasty|mastopexy|gynaecomastia|coolsculpting|labiaplasty|transplant|bbl|uplift|vaginoplasty|surgery|genioplasty|brachioplasty|bleph|op|operation|repair|reconstruction|masculinisation|feminisation)s?$/
const injected =
  /\b(?:botox|dysport|fillers?|threads?|veneers|bonding|profhilo|polynucleotides|sculptra|radiesse|juvederm|restylane|ellanse|permanent make ?up|microblading|tattoo|fat transfer|fat freezing|peels?|laser|lasers|hifu|micro ?needling|needling|removal|skin boosters?|boosters?|hydra ?facials?|dermaplaning|emsculpt|endolift|vaser|sclerotherapy|electrolysis|carboxy|exosomes|tixel|fraxel|radio ?frequency|ipl|plasma|collagen|whitening|prp|sunekos|cool ?sculpting|morpheus|morpheus eight|russian lips|fat dissolving|aqualyx|lemon bottle|ultherapy|mesotherapy|lip flip|tear troughs?)$/
const had =
  /\bi would (?:a|an|both|two) $|\b(?:i|she|he|we|they|you) (?:(?:have|already|also|previously|actually|only|just) )*(?:had|got) (?:(?:already|previously|have) )?(?:(?:a|an|my|the|both|two|some|done|another|previous|any|full|full set of|bit of|a bit of) ){0,2}$/
/** What one has for good: "I've got implants", "I've had veneers"; not "I have implants on Tuesday". */
const worn = /\b(?:implants?|veneers|bonding|permanent make ?up|microblading)$/
const wears = /\b(?:i|she|he) have (?:(?:got|already|my|the|a|old|silicone|saline|porcelain|composite|some|both) )*$/
const soon = /^ (?:on|at|this|next|today|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|consultation|appointment|removal|revision|exchange|price)\b/
const denied = /\b(?:never|not|have not) (?:ever |actually )?(?:had|tried) (?:(?:a|an|any|my|the) ){0,2}$/
const owned = /\bmy (?:old|previous|last) (?:lot of )?$|\bsince (?:(?:i|she|he) (?:have )?had )?(?:(?:the|my|that|your|her|his|some|a) )?(?:last )?$|\b(?:you|they|she|he|who|girl|nurse|doctor|dentist|lady|lass|woman|place|clinic|surgeon|salon|friend|mate) did (?:the |my |me )?$|\b(?:they|he|she|who) (?:put|injected) (?:the |some |my )?$/
const done =
  /^(?: \w+){0,3} ?(?:(?:that )?i had (?:done |put )?(?:in|at|with|last|from|two|three|a|years|before|the)|twice(?= |$)|years? (?:ago|back|since)|(?:weeks|months) (?:ago|back)|elsewhere|abroad|with (?:someone|somebody) else|is from (?:last|two|three|four|five|a|years|twenty|abroad|somewhere)|(?:that is|that has|which has|that|it) (?:dropped|gone|went|migrated|sagged|failed|moved|fell|snapped|collapsed|ruptured)|did not take|went wrong|gone wrong|left me with|when i was|as a teenager|at (?:eighteen|nineteen|seventeen|sixteen)|in (?:istanbul|turkey|prague|poland|lithuania|the (?:seventies|eighties|nineties|noughties)))\b/
/** Before what nobody has had: "if I had a facelift". */
const supposed = /\b(?:if|wish|whether|imagine|suppose|unless) (?:i|she|he|we|they|you) (?:(?:ever|have|only|actually) )*had (?:\w+ ){0,2}$/
/** What follows when it is still to come: "I had a facelift booked in May". */
const toCome = /^ (?:consultation|consult|appointment|quote|chat|call|enquiry|booking|slot|voucher|price|prices|leaflet|deposit|menu|brochure|package|offer|reminder|text|email|link|booked|planned|scheduled|pencilled|lined|cancelled|moved|reserved|down (?:for|as)|quoted|recommended|in mind)\b/
const altered = re`\b(?:(?:i|he|she|we|they) (?:(?:have|has|already|also|just|once) )*(?:had|got)|having had|since having|after having|i would) (?:(?:both|my|his|her|their|one|two|the|of|left|right|upper|lower) )*(?=(?:eyes?|
    eyelids?|ears?|nose|lips?|teeth|tummy|boobs|breasts?|chin|face|brows?|bum|moles?|veins?|legs|arms|neck|stomach|hairline|hips?|thighs) (?:(?:all|surgically|privately) )?(?:lasered|pinned|lifted|reduced|augmented|straightened|reshaped|tucked|enlarged|stripped|
    injected|frozen|whitened|capped|fixed|operated)\b|
    (?:nose|chin|ears?|boobs|breasts?|lips|tummy|eyelids?|cheeks|jaw|jawline|neck|bum) done\b)|(?<!\bi )\bdid (?=my (?:lips|nose|eyes|eyelids|forehead|boobs|breasts|chin|cheeks|brows|face|jaw|neck|teeth|tummy|ears)\b)`
const alteration = /^[a-z]+ (?:all |surgically |privately )?[a-z]+(?: back| off| out| on)?/

/** Before what is still to come, or only supposed. */
const toBe = /\b(?:will|would|should|can(?! not)|could(?! not)|may|no|need|want|plan|before|avoid|how long|when|do you|does|is it|affect|only after|something|anything)\b/
const goesOnAsking = /^ ?(?:can|do|does|should|will|is|are|could|would|until|before)\b/
/** "For a week after the …", "six weeks after my …". */
const timed = /\b(?:hours?|days?|weeks?|months?|morning|night|evening) after (?:(?:the|my|having the) )?(?:\w+ )?$/
const undergone = re`\b(?:since|after|from|cos of|because of|due to) (?:the|my|that|those|having the) (?:neck |lip |cheek )?(?:injections?|sedation|anaesthetic|op|operation|surgery|procedure|jabs?|stitches|uplift)\b`

type Asked = { kept: readonly Range[]; before: (word: number) => string; isAsked: (word: number) => boolean; secrets: readonly Range[] }

/** Where a turn tells of cosmetic work that was done, among what would stay if it were asked for. */
export function pastProceduresIn(doc: Doc, asked: Asked): Range[] {
  const found: Range[] = []
  const isTold = (word: number) => asked.secrets.some((one) => one.from <= word && word < one.to)
  // In the same sentence, not far before.
  const isToldBefore = (word: number): boolean => {
    for (let i = word - 1; i >= 0 && i >= word - 14 && doc.words[i + 1]!.gap !== '.'; i -= 1) if (isTold(i)) return true
    return false
  }
  const isFound = (word: number) => found.some((one) => one.from <= word && word < one.to)
  for (const range of [...asked.kept].sort((a, b) => a.from - b.from)) {
    const words = doc.words.slice(range.from, range.to).map((word) => word.w)
    const name = words.join(' ')
    if (!surgical.test(name) && !injected.test(name)) continue
    const said = asked.before(range.from)
    const start = startOf(doc, range.to)
    const rest = doc.line.slice(start, start + 60)
    const link = /\b(?:and|or) (?:a |an |any )?$/.exec(said)
    const linked = link === null ? -1 : range.from - link[0].trim().split(' ').length - 1
    const goesOn = linked >= 0 && (isFound(linked) || ((isTold(linked) || isTold(linked - 1)) && /\bhad\b/.test(said)))
    // "I've come out in blisters after the laser".
    const after = /(?<!\b(?:am|are|is) )\b(?:after|from) (?:(?:the|my|that|your|her|his|some|a) )?$/.test(said) && !toBe.test(said.slice(-60)) && isToldBefore(range.from) && !asked.isAsked(range.from)
    // "I've had botox": whatever comes then, unless it was booked, or only supposed.
    const isHad = had.test(said) && !supposed.test(said)
    const isPast =
      after || isHad || (timed.test(said) && !toBe.test(said.slice(-60)) && !goesOnAsking.test(rest)) || (worn.test(name) && wears.test(said) && !soon.test(` ${rest}`)) || denied.test(said) || goesOn || owned.test(said) ||
      (done.test(` ${rest}`) && !asked.isAsked(range.from))
    if (isPast && !toCome.test(` ${rest}`)) found.push(range)
  }
  // "An hour since the injections": what nobody books by such a name.
  for (const { from, to, match } of placesOf(doc, undergone)) {
    const said = doc.line.slice(Math.max(0, startOf(doc, from) - 60), startOf(doc, from))
    if (!toBe.test(said) && !goesOnAsking.test(doc.line.slice(startOf(doc, to))) && (match[0].startsWith('since') || timed.test(`${said} ${match[0].split(' ', 1)[0]} `) || isToldBefore(from))) found.push({ from: to - 1, to })
  }
  // "I had my ears pinned back".
  for (const { to } of placesOf(doc, altered)) {
    const start = startOf(doc, to)
    const count = alteration.exec(doc.line.slice(start, start + 60))?.[0].split(' ').length ?? 2
    found.push({ from: to, to: to + count })
  }
  return found
}
