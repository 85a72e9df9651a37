import { expect, test } from 'vitest'
import { phrases } from './idiom-phrases.ts'
import { idiomsIn } from './idioms.ts'
import { redactCall } from './redact.ts'
import { read } from './text.ts'

const found = (text: string): string[] => {
  const doc = read(text)
  return idiomsIn(doc).map(({ from, to }) => text.slice(doc.words[from]!.start, doc.words[to - 1]!.end))
}

test.each([
  ['my ears were burning when you rang', ['ears were burning']],
  ["it's been doing my head in all week", ['doing my head in']],
  ["they're paying through the nose for it", ['paying through the nose']],
  ["i'm allergic to mornings", ['allergic to mornings']],
  ['i nearly keeled over when the bill came', ['nearly keeled over when', 'keeled over when']],
  ["i'm hearing you loud and clear", ['hearing you loud', 'loud and clear']],
  ['my bed, hair everywhere', []],
  ["i've been brain storming. dead easy", ['dead easy']],
])('%s', (text, idioms) => expect(found(text)).toEqual(idioms))

test('no figure of speech begins with a word that may be left out: they are known by their first', () =>
  expect(phrases.split(',').filter((one) => one.trim().startsWith('('))).toEqual([]))

test('neither the rules nor the tagger mask a figure of speech, and what stands beside it goes all the same', () => {
  const left = (text: string) => redactCall([{ role: 'user', text }], { tagger: (doc) => ({ likely: Float64Array.from(doc.words.flatMap(() => [0, 1, 0, 0, 0])), judged: 1 }) }).turns[0]!.text
  expect(left('the quote was a kick in the teeth')).toMatch(/kick in the teeth$/)
  expect(redactCall([{ role: 'user', text: "it's a kick in the teeth and i've got asthma" }]).turns[0]!.text).toMatch(/kick in the teeth and i've got \[HEALTH\]$/)
})
