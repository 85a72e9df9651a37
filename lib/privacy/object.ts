import { lexicon } from './lexicon/load.ts'
import { list, type Doc, type Range } from './text.ts'

/** Before the noun: articles, amounts and adverbs that tell nothing. */
const openers = new Set(
  list(`a an the my some any this these those our her his their its quite really very just
  still also only always
  currently both bad badly terrible awful horrible proper severe mild slight slightly little bit lot lots of all
  sorts kind type fairly
  pretty rather so such a another few couple several on off with from like some been being ever never regular
  regularly daily low strong
  high dose doses certain prescribed long term was is it being massive big huge really`),
)
/** Where a noun is over. */
const closers = new Set(
  list(`and but or nor so because cos coz since for when while whilst if that which who whom i
  we you he she it they there
  is are was were am do does did can could will would should may might must has have had at on in into from after
  before until till
  during now then though although today yesterday tomorrow tonight last every each twice once ago please thanks
  thank love mate by as to
  with without about too anymore either again already anyway plus not no my me our where what how why just really
  badly unless only
  than these those all years months weeks days hours morning night evening monday tuesday wednesday thursday friday
  saturday sunday
  january february march april june july august september october november december here everywhere nearly almost
  also still got get
  getting though like daily nightly first year month week day since going gone makes make gives give come comes runs
  run keeps keep be been
  being`),
)
const linkWords = new Set(['of', 'the', 'in', 'on', 'my'])

/** The word at which the noun after a cue begins. */
export function objectFrom(doc: Doc, at: number): number {
  let from = at
  while (
    from < doc.words.length &&
    from - at < 5 &&
    openers.has(doc.words[from]!.w) &&
    !doc.words[from]!.isMask &&
    !(from > at && doc.words[from]!.gap === '.')
  )
    from += 1
  return from
}

/** The noun that begins at a word: up to where the sentence goes on, at most `most` words; null when there is none. */
export function nounAt(doc: Doc, at: number, most = 4): Range | null {
  const from = objectFrom(doc, at)
  let to = from
  while (to < doc.words.length && to - from < most) {
    const { w, gap, isMask } = doc.words[to]!
    const isLink = to > from && linkWords.has(w) && isPart(doc, to + 1)
    if (isMask || (to > from && gap !== '') || (closers.has(w) && !isLink) || lexicon().keep.has(w)) break
    to += 1
  }
  while (to > from && linkWords.has(doc.words[to - 1]!.w)) to -= 1
  return to > from ? { from, to } : null
}

const parts = new Set(
  list(`arm arms leg legs back head heart chest neck knee knees hip hips eye eyes ear ears face
  skin hand hands foot feet
  lung lungs liver kidney kidneys bowel bladder brain spine stomach tummy breast breasts womb throat mouth jaw
  shoulder shoulders`),
)
const isPart = (doc: Doc, i: number): boolean => {
  const w = doc.words[i]?.w ?? ''
  return parts.has(w) || (/^(?:my|the|left|right)$/.test(w) && parts.has(doc.words[i + 1]?.w ?? ''))
}

/** Whether a sentence ends, or another begins, between two words. */
export const isParted = (doc: Doc, from: number, to: number): boolean =>
  doc.words.slice(from + 1, to + 1).some((word) => word.gap === '.')
