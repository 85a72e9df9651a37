import { startOf } from './regions.ts'
import { re } from './pattern.ts'
import { placesOf, type Doc, type Range } from './text.ts'

/**
 * Cosmetic work of the past, which is health data; what is asked for is not. It is past when somebody had it and tells when, where or
 * how it went, when it is denied ("never had botox"), or when what follows can only be said of something done.
 */
const surgical =
  /\b(?:job|lift|facelift|rhinoplasty|septoplasty|septorhinoplasty|blepharoplasty|abdominoplasty|augmentation|enlargement|reduction|implants?|lipo|liposuction|tuck|otoplasty|pinnaplasty|mastopexy|gynaecomastia|coolsculpting|labiaplasty|transplant|bbl|uplift|vaginoplasty|surgery|genioplasty|brachioplasty|bleph)$/
const injected =
  /\b(?:botox|dysport|fillers?|threads?|veneers|bonding|profhilo|polynucleotides|sculptra|radiesse|juvederm|restylane|ellanse|permanent make ?up|microblading|tattoo|fat transfer|fat freezing|peels?|laser|lasers|hifu|micro ?needling|hair removal|prp|sunekos|cool ?sculpting|morpheus|morpheus eight|russian lips|fat dissolving|aqualyx|lemon bottle|ultherapy|mesotherapy|lip flip|tear troughs?)$/
const had =
  /\b(?:i|she|he|we|they|you) (?:(?:have|already|also|previously|actually|only|just) )*(?:had|got) (?:(?:already|previously|have) )?(?:(?:a|an|my|the|both|two|some|done|another|previous|any|full|full set of|bit of|a bit of) ){0,2}$/
/** What one has for good: "I've got implants", "I've had veneers"; not "I have implants on Tuesday". */
const worn = /\b(?:implants?|veneers|bonding|permanent make ?up|microblading)$/
const wears = /\b(?:i|she|he) have (?:(?:got|already|my|the|a|old|silicone|saline|porcelain|composite|some|both) )*$/
const soon = /^ (?:on|at|this|next|today|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|consultation|appointment|removal|revision|exchange|price)\b/
const denied = /\b(?:never|not|have not) (?:ever |actually )?(?:had|tried) (?:(?:a|an|any|my|the) ){0,2}$/
const owned = /\bmy (?:old|previous|last) (?:lot of )?$|\bsince (?:(?:i|she|he) (?:have )?had )?(?:the |my |that |your |her |his )$|\b(?:where|when|after|before) (?:you|they|she|he) did (?:the |my |me )$/
const ago =
  /^(?: \w+){0,3} ?(?:in (?:the |my |them|it|twenty|nineteen|two thousand|\d{4}|turkey|istanbul|poland|prague|lithuania|spain|thailand|january|february|march|april|may|june|july|august|september|october|november|december)|years? (?:ago|back)|(?:weeks?|months?) (?:ago|back)|\w+ years|when i was|back in|before(?= (?:and|but|so|i|it|they|not|with|at|in|though|years)\b|$| \.)|so (?:is|will|can|does|would|am)|in (?!mind|case|general|place|total|stock|there|here|town|store|your|june|july|with|like|about|that|this|advance|person)[a-z]{4,}(?= |$)|abroad|as a|after|at \w+teen|at (?:another|a different)|privately|elsewhere|somewhere else|with (?:someone|somebody|another|a different)|from (?:someone|somebody|another|a)|that went wrong|last (?:year|month|week|summer|winter|time|christmas)|which|and (?:it|they|hated|loved|looked)|not \w+$|twice|once|with (?:you|yous|ye|dr|doctor|nurse|your)|but (?:it|that|they) (?:was|were|is|are|has|have|did|went|wore|never|only)|(?:on|in|round|around|under) (?:my|both|the) \w+ (?:and now|and it|and they|but|before)|(?:few|\w+) times|dissolved|reversed|on the nhs)\b/
const done =
  /^(?: \w+){0,3} ?(?:twice(?= |$)|years? (?:ago|back|since)|(?:weeks|months) (?:ago|back)|elsewhere|abroad|with (?:someone|somebody) else|is from (?:last|two|three|four|five|a|years|twenty|abroad|somewhere)|(?:that is|that has|which has|that|it) (?:dropped|gone|went|migrated|sagged|failed|moved|fell|snapped|collapsed|ruptured)|did not take|went wrong|gone wrong|left me with|when i was|as a teenager|at (?:eighteen|nineteen|seventeen|sixteen)|in (?:istanbul|turkey|prague|poland|lithuania|the (?:seventies|eighties|nineties|noughties)))\b/
/** What follows when it is still to come: "I had a facelift booked in May". */
const toCome = /^ (?:consultation|consult|appointment|quote|chat|call|enquiry|booking|slot|voucher|price|booked|planned|scheduled|pencilled|lined|cancelled|moved|reserved|down (?:for|as)|quoted|recommended|in mind)\b/
const altered = re`\b(?:(?:i|he|she|we|they) (?:(?:have|has|already|also|just|once) )*(?:had|got)|having had|since having|after having) (?:(?:both|my|his|her|their|one|two|the|of|left|right|upper|lower) )*(?=(?:eyes?|
    eyelids?|ears?|nose|lips?|teeth|tummy|boobs|breasts?|chin|face|brows?|bum|moles?|veins?|legs|arms|neck|stomach|hairline|hips?|thighs) (?:(?:all|surgically|privately) )?(?:lasered|pinned|lifted|reduced|augmented|straightened|reshaped|tucked|enlarged|stripped|
    injected|frozen|whitened|capped|fixed|operated)\b|
    (?:nose|chin|ears?|boobs|breasts?|lips|tummy|eyelids?|cheeks|jaw|jawline|neck|bum) done\b)`
const alteration = /^[a-z]+ (?:all |surgically |privately )?[a-z]+(?: back| off| out| on)?/
const nothing = /^\s*(?:$|\.)/

type Asked = { kept: readonly Range[]; before: (word: number) => string; isAsked: (word: number) => boolean; secrets: readonly Range[] }

/** Where a turn tells of cosmetic work that was done, among what would stay if it were asked for. */
export function pastProceduresIn(doc: Doc, asked: Asked): Range[] {
  const found: Range[] = []
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
    const isTold = (word: number) => asked.secrets.some((one) => one.from <= word && word < one.to)
    const goesOn = linked >= 0 && (isFound(linked) || ((isTold(linked) || isTold(linked - 1)) && /\bhad\b/.test(said)))
    // "I've come out in blisters after the laser".
    const after = /\bafter (?:the|my|that|your|her|his) $/.test(said) && Array.from({ length: 4 }, (_, k) => range.from - 3 - k).some(isTold) && !asked.isAsked(range.from)
    const isPast =
      after || (worn.test(name) && wears.test(said) && !soon.test(` ${rest}`)) || denied.test(said) || goesOn || (had.test(said) && (ago.test(` ${rest}`) || nothing.test(rest) || doc.words[range.to]?.gap === ',')) || owned.test(said) ||
      (done.test(` ${rest}`) && !asked.isAsked(range.from))
    if (isPast && !toCome.test(` ${rest}`)) found.push(range)
  }
  // "I had my ears pinned back".
  for (const { to } of placesOf(doc, altered)) {
    const start = startOf(doc, to)
    const count = alteration.exec(doc.line.slice(start, start + 60))?.[0].split(' ').length ?? 2
    found.push({ from: to, to: to + count })
  }
  return found
}
