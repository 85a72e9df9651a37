// node --conditions=react-server lib/privacy/model/train.ts            makes weights.json and weights.bin of the corpus
// node --conditions=react-server lib/privacy/model/train.ts --held-out  tells how well it does for each author left out,
// or for those whose files are named
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { redactCall } from '../redact.ts'
import { scoreOf, share, type Marked, type Score } from '../score.ts'
import { featuresVersion } from './features.ts'
import { course, learned, type Lesson } from './learning.ts'
import { isHeldBack, isMeasured, lessonsOf, varied } from './lessons.ts'
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
const lessons: Lesson[][] = records.map((all, k) => {
  const own = all.filter((one, i) => !isMeasured(files[k]!) || !isHeldBack(one, i))
  return lessonsOf([...own, ...varied(own, course.seed + k)])
})

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
  const corpus = createHash('sha256').update(texts.join('\n')).digest('hex')
  const { words, net, ...rest } = rounded(learned(lessons.flat()))
  writeFileSync(join(import.meta.dirname, 'weights.bin'), Buffer.concat([words, net].map(({ buffer }) => new Uint8Array(buffer))))
  writeFileSync(join(import.meta.dirname, 'weights.json'), `${JSON.stringify({ features: featuresVersion, corpus, ...rest })}\n`)
  process.stdout.write(`${lessons.flat().length} turns\n`)
}
