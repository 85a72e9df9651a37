import { between, uniform } from '#lib/bench/voice/models/draws.ts'
import type { CallScript, Turn } from '#lib/bench/voice/models/script.ts'

// Two words name a call in all that is said in it, so that each model knows whose turn it has from the words alone.
const nouns = ['anchor', 'basket', 'candle', 'dragon', 'engine', 'feather', 'garden', 'hammer', 'island', 'kettle', 'lantern', 'magnet', 'needle', 'orchard', 'quilt', 'saddle']
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth', 'eleventh', 'twelfth', 'thirteenth', 'fourteenth']

const questions = [
  'I would like to ask about a consultation for a facelift, please',
  'could you tell me which days you have free in the afternoon',
  'does the first visit cost anything when I go ahead afterwards',
  'my sister came to you last year and she was very happy',
  'would it be possible to see the same doctor both times',
]
const answers = [
  'of course. We have a consultation on Tuesday at half past two, or on Thursday at ten in the morning; each takes about forty minutes. Which of them would suit you better?',
  'yes, certainly. The first visit costs fifty pounds, and that is taken off the price when you go ahead with the treatment. Shall I look for a time in the afternoon for you?',
  'I am glad to hear that. Both of our doctors see people on Wednesday and on Friday, and you are welcome to ask for the same one each time. Would Friday at eleven be all right?',
]

/** What a turn is like. An interruption begins within the answer before it; a cough and an "mm-hm" do too and must not stop it. */
const manners = ['plain', 'interrupts', 'plain', 'coughs', 'hesitates', 'interrupts', 'agrees', 'plain'] as const
type Manner = (typeof manners)[number]

function turnOf(manner: Manner, { name, index, seed, tag }: { name: string; index: number; seed: number; tag: string }): Turn {
  const key = `${tag}/${index}`
  const draw = (low: number, high: number, what: string) => Math.round(between(low, high, seed, `${what}/${key}`))
  const intoAgent = { intoAgentMs: draw(800, 2_500, 'into') }
  if (manner === 'coughs') return { says: '', coughMs: draw(100, 260, 'cough'), expectsAnswer: false, answer: { text: '' }, begins: intoAgent }
  const opening = `${name} ${ordinals[index % ordinals.length]!},`
  const pick = <T>(list: readonly T[], what: string) => list[Math.floor(uniform(seed, `${what}/${key}`) * list.length)]!
  if (manner === 'agrees') return { says: 'mm-hm', expectsAnswer: false, answer: { text: '' }, begins: intoAgent }
  return {
    says: `${opening} ${pick(questions, 'question')}.`,
    answer: { text: `${opening} ${pick(answers, 'answer')}` },
    begins: manner === 'interrupts' ? intoAgent : { afterSilenceMs: draw(300, 900, 'after') },
    ...(manner === 'hesitates' ? { pausesMs: { [draw(4, 7, 'where')]: draw(150, 600, 'pause') } } : {}),
  }
}

/** So many calls of so many turns each, the same for the same seed: plain turns, interruptions, hesitations, coughs and "mm-hm"s. */
export function callsOf({ calls, turns, seed }: { calls: number; turns: number; seed: number }): CallScript[] {
  return Array.from({ length: calls }, (_, call) => {
    const tag = `CA${seed.toString(16).padStart(8, '0')}${call.toString(16).padStart(24, '0')}`
    const first = nouns[call % nouns.length]!
    const name = `${first[0]!.toUpperCase()}${first.slice(1)} ${nouns[Math.floor(call / nouns.length) % nouns.length]!}`
    // Each call begins elsewhere in the round, so that not all interrupt at once; its first turn can only be plain.
    const manner = (index: number): Manner => (index === 0 ? 'plain' : manners[(call + index) % manners.length]!)
    return { tag, turns: Array.from({ length: turns }, (_, index) => turnOf(manner(index), { name, index, seed, tag })) }
  })
}
