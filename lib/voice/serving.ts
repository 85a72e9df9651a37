import 'server-only'
import { randomUUID } from 'node:crypto'
import { greetingOf, greetingVersion } from '#lib/calls/greeting.ts'
import { raiseAlertIn } from '#lib/calls/emergency.ts'
import { askToRingBack, wantsPerson } from '#lib/calls/human-only.ts'
import { streamCallId, touchStreamCalls } from '#lib/calls/stream-calls.ts'
import { answerToolCalls, noteHeardSoFar, noteReport, noteStatus, type CallFacts } from '#lib/calls/webhook.ts'
import { errorCode, log } from '#lib/shared/log.ts'
import type { VoiceProfile } from '#lib/tenancy/voice.ts'
import { createVoiceCall, type VoiceCall } from '#lib/voice/call.ts'
import type { Line, LlmPort, SpokenTurn, SttPort, ToolCallRequest, ToolOutcome, TtsPort, TurnFigures } from '#lib/voice/ports.ts'
import type { KeepReport } from '#lib/voice/report-thread.ts'
import type { EndReason } from '#lib/voice/setting.ts'
import type { Vad } from '#lib/voice/vad.ts'

/** Which way of turn-taking a call was answered with; grows with every change of its constants. */
const streamVersion = 'stream-1'
const LATEST_TURNS = 4
const REPORT_TRIES = 3
const REPORT_PAUSE_MS = 500

/** `thinksAhead`: the model is asked on words that are not fixed yet; it answers sooner, and is asked more often. */
export type Providers = { stt: SttPort; tts: TtsPort; llm: LlmPort; newVad: () => Vad; thinksAhead: boolean }
export type Incoming = { callSid: string; phone: string | null; clinic: VoiceProfile; prompt: string; keywords: readonly string[]; isTest: boolean }
/** A call that is going on. `end` is to be called once, when its line is gone; it resolves when all of it is kept. */
export type ServedCall = { call: VoiceCall; callId: string; clinicId: string; end: (reason?: EndReason) => Promise<void> }

function argumentsOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text || '{}')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    // A tool call that nobody can read is answered as such.
    return null
  }
}

const reported = (turns: readonly SpokenTurn[]) => turns.map(({ role, text, at }) => ({ role, text: text.trim(), at }))

const average = (values: readonly (number | null)[]) => {
  const known = values.filter((one): one is number => one !== null)
  return known.length === 0 ? null : Math.round(known.reduce((sum, one) => sum + one, 0) / known.length)
}

/** Averages under the names that reports of the voice platform have. */
function latencyOf(figures: readonly TurnFigures[]): Record<string, number> {
  const parts = { modelMs: 'modelMs', voiceMs: 'voiceMs', transcriberMs: 'transcriberMs', endpointingMs: 'endpointingMs', turnMs: 'turnMs' } as const
  return Object.fromEntries(Object.entries(parts).flatMap(([name, key]) => {
    const value = average(figures.map((one) => one[key]))
    return value === null ? [] : [[name, value]]
  }))
}

/** A caller who asked the clinic not to deal with a machine: the call is noted, and they are on the list of whom to ring. False for everybody else. */
export async function isForPerson({ callSid, phone, clinicId, canTransfer }: { callSid: string; phone: string | null; clinicId: string; canTransfer: boolean }): Promise<boolean> {
  const actor = { role: 'voice_agent', clinicId } as const
  if (!(await wantsPerson(actor, clinicId, phone))) return false
  const facts: CallFacts = { id: streamCallId(callSid), at: new Date(), phone, isTest: false, isOutbound: false, greetingVersion: null }
  await noteStatus(actor, clinicId, facts, 'ringing', null)
  await askToRingBack(actor, clinicId, facts.id)
  await noteStatus(actor, clinicId, facts, 'ended', canTransfer ? 'assistant-forwarded-call' : 'assistant-ended-call')
  return true
}

/**
 * Serves one call with the effects that a call by way of the webhook has: the same rows, tools, red flags, redaction and hand-off. The call
 * is known from its first second, so that it becomes a lead even when this process dies in it. `keepReport` is where its report is read and masked.
 */
export async function serveCall(incoming: Incoming, providers: Providers, line: Line, keepReport: KeepReport = noteReport): Promise<ServedCall> {
  const { clinic } = incoming
  const actor = { role: 'voice_agent', clinicId: clinic.id } as const
  const facts: CallFacts = { id: streamCallId(incoming.callSid), at: new Date(), phone: incoming.phone, isTest: incoming.isTest, isOutbound: false, greetingVersion }
  await noteStatus(actor, clinic.id, facts, 'in-progress', null)
  await touchStreamCalls(actor, clinic.id, [facts.id])
  const figures: TurnFigures[] = []

  const useTools = async (calls: readonly ToolCallRequest[], turns: readonly SpokenTurn[]): Promise<ToolOutcome[]> => {
    // Ids of our own: nothing comes twice on this line, and a model may use one id again for something else.
    const asked = calls.map((one) => ({ id: randomUUID(), name: one.name, arguments: argumentsOf(one.arguments) }))
    const answers = await answerToolCalls(actor, clinic.id, facts, asked, reported(turns))
    return answers.map(({ name, result }, n) => ({
      id: calls[n]!.id, name, say: result.say, status: result.status, isTransfer: result.transfer === true, isForced: result.code === 'emergency', result: JSON.stringify(result),
    }))
  }
  // One after the other, so that the latest is what is kept.
  let noting = Promise.resolve('')
  const noteHeard = (turns: readonly SpokenTurn[]) => {
    // What a caller says is understood with what they were asked; what came before has been told already.
    const soFar = reported(turns.slice(-LATEST_TURNS))
    noting = noting.then((known) => noteHeardSoFar(actor, clinic.id, facts, { turns: soFar, toolCalls: [] }, known).catch((error: unknown) => {
      log('error', 'heard-not-noted', { error: errorCode(error) })
      return known
    }))
  }
  const call = createVoiceCall({
    tag: incoming.callSid, prompt: incoming.prompt, greeting: greetingOf(clinic.name), keywords: incoming.keywords, canTransfer: clinic.transferNumber !== null,
    vad: providers.newVad(), stt: providers.stt, tts: providers.tts, llm: providers.llm, thinksAhead: providers.thinksAhead, line,
    effects: {
      useTools, noteHeard,
      raiseAlert: (kind) => raiseAlertIn(actor, clinic.id, facts, kind).then(() => undefined, (error: unknown) => log('error', 'alert-not-raised', { error: errorCode(error) })),
    },
    onFigures: (one) => figures.push(one),
  })

  let ending: Promise<void> | undefined
  const end = (reason?: EndReason) => (ending ??= (async () => {
    const { turns, toolCalls, counts, reason: why } = call.end(reason)
    await noting
    const report = {
      endedAt: new Date(), endedReason: why, latency: { ...latencyOf(figures), ...counts }, turns: reported(turns), source: 'stream' as const, assistantVersion: streamVersion,
      turnLatencies: figures.map((one) => ({ ...one, gapHeardMs: one.turnMs })),
      toolCalls: toolCalls.map((one) => ({ id: one.id, name: one.name, arguments: argumentsOf(one.arguments) })),
    }
    for (let tries = 1; ; tries += 1) {
      try {
        return await keepReport(actor, clinic.id, facts, report)
      } catch (error) {
        log('error', 'stream-report-not-kept', { tries, error: errorCode(error) })
        // The sweeper finds the call without its words.
        if (tries >= REPORT_TRIES) return
        await new Promise((resolve) => { setTimeout(resolve, REPORT_PAUSE_MS * tries) })
      }
    }
  })())
  return { call, callId: facts.id, clinicId: clinic.id, end }
}
