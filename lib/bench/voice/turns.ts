import { batchStt, batchTtsShare, llms, lognormal, tts, type LlmName } from '#lib/bench/voice/models/draws.ts'
import { SPOKEN_MS_PER_CHARACTER } from '#lib/bench/voice/models/cartesia-context.ts'
import { tokensOf } from '#lib/bench/voice/models/llm.ts'
import type { Stretch } from '#lib/bench/voice/models/playback.ts'
import type { CallRecord } from '#lib/bench/voice/models/process.ts'
import type { CallScript, Turn } from '#lib/bench/voice/models/script.ts'
import type { TurnTimes } from '#lib/bench/voice/models/stopwatch.ts'

/** The parts of a turn, in milliseconds, as the models' stopwatch has them. */
export type Parts = {
  /** From the caller's last sample to the first of the agent's that the caller heard, a filler included. */
  e2eTtfbMs: number
  /** The same to the first sample of the answer itself. */
  e2eFirstContentMs: number
  endpointingMs: number
  sttFinalMs: number
  llmTtftMs: number
  chunkWaitMs: number
  ttsTtfbMs: number
  /** From the final text to the answer's first sample; and the least that the models' own waits allowed. */
  finalToAudioMs: number
  floorMs: number
  /** What the pipeline and the loopback added to the models' waits. */
  overheadMs: number
  /** The same turn the batch way: whole utterance, whole answer, whole sound; its own cost taken to be nothing. And its parts after the endpointing. */
  batchMs: number
  batchSttMs: number
  batchLlmMs: number
  batchTtsMs: number
  /** The LLM was asked before the final text, and the answer to that was used. */
  isEager: boolean
}

export type TurnRow = { tag: string; turn: number; parts: Parts | null; isCutOff: boolean; underrunMs: number; isMisordered: boolean }
export type BargeIn = { tag: string; turn: number; stopMs: number; staleMs: number }
export type CallRow = {
  turns: TurnRow[]; bargeIns: BargeIn[]; falseInterrupts: number; provocations: number; unanswered: number; failure: string | null
  /** How often the LLM was asked, beyond once a turn. */
  extraRequests: number
}

/** By what the batch way meets the same luck. */
export type Pairing = { script: CallScript; llm: LlmName; seed: number }

/** What the same turn takes when everything is done whole: with the draws of the streaming turn where there are such, and the endpointing that was measured. */
export function batchOf(turn: number, endpointingMs: number, { script, llm, seed }: Pairing): Pick<Parts, 'batchMs' | 'batchSttMs' | 'batchLlmMs' | 'batchTtsMs'> {
  const text = script.turns[turn]!.answer.text
  const key = `${script.tag}/${turn}`
  const batchSttMs = lognormal(batchStt, seed, `batch-stt/${key}`)
  const batchLlmMs = lognormal(llms[llm].first, seed, `llm/${key}`) + tokensOf(text).length * llms[llm].betweenTokensMs
  const batchTtsMs = lognormal(tts, seed, `tts/${key}`) + batchTtsShare * text.length * SPOKEN_MS_PER_CHARACTER
  return { batchMs: endpointingMs + batchSttMs + batchLlmMs + batchTtsMs, batchSttMs, batchLlmMs, batchTtsMs }
}

const whole = (times: TurnTimes) => {
  const { speechEndAt, endedAt, finalAt, llmRequestAt, firstTokenAt, clauseAt, firstTextAt, firstAudioAt } = times
  const all = { speechEndAt, endedAt, finalAt, llmRequestAt, firstTokenAt, clauseAt, firstTextAt, firstAudioAt }
  return Object.values(all).every((at) => at !== undefined) ? (all as { [Name in keyof typeof all]-?: number }) : null
}

function partsOf(times: TurnTimes, heard: readonly Stretch[], turn: number, pairing: Pairing): Parts | null {
  const at = whole(times)
  const content = at && heard.find((stretch) => stretch.turn === turn && stretch.from >= at.speechEndAt)
  if (!at || !content) return null
  const first = heard.find((stretch) => (stretch.turn === turn || stretch.turn === null) && stretch.from >= at.speechEndAt) ?? content
  const isEager = at.llmRequestAt < at.finalAt
  const finalToAudioMs = content.from - at.finalAt
  const clauseMs = isEager ? Math.max(0, at.clauseAt - at.finalAt) : at.clauseAt - at.llmRequestAt
  const floorMs = clauseMs + at.firstAudioAt - at.firstTextAt
  const endpointingMs = at.endedAt - at.speechEndAt
  return {
    e2eTtfbMs: first.from - at.speechEndAt, e2eFirstContentMs: content.from - at.speechEndAt,
    endpointingMs, sttFinalMs: at.finalAt - at.speechEndAt, llmTtftMs: at.firstTokenAt - at.llmRequestAt,
    chunkWaitMs: at.firstTextAt - at.firstTokenAt, ttsTtfbMs: at.firstAudioAt - at.firstTextAt,
    finalToAudioMs, floorMs, overheadMs: finalToAudioMs - floorMs,
    ...batchOf(turn, endpointingMs, pairing), isEager,
  }
}

const lengthOf = (stretches: readonly Stretch[]) => stretches.reduce((sum, { from, to }) => sum + to - from, 0)
const ofTurn = (heard: readonly Stretch[], turn: number) => heard.filter((stretch) => stretch.turn === turn)

/** Whether the whole answer was played, give or take a frame for each of its chunks. */
const isWhole = (heard: readonly Stretch[], turn: number, { answer }: Turn) =>
  lengthOf(ofTurn(heard, turn)) >= answer.text.length * SPOKEN_MS_PER_CHARACTER * 0.95 - 100

const NO_GAP_MS = 60

/** How soon what was being said ended when the caller spoke into it, and how much of it came back. Null when nothing was being said, or it had come to its own end. */
function bargeInOf(record: CallRecord, script: CallScript, turn: number): BargeIn | null {
  const onset = record.spoken[turn]!.from
  const old = record.heard.filter((stretch) => stretch.turn !== null && stretch.turn < turn && stretch.to > onset)
  if (old.length === 0 || old[0]!.from > onset) return null
  let stopAt = old[0]!.to
  for (const { from, to } of old.slice(1)) if (from - stopAt < NO_GAP_MS) stopAt = Math.max(stopAt, to)
  if (isWhole(record.heard, old[0]!.turn!, script.turns[old[0]!.turn!]!)) return null
  return { tag: record.tag, turn, stopMs: stopAt - onset, staleMs: lengthOf(old.filter((stretch) => stretch.from >= stopAt)) }
}

/** Silence inside an answer that had more to say, and whether its chunks came in their order. */
function flowOf(heard: readonly Stretch[], turn: number, until: number): { underrunMs: number; isMisordered: boolean } {
  const answer = ofTurn(heard, turn).filter((stretch) => stretch.from < until)
  let underrunMs = 0
  let isMisordered = false
  for (const [index, stretch] of answer.slice(1).entries()) {
    const before = answer[index]!
    // The seam of two sounds says nothing for a frame.
    if (stretch.from - before.to > 25) underrunMs += stretch.from - before.to
    if (stretch.chunk < before.chunk) isMisordered = true
  }
  return { underrunMs, isMisordered }
}

/** What a call's record says of each of its turns. */
export function rowOf(record: CallRecord, pairing: Pairing): CallRow {
  const { script } = pairing
  const { heard, spoken } = record
  const answered = script.turns.flatMap((turn, index) => (turn.expectsAnswer !== false && index < spoken.length ? [index] : []))
  const turns = answered.map((turn): TurnRow => ({
    tag: record.tag, turn,
    parts: partsOf(record.turns[turn] ?? { llmRequests: 0, drawnMs: {} }, heard, turn, pairing),
    isCutOff: ofTurn(heard, turn).some((stretch) => stretch.from < spoken[turn]!.to),
    ...flowOf(heard.filter((stretch) => stretch.from >= spoken[turn]!.to), turn, spoken[turn + 1]?.from ?? Infinity),
  }))
  // A cough or an "mm-hm" must not end the answer before it, unless the turn after it is an interruption of its own.
  const provocations = script.turns.flatMap((turn, index) => {
    const next = script.turns[index + 1]
    return turn.expectsAnswer === false && index < spoken.length && !(next && 'intoAgentMs' in next.begins) ? [index] : []
  })
  const provoked = (turn: number) => answered.findLast((one) => one < turn)!
  return {
    turns,
    bargeIns: answered.flatMap((turn) => ('intoAgentMs' in script.turns[turn]!.begins ? [bargeInOf(record, script, turn)] : [])).filter((one) => one !== null),
    falseInterrupts: provocations.filter((turn) => !isWhole(heard, provoked(turn), script.turns[provoked(turn)]!)).length,
    provocations: provocations.length,
    unanswered: record.unanswered.length,
    extraRequests: record.turns.reduce((sum, one) => sum + Math.max(0, (one?.llmRequests ?? 0) - 1), 0),
    failure: record.failure,
  }
}
