import { parts, type LatencyFigures, type Part } from '#lib/calls/latency/types.ts'

/** The promise: from the caller's last word to the first sound. Fewer turns than that say nothing of a 95th percentile. */
export const budgetMs = 800
export const enoughTurns = 200

/**
 * What each part may take at its 95th percentile for the whole to keep the promise: a pause of 200 ms with a final 98 ms after it
 * (Deepgram's published 298), a fast model's 226, Cartesia's 186. Transport and playing come on top; the caller's own wait is shown beside it.
 */
export const budgets: Record<Part, number> = { endpointingMs: 250, transcriberMs: 100, modelMs: 250, voiceMs: 200 }

export const partNames: Record<Part, string> = { endpointingMs: 'End of turn', transcriberMs: 'Transcriber', modelMs: 'Model', voiceMs: 'Voice' }

/** The cheapest thing to turn first for each part, as the platform's settings are called. */
const knobs: Record<Part, { knob: string; advice: string }> = {
  endpointingMs: { knob: 'startSpeakingPlan', advice: 'Lower startSpeakingPlan.waitSeconds (0.4 unless said) and transcriptionEndpointingPlan.onNoPunctuationSeconds (1.5 unless said), or let smart endpointing decide.' },
  transcriberMs: { knob: 'transcriber', advice: 'Use Deepgram nova-2 in the same region, without smart formatting, which waits for numbers to end.' },
  modelMs: { knob: 'model', advice: 'Choose a model with a short time to its first word, or our own endpoint (model provider custom-llm).' },
  voiceMs: { knob: 'voice.chunkPlan.minCharacters', advice: 'Lower voice.chunkPlan.minCharacters (30 unless said), and use a streaming voice such as Cartesia sonic-3.' },
}

export type Verdict =
  | { state: 'unknown'; turns: number; sentence: string }
  | { state: 'kept'; turns: number; p95Ms: number; sentence: string }
  | { state: 'exceeded'; turns: number; p95Ms: number; sentence: string; over: { part: Part; p95Ms: number; budgetMs: number }[]; advice: string[] }

/** Whether the promise is kept, and if not, which part exceeds its budget and what to turn first. */
export function latencyVerdict({ turns, parts: figures }: Pick<LatencyFigures, 'turns' | 'parts'>): Verdict {
  if (turns.n < enoughTurns || turns.p95 === null) return { state: 'unknown', turns: turns.n, sentence: `Not enough turns yet for a verdict: ${turns.n} of ${enoughTurns}.` }
  const p95Ms = Math.round(turns.p95)
  if (p95Ms <= budgetMs) return { state: 'kept', turns: turns.n, p95Ms, sentence: `95 of 100 turns were answered within ${p95Ms} ms, as the platform reports it; ${budgetMs} are promised.` }
  const over = parts.flatMap((part) => {
    const { p95 } = figures[part]
    return p95 !== null && p95 > budgets[part] ? [{ part, p95Ms: Math.round(p95), budgetMs: budgets[part] }] : []
  }).sort((a, b) => b.p95Ms - b.budgetMs - (a.p95Ms - a.budgetMs))
  const worst = over[0] ? `${partNames[over[0].part]} takes ${over[0].p95Ms} ms of a budget of ${over[0].budgetMs}.` : 'No part exceeds its budget by itself: the time is lost between them.'
  return {
    state: 'exceeded', turns: turns.n, p95Ms, over, sentence: `95 of 100 turns were answered within ${p95Ms} ms; ${budgetMs} are promised. ${worst}`,
    advice: [...over.map(({ part }) => knobs[part].advice), 'If that is not enough, switch the clinic to the streaming pipeline.'],
  }
}

/** What the callers heard themselves, the telephone network and the playing included; null with too few turns to say. */
export function heardWords({ gapHeard }: Pick<LatencyFigures, 'gapHeard'>): { sentence: string; isLate: boolean } | null {
  if (gapHeard.n < enoughTurns || gapHeard.p95 === null) return null
  const p95Ms = Math.round(gapHeard.p95)
  return { sentence: `The callers heard the first sound within ${p95Ms} ms, the telephone network and playing included.`, isLate: p95Ms > budgetMs }
}
