import { oncePerLine } from '../once.ts'
import { list, type Doc } from '../text.ts'
import type { Expectation } from '../types.ts'
import { codeOf, edge, type Code } from './words.ts'

/** Changes with every change of a feature: weights fit one version only. */
export const featuresVersion = 2

/** Features of one word; each is a place in a table of this many rows. */
export const perWord = 106
export const rows = 65_536

/** What the rules know of a turn: for each word what they masked, their frames, what is asked for and stays. */
export type Known = {
  /** 0 nothing, 1 health, 2 belief and the like, 3 contact data. */
  masked: Uint8Array
  frames: Uint8Array
  kept: Uint8Array
  expectation: Expectation
  isAgent: boolean
}

const subjects = new Map(
  (
    [
      ['i me my myself we our us mine im', 1],
      ['you your yours yourself', 2],
      ['it this that they them these those there', 3],
      [
        `he she him her his hers mum mam mom mother dad da father sister brother nan nana gran granny grandma grandad
        grandmother grandfather auntie aunt uncle cousin son daughter husband wife partner boyfriend girlfriend family
        baby kids wee lad lass hubby missus child children niece nephew twin mate friend`,
        4,
      ],
      ['doctor gp nurse surgeon consultant hospital physio midwife dentist specialist', 5],
    ] as const
  ).flatMap(([words, kind]) => list(words).map((word) => [word, kind] as const)),
)
const cues = new Set(
  list(`have had has got get gets getting having is am are was were been being be feel feels feeling felt take takes
  took taking on off use used using allergic suffer suffered diagnosed went gone going go come came comes keep keeps
  keeping kept can could not never stopped started bring brings brought make makes made give gives gave lost lose put
  see seen saw told found reckon said with from after since because cause born live vote voted believe follow like
  need needs want wanted book booked booking ask asking cost costs price much long do does did will would`),
)
const asking =
  /\b(?:how (?:much|long|many|soon|often)|price|cost|costs|do you|can you|could you|is there|are there|will it|does it|is it|would it|can i|could i|do i|should i|when (?:can|do|is)|what (?:is|are|time|day)|book|booking|appointment|available|slot|deposit|interested in|looking (?:at|for|to)|want(?:ed)? to)\b/

const opens = new Set(list('but because cos so and though if which'))

/** For each word in which clause it is, from 0. */
export const clausesOf = oncePerLine(({ words }): Uint16Array => {
  const clauses = new Uint16Array(words.length)
  for (let i = 1; i < clauses.length; i += 1) {
    const { gap, w } = words[i]!
    clauses[i] = clauses[i - 1]! + (gap !== '' || opens.has(w) ? 1 : 0)
  }
  return clauses
})

/** For each word its clause, and of each clause whether it asks about the clinic or the treatment. */
function asksOf(doc: Doc): { of: Uint16Array; asks: boolean[] } {
  const of = clausesOf(doc)
  const starts: number[] = []
  of.forEach((clause, i) => (starts[clause] ??= i))
  const asks = starts.map((from, k) => {
    const words = doc.words.slice(from, starts[k + 1] ?? doc.words.length)
    return asking.test(words.map((word) => word.w).join(' '))
  })
  return { of, asks }
}

const places: Record<Expectation, number> = {
  none: 0, name: 1, phone: 2, email: 3, dob: 4, address: 5, postcode: 6, card: 7, nhs: 8, ni: 9, health: 10, identity: 11,
  booking: 12,
}

/** One feature: a template and what stands in it, as a row of the table. */
const row = (template: number, a: number, b: number): number => {
  let hash = Math.imul(a ^ Math.imul(template + 1, 0x9e3779b1), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15) ^ b, 0xc2b2ae35)
  return (hash ^ (hash >>> 13)) >>> 16
}

/** No feature looks further than this to either side. */
const reach = 8
const edges: readonly Code[] = Array.from({ length: reach }, () => edge)
/** The codes of the words, and `edge` as far as may be looked where the text is over. */
const codesOf = (doc: Doc): Code[] => [...edges, ...doc.words.map(codeOf), ...edges]
const around = (all: readonly Code[], i: number): Code => all[i + reach]!

/** Where the next feature goes; let go of at the end. Not handed around: some two thousand are put in a turn. */
const nothing = new Uint16Array(0)
let [result, at] = [nothing, 0]
const put = (template: number, a: number, b = 0): void => {
  result[at] = row(template, a, b)
  at += 1
}

/** What surrounds a word: who it is about, the last word that opens something, how far the body is. */
type Setting = { subject: number; cue: number; far: number; body: number; ask: number; place: number }

const isBody = (sense: number): boolean => (sense & 15) === 5 || sense >> 4 === 1

function settingsOf(doc: Doc, all: readonly Code[]): Setting[] {
  const { of, asks } = asksOf(doc)
  let [subject, cue, since] = [0, 0, 0]
  return doc.words.map((word, i) => {
    if (i > 0 && word.gap === '.') [subject, cue, since] = [0, 0, 0]
    let body = 0
    for (let k = -4; k <= 4; k += 1) if (k !== 0 && of[i + k] === of[i] && isBody(around(all, i + k).sense)) body |= k < 0 ? 1 : 2
    const place = (i === 0 ? 1 : 0) | (i === doc.words.length - 1 ? 2 : 0) | (Math.min(doc.words.length, 7) << 2)
    const setting = { subject, cue, far: Math.min(since, 6), body, ask: asks[of[i]!] ? 1 : 0, place }
    subject = subjects.get(word.w) ?? subject
    since += 1
    if (cues.has(word.w)) [cue, since] = [around(all, i).w, 0]
    return setting
  })
}

/** The features of every word of a text, `perWord` rows for each. Linear in the length. */
export function featuresOf(doc: Doc, known: Known): Uint16Array {
  const all = codesOf(doc)
  const settings = settingsOf(doc, all)
  result = new Uint16Array(doc.words.length * perWord)
  at = 0
  const turn = (known.isAgent ? 1 : 0) | (doc.text.trimEnd().endsWith('?') ? 2 : 0)
  const asked = places[known.expectation]
  for (let i = 0; i < doc.words.length; i += 1) {
    const [c3, c2, c1] = [around(all, i - 3), around(all, i - 2), around(all, i - 1)]
    const [c, d1, d2, d3] = [around(all, i), around(all, i + 1), around(all, i + 2), around(all, i + 3)]
    const setting = settings[i]!
    const frame = known.frames[i]! | (known.kept[i]! << 4)
    words(c3, c2, c1, c, d1, d2, d3)
    senses(c2, c1, c, d1, d2)
    topics(c2, c1, c, d1, d2, setting, frame)
    for (let k = 1; k <= 6; k += 1) {
      put(113, around(all, i - k).topic)
      put(114, around(all, i + k).topic)
    }
    put(50, known.masked[i]!, c.kind)
    put(51, known.masked[i - 1] ?? 0, known.masked[i + 1] ?? 0)
    put(52, known.masked[i]!, frame)
    put(53, frame, c.stem)
    put(54, frame, c.sense)
    put(55, frame, c.kind)
    put(56, asked, turn)
    put(57, asked, c.stem)
    put(58, asked, c.sense)
    put(59, asked, setting.place)
    put(60, setting.subject, setting.ask)
    put(61, setting.subject, c.stem)
    put(62, setting.subject | (setting.ask << 4), c.sense)
    put(63, setting.subject | (setting.ask << 4), c.kind)
    put(64, setting.ask, c.stem)
    put(65, setting.cue, c.sense)
    put(66, setting.cue, setting.far)
    put(67, setting.cue, c.kind)
    put(68, setting.cue, c.stem)
    put(69, setting.body, c.sense)
    put(70, setting.body, c.stem)
    put(71, setting.place, 0)
    put(72, turn, c.stem)
    put(73, turn, c.kind)
    put(74, turn, setting.ask | (setting.subject << 1))
    put(75, setting.cue, setting.subject)
    for (let k = 3; k <= 8; k += 1) {
      put(80, around(all, i - k).stem)
      put(81, around(all, i + k).stem)
    }
  }
  const whole = result
  result = nothing
  return whole
}

function words(c3: Code, c2: Code, c1: Code, c: Code, d1: Code, d2: Code, d3: Code): void {
  put(0, 0)
  put(1, c.w)
  put(2, c.stem)
  put(3, c.last3)
  put(4, c.last4)
  put(5, c.start)
  put(6, c1.w)
  put(7, d1.w)
  put(8, c2.w)
  put(9, d2.w)
  put(10, c3.w)
  put(11, d3.w)
  put(12, c1.w, c.w)
  put(13, c.w, d1.w)
  put(14, c2.w, c1.w)
  put(15, d1.w, d2.w)
  put(16, c2.w, c.w)
  put(17, c.w, d2.w)
  put(18, c1.w, d1.w)
  put(19, c2.w ^ Math.imul(c1.w, 31), c.w)
  put(20, c.w ^ Math.imul(d1.w, 31), d2.w)
  put(21, c1.stem, c.stem)
  put(22, c.stem, d1.stem)
  put(23, c1.stem)
  put(24, d1.stem)
  put(25, c3.w ^ Math.imul(c2.w, 31), c1.w)
}

function senses(c2: Code, c1: Code, c: Code, d1: Code, d2: Code): void {
  put(30, c.kind)
  put(31, c.kind, c1.w)
  put(32, c1.kind, c.kind)
  put(33, c.kind, d1.kind)
  put(34, c.kind, c.sense)
  put(35, c.sense & 15)
  put(36, c.sense >> 4)
  put(37, c.sense, c1.w)
  put(38, c1.sense, c.sense)
  put(39, c.sense, d1.sense)
  put(40, c.sense, c2.w)
  put(41, c1.sense, d1.sense)
  put(42, c.sense, d1.w)
  put(43, c1.kind, d1.kind)
  put(44, c2.sense, c1.sense)
  put(45, d1.sense, d2.sense)
  put(46, c1.w, d1.sense)
}

function topics(c2: Code, c1: Code, c: Code, d1: Code, d2: Code, { subject, ask, cue }: Setting, frame: number): void {
  put(100, c.topic)
  put(101, c1.topic, c.topic)
  put(102, c.topic, d1.topic)
  put(103, c.topic, c1.w)
  put(104, c.topic, d1.w)
  put(105, c.topic, subject | (ask << 4))
  put(106, c.topic, cue)
  put(107, c.topic, frame)
  put(108, c2.topic, c.topic)
  put(109, c.topic, d2.topic)
  put(110, c.topic, c.kind)
  put(111, c1.topic, d1.topic)
  put(112, c.topic, c2.w)
}
