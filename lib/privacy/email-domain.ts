import { reading, said } from './email-read.ts'
import { endings, marks, misheardEndings, plainProviders, providers } from './email-words.ts'
import type { Word } from './text.ts'

export type Domain = { text: string; to: number }

const isEnding = (text: string): boolean => endings.has(text.slice(text.lastIndexOf('.') + 1))

/** The endings that follow a name: ".co.uk", said with or without "dot", and the word where they end. */
function endingsAt(words: readonly Word[], start: number, name: string, starts: ReadonlySet<number>): Domain {
  let [text, i] = [name, start]
  for (;;) {
    const next = /^(?:dot|point|full)$/.test(words[i]?.w ?? '') ? i + (words[i]!.w === 'full' ? 2 : 1) : i
    const plain = words[next]?.w ?? ''
    const word = next > i && i === start && providers[name] === undefined && !Object.values(providers).includes(name) ? plain : misheardEndings[plain] ?? plain
    // "Dot co. — Dot co or dot com? — Dot co.": a later turn says an ending again.
    if (starts.has(i) && i > start && isEnding(text) && !(text.endsWith('.co') && word === 'uk')) break
    const one =
      ((next > i || /^(?:com|co|uk)$/.test(word)) && endings.has(word)) || (next > i && word !== 'dot' && /^[\p{L}\p{N}]+$/u.test(word))
        ? word
        : word === 'couk'
          ? 'co.uk'
          : ''
    const two = words[next + 1] && next + 2 <= words.length ? said(words, next, next + 2) : ''
    const spelled = next > i && /^[a-z] [a-z]$/.test(two) && words[next + 1]!.gap === '' ? two.replace(' ', '') : ''
    // Without its "dot" only what cannot be another word: "co uk".
    if (!(next > i || (i > start && word === 'uk') || (i === start && /^(?:com|couk|co)$/.test(word)))) break
    // "Dot wales, dot wales".
    if (one && i > start && text.endsWith(`.${one}`)) i = next + 1
    else if (spelled) [text, i] = [`${text}.${spelled}`, next + 2]
    else if (one) [text, i] = [`${text}.${one}`, next + 1]
    else break
  }
  return { text, to: i }
}

/** The domain after an "at": its text and the word where it ends. Null when it is none. */
export function domainAt(words: readonly Word[], after: number, starts: ReadonlySet<number> = new Set()): Domain | null {
  let at = after
  while (at < words.length - 1 && /^(?:sign|symbol|and|then|oh|em|yeah|yes)$/.test(words[at]!.w) && marks[words[at + 1]!.w] === undefined) at += 1
  let i = at
  // "Live.co.uk", as it is written.
  while (words[i + 1]?.joint === '.') i += 1
  const whole = i > at ? words.slice(at, i + 1).map((word) => word.w).join('.') : ''
  if (whole !== '' && isEnding(whole)) return { text: whole, to: i + 1 }
  i = at
  let name = ''
  for (const length of [3, 2, 1]) {
    const provider = at + length <= words.length ? providers[said(words, at, at + length)] : undefined
    if (!provider || (length === 1 && plainProviders.has(provider) && words[at + 1]?.w !== 'dot')) continue
    ;[name, i] = [provider, at + length]
    break
  }
  for (let k = i; name === '' && k < Math.min(words.length, at + 7); k += 1) {
    if (words[k]!.w === 'at') break
    // "At nine point nine per cent" is a rate.
    const isRate = words[k]!.w === 'point' && words.slice(k + 1, k + 5).some(({ w }) => /^(?:per|percent|percentage|interest|apr|mil|ml|mils)$/.test(w))
    const isDot = marks[words[k]!.w] === '.' && words[k + 1] !== undefined && !isRate
    if (isDot && k > at) [name, i] = [reading(words, at, k, true), k]
  }
  if (name === '') return null
  const { text, to } = endingsAt(words, i, name, starts)
  // "At work on h dot grainger at …", "at no hang on": another "at" comes, and no domain ends like this.
  if (text.includes('.') && !isEnding(text) && words.slice(to, to + 6).some((word) => word.w === 'at')) return null
  return text.includes('.') || (to === i && providers[name]) ? { text: text.includes('.') ? text : `${text}.com`, to } : null
}
