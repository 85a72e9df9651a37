// node --conditions=react-server lib/privacy/model/train.ts            makes weights.json of the corpus
// node --conditions=react-server lib/privacy/model/train.ts --held-out  tells how well it does for each author left out,
// or for those whose files are named
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { redactCall } from '../redact.ts'
import { scoreOf, share, type Marked, type Score } from '../score.ts'
import { featuresVersion } from './features.ts'
import { learned, type Lesson } from './learning.ts'
import { isHeldBack, isMeasured, lessonsOf } from './lessons.ts'
import { rounded, unrounded } from './rounding.ts'
import { taggerOf } from './tagger.ts'

const folder = join(import.meta.dirname, 'corpus')
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .sort()
const texts = files.map((name) => readFileSync(join(folder, name), 'utf8'))
const records = texts.map((text) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Marked),
)
const lessons: Lesson[][] = records.map((own, k) => lessonsOf(own.filter((one, i) => !isMeasured(files[k]!) || !isHeldBack(one, i))))

function tried(left: number): Score {
  const tagger = taggerOf(unrounded(rounded(learned(lessons.flatMap((own, i) => (i === left ? [] : own))))))
  return scoreOf(records[left]!, (record) => {
    const { turns, contact } = redactCall(record.turns ?? [{ role: 'user', text: record.text! }], { tagger })
    return { texts: turns.map((turn) => turn.text), contact }
  })
}

const percent = (one: { of: number; hit: number }) => `${(share(one) * 100).toFixed(1)} % of ${one.of}`

if (process.argv.includes('--held-out')) {
  const wanted = process.argv.slice(process.argv.indexOf('--held-out') + 1)
  for (const [i, name] of files.entries()) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    const { special, contact, kept, untouched, precision } = tried(i)
    process.stdout.write(
      `${name}: special ${percent(special)}, contact ${percent(contact)}, kept ${percent(kept)}, untouched ${percent(untouched)}, precision ${percent(precision)}\n`,
    )
  }
} else {
  const weights = rounded(learned(lessons.flat()))
  const corpus = createHash('sha256').update(texts.join('\n')).digest('hex')
  const base64 = ({ buffer }: Int8Array) => Buffer.from(buffer).toString('base64')
  const stored = { features: featuresVersion, corpus, ...weights, words: base64(weights.words), net: base64(weights.net) }
  writeFileSync(join(import.meta.dirname, 'weights.json'), `${JSON.stringify(stored)}\n`)
  process.stdout.write(`${lessons.flat().length} turns\n`)
}
