import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { redactCall } from '../redact.ts'
import type { Marked } from '../score.ts'
import { read } from '../text.ts'
import { candidatesFor, indexOf } from './candidates.ts'
import { gramsOf, mayMatch } from './grams.ts'
import { triggerOf } from './needs.ts'
import { needsOf, patternsSeen } from './table.ts'

const texts = readFileSync(join(import.meta.dirname, '..', 'fixtures', 'dev.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Marked)
  .flatMap((record) => record.turns ?? [{ role: 'user' as const, text: record.text! }])

describe('what patterns need', () => {
  for (const turn of texts) redactCall([turn])
  const patterns = patternsSeen()

  test('triggers.json is made of the patterns as they are: run triggers/compile.ts after a change', () => {
    expect(patterns.length).toBeGreaterThan(150)
    const stale = patterns.filter((pattern) => triggerOf(pattern.source).join() !== needsOf(pattern).join())
    expect(stale.map((pattern) => pattern.source.slice(0, 60))).toEqual([])
  })

  test('no match is lost, and most patterns are not run', () => {
    const docs = texts.map(({ text }) => read(text))
    let [runs, lost] = [0, 0]
    for (const pattern of patterns)
      for (const { line } of docs) {
        const isPossible = mayMatch(needsOf(pattern), gramsOf(line))
        if (isPossible) runs += 1
        pattern.lastIndex = 0
        if (!isPossible && pattern.test(line)) lost += 1
      }
    expect(lost).toBe(0)
    expect(runs / (patterns.length * docs.length)).toBeLessThan(0.15)
  })

  test('the index tells every pattern that may match, and few others', () => {
    const triggers = patterns.map(needsOf).filter((trigger) => trigger.length > 0)
    const index = indexOf(triggers)
    let [told, lost] = [0, 0]
    for (const { text } of texts) {
      const grams = gramsOf(read(text).line)
      const may = candidatesFor(grams, index)
      told += may.reduce((sum, one) => sum + one, 0)
      lost += triggers.filter((trigger, i) => mayMatch(trigger, grams) && may[i] === 0).length
    }
    expect(lost).toBe(0)
    expect(told / (triggers.length * texts.length)).toBeLessThan(0.3)
  })

  test.each([
    [/\b(?:ab|cd) ef+\b/g, 'x cd eff', true],
    [/\b(?:ab|cd) ef+\b/g, 'x ef', false],
    [/(?<=my )heart\b/g, 'my heart', true],
    [/\bheart(?! set)/g, 'a heart', true],
    [/\bhe(?:art)?s?\b/g, 'he is', true],
    [/\b\d{2} (?:stone|kilos)\b/g, '12 stone', true],
    [/\b\d{2} (?:stone|kilos)\b/g, '12 weeks', false],
  ] as const)('%s in "%s": %s', (pattern, line, may) =>
    expect(mayMatch(Uint16Array.from(triggerOf(pattern.source)), gramsOf(line))).toBe(may),
  )
})
