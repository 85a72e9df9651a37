import type { Found } from './numbers.ts'
import { symbolAt } from './spelling.ts'
import type { Expectation } from './types.ts'
import { list, type Doc, type Word } from './text.ts'

const written = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{2,63}){1,4}/gu

/** Mail providers as they are said, and their names in an address. */
const providers: Record<string, string> = {
  gmail: 'gmail',
  googlemail: 'googlemail',
  'google mail': 'googlemail',
  'g mail': 'gmail',
  'gee mail': 'gmail',
  'jee mail': 'gmail',
  hotmail: 'hotmail',
  'hot mail': 'hotmail',
  outlook: 'outlook',
  'out look': 'outlook',
  yahoo: 'yahoo',
  ymail: 'ymail',
  'y mail': 'ymail',
  icloud: 'icloud',
  'i cloud': 'icloud',
  'eye cloud': 'icloud',
  aol: 'aol',
  'a o l': 'aol',
  live: 'live',
  msn: 'msn',
  'm s n': 'msn',
  me: 'me',
  mac: 'mac',
  btinternet: 'btinternet',
  'bt internet': 'btinternet',
  'b t internet': 'btinternet',
  btopenworld: 'btopenworld',
  sky: 'sky',
  virginmedia: 'virginmedia',
  'virgin media': 'virginmedia',
  ntlworld: 'ntlworld',
  talktalk: 'talktalk',
  'talk talk': 'talktalk',
  protonmail: 'protonmail',
  'proton mail': 'protonmail',
  proton: 'proton',
  gmx: 'gmx',
  mail: 'mail',
  zoho: 'zoho',
  fastmail: 'fastmail',
  tiscali: 'tiscali',
  blueyonder: 'blueyonder',
  'blue yonder': 'blueyonder',
  rocketmail: 'rocketmail',
  plusnet: 'plusnet',
  orange: 'orange',
}
/** These are plain words too: only with their "dot com". */
const plainProviders = new Set(list('me live sky mac mail orange proton'))
const endings = new Set(
  list(
    'com co uk org net io ac gov nhs me info biz eu ie scot wales cymru london example test email sch plc ltd ' +
      'de fr es it pl in ca au nz us dev app tech clinic health test',
  ),
)
const marks: Record<string, string> = {
  dot: '.',
  period: '.',
  point: '.',
  stop: '.',
  underscore: '_',
  hyphen: '-',
  dash: '-',
  minus: '-',
  plus: '+',
  slash: '',
}
/** Where the words of an address's first part cannot reach back over. */
const borders = new Set(
  list(`is it my the me on to email emails mail address at use just yeah yes yep sure ok okay
  um so its that this your
  you send sent reach contact through via be would could can please and well right no not sorry oh hi hello thanks
  here i have got
  under for but or actually try best one personal work`),
)
/** The part before "at" of addresses that belong to nobody in particular; elsewhere these words end it. */
const desks = new Set(
  list('contact hello hi me mail info email work personal best reception enquiries bookings thanks sorry'),
)
const silent = new Set(list('all lower case lowercase upper one word no spaces joined together capital'))

const said = (words: readonly Word[], from: number, to: number): string =>
  words
    .slice(from, to)
    .map((word) => word.w)
    .join(' ')

/** The domain after an "at": its text and the word where it ends. Null when it is none. */
function domainAt(words: readonly Word[], at: number): { text: string; to: number } | null {
  let i = at
  let text = ''
  for (const length of [3, 2, 1]) {
    const name = providers[said(words, at, at + length)]
    if (!name || (length === 1 && plainProviders.has(name) && words[at + 1]?.w !== 'dot')) continue
    ;[text, i] = [name, at + length]
    break
  }
  for (let k = i; text === '' && k < Math.min(words.length, at + 7); k += 1) {
    const isDot = marks[words[k]!.w] === '.' && words[k + 1] !== undefined
    if (isDot && k > at) [text, i] = [reading(words, at, k), k]
  }
  if (text === '') return null
  const start = i
  for (;;) {
    const next =
      words[i]?.w === 'dot' || words[i]?.w === 'point' || words[i]?.w === 'full'
        ? i + (words[i]!.w === 'full' ? 2 : 1)
        : i
    const word = words[next]?.w ?? ''
    const one =
      endings.has(word) || (next > i && word !== 'dot' && /^[\p{L}\p{N}]+$/u.test(word))
        ? word
        : word === 'couk'
          ? 'co.uk'
          : ''
    const spelled = said(words, next, next + 2) === 'u k' ? 'uk' : said(words, next, next + 2) === 'c o' ? 'co' : ''
    if (!(next > i || (i > start && endings.has(word)) || (i === start && /^(?:com|couk|co)$/.test(word)))) break
    if (spelled) [text, i] = [`${text}.${spelled}`, next + 2]
    else if (one) [text, i] = [`${text}.${one}`, next + 1]
    else break
  }
  return text.includes('.') || (i === start && providers[text])
    ? { text: text.includes('.') ? text : `${text}.com`, to: i }
    : null
}

/** What the words of one part of an address spell. */
function reading(words: readonly Word[], from: number, to: number): string {
  let text = ''
  for (let i = from; i < to;) {
    const { w, raw } = words[i]!
    const symbol = symbolAt(words, i, false)
    const isFull = w === 'full' && words[i + 1]?.w === 'stop'
    if (isFull) [text, i] = [`${text}.`, i + 2]
    else if (marks[w] !== undefined) [text, i] = [text + marks[w], i + 1]
    else if (silent.has(w) && (i > from || w !== 'one')) i += 1
    else if (
      symbol &&
      symbol.kind !== 'pair' &&
      i + symbol.took <= to &&
      (symbol.kind !== 'letter' || w.length === 1 || symbol.took > 1)
    ) {
      ;[text, i] = [text + symbol.text.toLowerCase(), i + symbol.took]
    } else [text, i] = [text + raw.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''), i + 1]
  }
  return text
}

/** The first word of the part before "at". */
function localFrom(words: readonly Word[], at: number, isAsked: boolean): number {
  let from = at
  while (from > 0 && at - from < 14) {
    const { w, isMask } = words[from - 1]!
    const isInside = from > 1 && marks[words[from - 2]!.w] !== undefined && !isMask
    const isJoined = from < at && marks[words[from]!.w] !== undefined
    const isSilent = silent.has(w) && words.slice(from, at).every((word) => silent.has(word.w))
    if (isMask || (borders.has(w) && !isInside && !isJoined && !isSilent) || (words[from]!.gap === '.' && from < at))
      break
    if (!isAsked && at - from >= 8 && marks[w] === undefined && w.length > 1 && !isInside && !isJoined) break
    from -= 1
  }
  return from
}

/** E-mail addresses, written or dictated ("h underscore k at outlook dot com"), and pieces of one that was asked for. */
export function emailsIn(doc: Doc, expects: Expectation): Found[] {
  const { words } = doc
  const found: Found[] = []
  if (doc.text.includes('@'))
    for (const match of doc.text.matchAll(written)) {
      const from = words.findIndex((word) => word.end > match.index)
      let to = from
      while (to < words.length && words[to]!.start < match.index + match[0].length) to += 1
      if (from >= 0) found.push({ from, to, label: 'EMAIL', value: match[0].toLowerCase() })
    }
  for (let at = 1; at < words.length; at += 1) {
    if (words[at]!.w !== 'at' || found.some((one) => one.from <= at && at < one.to)) continue
    const domain = words[at + 1] ? domainAt(words, at + 1) : null
    if (!domain) continue
    const reached = localFrom(words, at, expects === 'email')
    const from = reached === at && desks.has(words[at - 1]!.w) && domain.text.includes('.') ? at - 1 : reached
    const local = reading(words, from, at)
    if (from === at || local === '') found.push({ from: at, to: domain.to, label: 'EMAIL' })
    else found.push({ from, to: domain.to, label: 'EMAIL', value: `${local}@${domain.text}` })
  }
  return found
}

/** A part of an address in an answer to "and your e-mail?" where no whole one stands. */
export function emailPiece(doc: Doc): Found | null {
  const from = doc.words.findIndex((word, i) => !borders.has(word.w) || (word.w === 'at' && i === 0))
  if (from < 0 || doc.words.length - from > 14) return null
  const hasMark = doc.words.some((word) => marks[word.w] !== undefined || word.w === 'at' || /\d/.test(word.w))
  return hasMark || doc.words.length - from <= 4 ? { from, to: doc.words.length, label: 'EMAIL' } : null
}
