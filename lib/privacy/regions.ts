import { oncePerLine } from './once.ts'
import { adverbs, relative, someone } from './people.ts'
import { placesOf, type Doc } from './text.ts'
import { re } from './pattern.ts'

/** What kind of words a frame takes: a noun that one has, a state that one is in, a thing that one takes. */
export const takes = { noun: 1, state: 2, medicine: 4 } as const

const all = takes.noun | takes.state | takes.medicine
const frames: [RegExp, number][] = [
  [
    re`\b${someone} ${adverbs}(?:am |is |are |was |were )?(?:have|has|had|got|get|gets|getting|having|
    develop(?:ed)?|caught|picked up|carry|carries|experienc\w+|wear|wears|need|needs) ${adverbs}`,
    takes.noun | takes.medicine,
  ],
  [
    re`(?:^|\. |and |but |so |just |yeah |yes |no |about )(?:got|getting|had|have|having|been having|get) `,
    takes.noun | takes.medicine,
  ],
  [
    re`\b${someone} ${adverbs}(?:am|is|are|was|were|been|have been|has been|had been|feel|feels|feeling|felt|get|
    gets|got|go|gone|went|become|became|being) ${adverbs}`,
    takes.state,
  ],
  [
    re`(?:^|\. |and |but |so )(?:been|feeling|being|am|was|felt) (?:really |very |a bit |so |quite |pretty )?`,
    takes.state,
  ],
  [
    re`\b(?:${someone}|been) ${adverbs}(?:am|is|are|was|were|been|be|went|go|gone|put|stay) (?:back )?on `,
    takes.medicine,
  ],
  [
    re`\b(?:put|puts|started|starting|keeping|keeps|got|have|had) (?:me|him|her|us) (?:back )?on `,
    takes.medicine | takes.noun,
  ],
  [
    re`\b${someone} ${adverbs}(?:take|takes|took|taken|taking|use|uses|used|using|finish(?:ed)?|start(?:ed)?|
    stop(?:ped)?|inject\w*|come off|came off|coming off|need|needs|rely on|live on) `,
    takes.medicine | takes.noun,
  ],
  [
    re`(?:^|\. |and |but |so |just |yeah |yes |no |been |am )(?:take|taking|took|using|used|prescribed|on) `,
    takes.medicine,
  ],
  [/\b(?:gave|given|prescribed|offered|handed) (?:me|him|her|us)? ?/g, takes.medicine | takes.noun],
  [
    re`\b(?:no|not any|not|any|without|never had|never have|nothing like|not got|never) (?:known |other |real |
    serious |major |previous |history of |problems? with |issues? with |trouble with |more )*`,
    takes.noun | takes.medicine,
  ],
  [new RegExp(`\\b(?:my|our|his|her|their|(?:my |our )${relative}) `, 'g'), takes.noun],
  [
    re`\b(?:diagnosed|diagnosis|suffer\w*|struggl\w+|living|live|cope|coping|born|affected|history|riddled|
    treated|treatment|admitted|hospital|hospitalised|recover\w*|died|passed away|prone|risk of|scared of|
    signs of|bout of|touch of|case of|type of|form of|dose of|survivor|symptoms of|problems?|issues?|trouble|
    bother) (?:badly |really |terribly |a lot )?(?:with|from|of|for|by|to|as|over) `,
    all,
  ],
  [
    re`\b(?:because of|due to|since|after|with|from|for|despite|owing to|on account of|thanks to) (?:my|his|her|
    the|having|a|our|getting) `,
    takes.noun | takes.medicine,
  ],
  [
    re`\b(?:allerg(?:y|ic|ies)|react\w*|reaction|reactions|intoleran(?:t|ce)|sensitive|sensitivity|
    can not (?:have|eat|take|touch|tolerate|use|wear|go near|do)) (?:badly |really )?(?:to |with )?`,
    takes.noun | takes.medicine,
  ],
]
/** Where what a frame takes is over. */
const ends =
  /\b(?:but|so|does the|do the|will the|will it|will i|do i|does it|is it|is that|is this|are they|should i|would i|am i|any chance|because|cos|if|is there|do you|can i|can you|could i|could you|would you|are you|will you|what|when|how|where|which|please|hoping|want|wanted|wanting|wondering|looking|thinking|book|booking|i would|i will|let us)\b|\. /
const reach = 70

/** For every word which frames it stands in, as bits of `takes`. */
export const regionsOf = oncePerLine((doc): Uint8Array => {
  const bits = new Uint8Array(doc.words.length)
  for (const [pattern, kind] of frames) {
    for (const { to } of placesOf(doc, pattern)) mark(doc, bits, to, kind)
  }
  return bits
})

function mark(doc: Doc, bits: Uint8Array, from: number, kind: number): void {
  if (from >= doc.words.length) return
  const start = startOf(doc, from)
  const rest = doc.line.slice(start, start + reach)
  const end = ends.exec(rest)
  const stop = end ? start + end.index : start + rest.length
  for (let i = from; i < doc.words.length && i < from + 9; i += 1) {
    if (doc.words[i]!.gap === '.' && i > from) break
    if (startOf(doc, i) >= stop) break
    bits[i]! |= kind
  }
}

const starts = new WeakMap<Doc, Int32Array>()

/** The character of the line at which a word begins. */
export function startOf(doc: Doc, word: number): number {
  let table = starts.get(doc)
  if (!table) {
    table = new Int32Array(doc.words.length + 1).fill(doc.line.length)
    for (let k = doc.at.length - 1; k >= 0; k -= 1)
      if (doc.line[k] !== ' ' && doc.line[k] !== '.') table[doc.at[k]!] = k
    starts.set(doc, table)
  }
  return table[word]!
}
