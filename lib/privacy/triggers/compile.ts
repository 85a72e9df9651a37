// node --conditions=react-server lib/privacy/triggers/compile.ts
// Makes triggers.json: what each pattern needs in a line. To be run after every change of a pattern; a test tells when it
// was not. Which patterns there are is seen from what is looked for in the marked calls.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { redactCall } from '../redact.ts'
import type { Marked } from '../score.ts'
import { triggerOf } from './needs.ts'
import { keyOf, patternsSeen } from './table.ts'

const here = import.meta.dirname
for (const line of readFileSync(join(here, '..', 'fixtures', 'dev.jsonl'), 'utf8').trim().split('\n')) {
  const record = JSON.parse(line) as Marked
  redactCall(record.turns ?? [{ role: 'user', text: record.text! }])
}
const found = new Map(patternsSeen().map((pattern) => [keyOf(pattern.source), triggerOf(pattern.source)]))
if (found.size !== new Set(patternsSeen().map((pattern) => pattern.source)).size)
  throw new Error('Two patterns have one key: change keyOf.')
const keys = [...found.keys()].sort()
const grams = Uint16Array.from(keys.flatMap((key) => found.get(key)!))
writeFileSync(
  join(here, 'triggers.json'),
  `${JSON.stringify({ keys, lengths: keys.map((key) => found.get(key)!.length), grams: Buffer.from(grams.buffer).toString('base64') })}\n`,
)
process.stdout.write(`${keys.length} patterns, ${grams.length} grams\n`)
