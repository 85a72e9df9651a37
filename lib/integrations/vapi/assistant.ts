import { createHash } from 'node:crypto'
import { z } from 'zod'
import { callBackGreetingVersion, greetingOf, greetingVersion } from '#lib/calls/greeting.ts'
import { emergencyScript } from '#lib/calls/red-flags.ts'
import { toolArguments, toolDescriptions, type ToolName } from '#lib/calls/tools.ts'
import { finalTranscript } from '#lib/integrations/vapi/messages.ts'
import type { CallBackScript } from '#lib/recovery/dialler-port.ts'
import type { VoiceProfile } from '#lib/tenancy/voice.ts'

/** Where Vapi sends this clinic's messages, and the secret by which it shows for whom. */
export type WebhookTarget = { url: string; secret: string }

/** Cartesia's public voice "British Lady". */
export const voiceId = '79a125e8-cd45-4c13-8a67-188112f4dd22'

const money = (pence: number | null) => (pence === null ? 'not listed: say that the team will confirm it' : `£${(pence / 100).toFixed(pence % 100 === 0 ? 0 : 2)}`)

/** What holds for whoever speaks for the clinic, whichever way the call goes. */
function rulesOf(clinic: VoiceProfile, now = `{{"now" | date: "%A %d %B %Y, %H:%M", "${clinic.timeZone}"}}`): string[] {
  const procedures = clinic.procedures.map((p) =>
    `${p.name} (${p.slug}, ${p.durationMinutes} minutes, price ${money(p.pricePence)}${p.isAgeRestricted ? ', 18 or over only' : ''})`)
  const practitioners = clinic.practitioners.map((p) => `${p.name}${p.title ? `, ${p.title}` : ''} (${p.id})`)
  return [
    `Now it is ${now} at the clinic.`,
    'Ask only for a name, the treatment, a day and time, whether the person coming is 18 or over when the treatment needs it, and whether you may text. Never ask for medical history; if it is offered, do not repeat it.',
    'As soon as you know a name or a treatment, call capture_lead. Before offering a time, call check_availability. Call claim_slot only after the caller has agreed to a time out loud.',
    'When somebody refuses texts, at any time, call capture_lead with textsOk false.',
    'When a tool answers with "say", say that. Only when claim_slot answers with status 201 is anything booked; never say so before.',
    'You book consultations. Give no advice on suitability, dose, outcome or safety. Never say that you are human. When somebody asks for a person, call transfer_to_human at once.',
    `If somebody may be in danger, stop booking and say exactly: "${emergencyScript.medical}" If they may harm themselves, are in distress about how they look, or are being made to come, say exactly: "${emergencyScript.distress}" Add no advice and no comfort of your own. When they ask for a person, call transfer_to_human.`,
    `Treatments: ${procedures.join('; ')}.`,
    `Practitioners: ${practitioners.join('; ')}.`,
  ]
}

const manner = 'Speak British English, warmly and briefly, one question at a time.'

/** What Voxanne is told before a call. `now`: the clinic's time in words; without it Vapi fills it in. */
export const receptionistPrompt = (clinic: VoiceProfile, now?: string): string => [
  `You are Voxanne, the AI receptionist of ${clinic.name}, a clinic in the UK. ${manner}`,
  'Within the first half minute, once you know what they are calling about, ask: "If we get cut off, shall I text you to finish booking?" Pass a clear yes or no to capture_lead as textsOk; without one leave it out, and do not ask again.',
  'When somebody wants to be rung back, call capture_lead with callBack true and say that you have noted it. Never promise when that will be.',
  ...rulesOf(clinic, now),
].join('\n')

const callBackPrompt = (clinic: VoiceProfile, script: CallBackScript): string => [
  `You are Sarah, an AI assistant of ${script.clinicName}, a clinic in the UK. ${manner}`,
  `You are ringing somebody back because they asked for it in an earlier call${script.treatment ? `, in which they spoke of: ${script.treatment}` : ''}. Help them to book, if they still wish to.`,
  'Name no treatment before they do: somebody else may have picked up. If it is not them, or a machine answers, say nothing of why you ring and end the call.',
  'If they do not want this call, or not now, apologise and end it. Never promise to ring again.',
  ...rulesOf(clinic),
].join('\n')

/** A tool as OpenAI's chat completions describe one. */
function functionOf(name: ToolName) {
  const { $schema: _, ...parameters } = z.toJSONSchema(toolArguments[name], { io: 'input' })
  return { name, description: toolDescriptions[name], parameters }
}

/** The same tools for a model of our own, with one to end the call. */
export const chatTools = (): object[] => [
  ...(Object.keys(toolArguments) as ToolName[]).map((name) => ({ type: 'function', function: functionOf(name) })),
  { type: 'function', function: { name: 'end_call', description: 'Say goodbye and end the call, once the caller wants nothing more.', parameters: { type: 'object', properties: {} } } },
]

/** The words that the ears should know: those of the clinic's treatments. Single words only: nova-2 boosts keywords, not phrases. */
export const keywordsOf = (clinic: VoiceProfile): string[] => [...new Set(clinic.procedures.flatMap((p) => p.slug.split('-')).filter((word) => word.length > 4))].slice(0, 50)

function toolOf(name: ToolName) {
  return {
    type: 'function' as const,
    async: false,
    function: functionOf(name),
    // No request-complete: Vapi would say it even when the answer is a conflict. "say" in the result does better.
    messages: name === 'check_availability' || name === 'claim_slot'
      ? [
          { type: 'request-start', content: name === 'claim_slot' ? 'One moment while I book that.' : 'Let me look at the diary.', blocking: false },
          { type: 'request-response-delayed', content: 'Still with you, just a moment.', timingMilliseconds: 4000 },
        ]
      : [],
  }
}

/** Vapi's server object: retried when we are down, not when we refuse, so that no report is lost to a short outage. */
export const serverOf = ({ url, secret }: WebhookTarget) => ({
  url,
  timeoutSeconds: 20,
  headers: { 'X-Vapi-Secret': secret },
  backoffPlan: { type: 'exponential', maxRetries: 3, baseDelaySeconds: 1, excludedStatusCodes: [400, 401, 403, 404, 409, 413, 422] },
})

type Role = { name: string; firstMessage: string; prompt: string; metadata: Record<string, string> }

/** An assistant as Vapi's CreateAssistantDto: streaming ears and voice, no recording, no transcript kept at the vendor. */
function speaking(clinic: VoiceProfile, target: WebhookTarget, role: Role) {
  const settings = assistantSettings(clinic, target, role)
  const { transcriber, voice, model: { messages: _, tools: __, headers: ___, ...model }, startSpeakingPlan, stopSpeakingPlan } = settings
  // Which of its settings a call was answered with, so that figures before and after a change can be told apart.
  const version = createHash('sha256').update(JSON.stringify([{ ...transcriber, keywords: null }, voice, model, startSpeakingPlan, stopSpeakingPlan])).digest('hex').slice(0, 12)
  return { ...settings, metadata: { ...settings.metadata, version } }
}

/** Which model answers: Vapi's, or ours behind OpenAI's own protocol, where the secret says for whom. */
const brainOf = (clinic: VoiceProfile, { url, secret }: WebhookTarget) => (clinic.brain === 'ours'
  ? { provider: 'custom-llm', url: new URL('/api/vapi', url).href, model: 'callwaiting', headers: { 'X-Vapi-Secret': secret }, metadataSendMode: 'variable', timeoutSeconds: 20 }
  : { provider: 'openai', model: 'gpt-4.1-mini', headers: undefined })

function assistantSettings(clinic: VoiceProfile, target: WebhookTarget, role: Role) {
  return {
    name: `${role.name} - ${clinic.name}`.slice(0, 40),
    firstMessage: role.firstMessage,
    firstMessageMode: 'assistant-speaks-first',
    // The notice in the first words counts only when it was heard to its end.
    firstMessageInterruptionsEnabled: false,
    transcriber: {
      provider: 'deepgram', model: 'nova-2', language: 'en-GB', smartFormat: true, numerals: true,
      keywords: keywordsOf(clinic).map((word) => `${word}:2`),
    },
    voice: { provider: 'cartesia', model: 'sonic-3', voiceId, language: 'en' },
    model: {
      ...brainOf(clinic, target), temperature: 0.2, maxTokens: 250,
      messages: [{ role: 'system', content: role.prompt }],
      tools: [
        ...(Object.keys(toolArguments) as ToolName[]).map(toolOf),
        { type: 'endCall' as const },
        ...(clinic.transferNumber ? [{ type: 'transferCall' as const, destinations: [{ type: 'number', number: clinic.transferNumber }] }] : []),
      ],
    },
    startSpeakingPlan: { waitSeconds: 0.3, smartEndpointingPlan: { provider: 'livekit' } },
    stopSpeakingPlan: { numWords: 0, voiceSeconds: 0.2, backoffSeconds: 0.8 },
    backgroundSound: 'off',
    maxDurationSeconds: 900,
    // Only what is used: every other message would carry the whole conversation along.
    serverMessages: ['tool-calls', 'status-update', 'end-of-call-report', finalTranscript],
    clientMessages: [],
    // A word can be put into the call when somebody may be in danger; nobody listens in.
    monitorPlan: { listenEnabled: false, controlEnabled: true },
    server: serverOf(target),
    artifactPlan: { recordingEnabled: false, videoRecordingEnabled: false, transcriptPlan: { enabled: false }, loggingEnabled: false },
    analysisPlan: { summaryPlan: { enabled: false }, structuredDataPlan: { enabled: false }, successEvaluationPlan: { enabled: false } },
    metadata: { clinicId: clinic.id, ...role.metadata },
  }
}

/** Voxanne, who answers one clinic's phone. Her metadata say which greeting she begins with. */
export const assistantOf = (clinic: VoiceProfile, target: WebhookTarget) => speaking(clinic, target, {
  name: 'Voxanne', firstMessage: greetingOf(clinic.name), prompt: receptionistPrompt(clinic), metadata: { greeting: greetingVersion },
})

/**
 * The answer to a call from somebody who asked not to deal with a machine: put through at once and in silence, or, where the clinic has
 * nowhere to put them through to, one sentence, after which Vapi hangs up.
 */
export const personFor = (clinic: VoiceProfile) => (clinic.transferNumber
  ? { destination: { type: 'number', number: clinic.transferNumber, message: '' } }
  : { error: `Thank you for calling ${clinic.name}. You asked us not to use an automated assistant, so a member of our team will ring you back. Goodbye.` })

/**
 * Sarah, who rings back somebody who asked for it, with the same tools. `script.greeting` is said first, as `callBackGreetingOf`
 * words it; the metadata name the call-back that this call carries out.
 */
export const sarahOf = (clinic: VoiceProfile, target: WebhookTarget, script: CallBackScript, callBackId: string) => speaking(clinic, target, {
  name: 'Sarah', firstMessage: script.greeting, prompt: callBackPrompt(clinic, script), metadata: { callBackId, greeting: callBackGreetingVersion },
})
