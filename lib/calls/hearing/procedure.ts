import { re } from '#lib/calls/hearing/pattern.ts'
import { plain, type Turn } from '#lib/calls/hearing/talk.ts'

export type Procedure = { slug: string; name: string }

/** What people call treatments, and the words of a slug that may be meant by it, the likeliest first. */
const layNames: readonly (readonly [pattern: RegExp, ...slugWords: string[]])[] = [
  [re`
    \b(?:nose (?:jobs?|reshap\w+|operation|op|surgery|correction|done|fixed|reduction)|
    (?:septo)?rhino(?:plasty)?|(?:straighten|fix|reshape|change|do|have|get)(?:ing)? my nose(?: done| fixed)?|
    bump (?:on|in) my nose)\b`, 'rhinoplasty', 'nose job', 'nose reshaping', 'nose surgery'],
  [/\b(?:mini )?(?:face ?lifts?|rhytidectomy|lift my face|jowls)\b/, 'facelift', 'face lift'],
  [re`
    \b(?:blephs?|blepharo\w*|eye ?lid(?: (?:surgery|lift|operation|reduction|job))?s?|eye ?lift|eye job|
    bags under my eyes|eye ?bags?|hooded (?:eyes|lids)|droopy (?:eyes|lids))\b`, 'blepharoplasty', 'eyelid', 'eye lift'],
  [re`
    \b(?:lips? (?:fillers?|filled|done|plumped|injections?|enhancement|augmentation|job)|fillers? (?:in|for|
    to) (?:my|the) lips?|(?:plump\w*|fuller|bigger) lips?|my lips (?:done|filled|plumped))\b`,
  'lip filler', 'lip', 'filler'],
  [/\b(?:(?:dermal|cheek|chin|jaw|face|facial|tear trough|under ?eye) fillers?)\b/, 'dermal filler', 'filler'],
  [/\bfillers?\b/, 'dermal filler', 'filler'],
  [re`
    \b(?:(?:baby )?bo-?tox|botulinum(?: toxin)?|toxin|anti ?-?wrinkles?(?: (?:injections?|jabs?|treatments?))?|
    wrinkle (?:injections?|jabs?|treatments?|relaxers?)|wrinkles|frown ?lines?|forehead lines?|crow'?s feet|
    dysport|azzalure|bocouture)\b`, 'anti wrinkle', 'wrinkle', 'botox', 'toxin'],
  [re`
    \b(?:boob jobs?|(?:boobs?|breasts?) (?:done|enlargement|enlarged|augmentation|augmented|implants?|
    enhancement|bigger)|(?:bigger|larger) (?:boobs|breasts)|implants)\b`,
  'breast augmentation', 'breast enlargement', 'breast implants', 'augmentation'],
  [/\b(?:(?:boob|breast) reductions?|(?:smaller|reduce my) (?:boobs|breasts))\b/, 'breast reduction'],
  [/\b(?:(?:boob|breast) (?:up)?lifts?|mastopexy)\b/, 'breast lift', 'breast uplift', 'mastopexy'],
  [re`
    \b(?:tummy tucks?|abdominoplasty|apronectomy|my (?:tummy|stomach) (?:done|tucked))\b`,
  'abdominoplasty', 'tummy tuck'],
  [/\b(?:lipo(?:suction)?|fat (?:removal|removed|sucked out))\b/, 'liposuction', 'lipo'],
  [/\b(?:(?:chemical|skin|face|facial|acid) peels?|peels?)\b/, 'chemical peel', 'peel'],
  [/\bderma ?-?plan(?:e|ing)\b/, 'dermaplaning'],
  [/\b(?:micro ?-?needling|derma ?roller|skin needling)\b/, 'microneedling', 'micro needling'],
  [/\b(?:(?:eye)?brow lifts?|forehead lifts?)\b/, 'brow lift'],
  [/\b(?:neck lifts?|turkey neck)\b/, 'neck lift'],
  [re`
    \b(?:ear pinning|ears? pinned(?: back)?|ear (?:surgery|correction)|sticky ?out ears|otoplasty)\b`, 'otoplasty', 'ear pinning', 'ear correction', 'ear surgery'],
  [/\b(?:man boobs|moobs|male (?:breast|chest) reduction|gyn(?:a)?ecomastia)\b/, 'gynaecomastia', 'male chest'],
  [/\b(?:bingo wings|arm lifts?|brachioplasty)\b/, 'brachioplasty', 'arm lift'],
  [/\b(?:laser hair(?: removal)?|hair removal)\b/, 'laser hair', 'hair removal'],
  [/\b(?:hair transplants?|hair ?line)\b/, 'hair transplant'],
  [/\b(?:tattoos? (?:removal|removed)|remov\w+ (?:a|my) tattoo)\b/, 'tattoo removal'],
  [/\b(?:moles? (?:removal|removed)|remov\w+ (?:a|my) mole)\b/, 'mole removal', 'mole'],
  [/\b(?:skin boosters?|profhilo|polynucleotides?)\b/, 'skin booster', 'profhilo'],
]

const spaced = (text: string): string => plain(text).replace(/[-_/]/g, ' ')
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const plural = (phrase: string): string => phrase.split(' ').map((word) => `${escaped(word)}(?:s|es)?`).join('[ ]')

// What any treatment may be called says nothing of which it is.
const general = re`
  \b(?:consultations?|consults?|appointments?|treatments?|sessions?|surgery|procedures?|initial|new|follow up|
  review|the|an?|with|for|and)\b`

type Match = { slug: string; at: number; length: number; isDenied: boolean; isPast: boolean }

const denies = re`
  \b(?:not|don'?t want|do not want|don'?t need|rather than|instead of|isn'?t|wasn'?t|no longer|forget|
  never mind|nothing to do with|as opposed to|no) (?:about |for |after |having |to (?:have|get|do) )?(?:a |an |
  the |any |my )?$`
const past = re`
  \b(?:already had|i'?ve had|i have had|i had|had|used to have|last time (?:i had|was)|after) (?:a |an |my |
  the |some )?$`

type Meaning = { slug: string; pattern: RegExp }

function matchesOf({ slug, pattern }: Meaning, said: string): Match[] {
  return [...said.matchAll(pattern)].map((match) => {
    const before = said.slice(Math.max(0, match.index - 40), match.index)
    return { slug, at: match.index, length: match[0].length, isDenied: denies.test(before), isPast: past.test(before) }
  })
}

/** How a clinic's own treatment may be named: by its slug, or by its name without "consultation". */
function ownNames({ slug, name }: Procedure): Meaning[] {
  const bare = (text: string) =>
    spaced(text).replace(general, ' ').replace(/[^\p{L}\p{N}' ]/gu, ' ').replace(/\s+/g, ' ').trim()
  const phrases = [...new Set([spaced(slug), bare(slug), bare(name)])].filter((phrase) => bare(phrase).length > 2)
  return phrases.map((phrase) => ({ slug, pattern: new RegExp(`\\b${plural(phrase)}\\b`, 'gu') }))
}

/** The first treatment of the clinic that has one of these in its slug, or else in its name. */
function meantBy(slugWords: readonly string[], procedures: readonly Procedure[]): string | null {
  for (const wanted of slugWords) {
    const has = new RegExp(`\\b${plural(wanted)}\\b`)
    const one = procedures.find(({ slug }) => has.test(spaced(slug)))
      ?? procedures.find(({ name }) => has.test(spaced(name)))
    if (one) return one.slug
  }
  return null
}

function meaningsOf(procedures: readonly Procedure[]): Meaning[] {
  const lay = layNames.flatMap(([pattern, ...slugWords]): Meaning[] => {
    const slug = meantBy(slugWords, procedures)
    return slug ? [{ slug, pattern: new RegExp(pattern, 'g') }] : []
  })
  return [...procedures.flatMap(ownNames), ...lay]
}

/** Of overlapping matches the longest: "lip filler", not "filler"; the clinic's own words before lay ones. */
function longest(matches: readonly Match[]): Match[] {
  const kept: Match[] = []
  for (const match of matches.toSorted((a, b) => b.length - a.length)) {
    if (kept.every((one) => match.at >= one.at + one.length || match.at + match.length <= one.at)) kept.push(match)
  }
  return kept.sort((a, b) => a.at - b.at)
}

/**
 * The slug of the treatment the caller asked for: by the clinic's own names or a common lay one, the last that they did
 * not take back. One they say they had before counts only when there is no other. Null when none was named.
 */
export function procedureIn(turns: readonly Turn[], procedures: readonly Procedure[]): string | null {
  const meanings = meaningsOf(procedures)
  let asked: string[] = []
  let had: string[] = []
  for (const turn of turns) {
    if (turn.role !== 'caller') continue
    const said = spaced(turn.text)
    const matches = longest(meanings.flatMap((one) => matchesOf(one, said)))
    for (const { slug, isDenied, isPast } of matches) {
      asked = asked.filter((one) => one !== slug)
      had = had.filter((one) => one !== slug)
      if (!isDenied) (isPast ? had : asked).push(slug)
    }
  }
  return asked.at(-1) ?? had.at(-1) ?? null
}

/** The procedure that a model named in a tool call, by its slug or its name; null when the clinic has none such. */
export function procedureFromTool(given: string | undefined, procedures: readonly Procedure[]): string | null {
  const bare = (text: string) => plain(text).replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
  const wanted = bare(given ?? '')
  return procedures.find((one) => one.slug === wanted || bare(one.name) === wanted)?.slug ?? null
}

/** The words of all treatments, which are no part of a caller's name. */
export const wordsOf = (procedures: readonly Procedure[]): ReadonlySet<string> =>
  new Set(procedures.flatMap((one) => spaced(`${one.slug} ${one.name}`).split(' ')))
