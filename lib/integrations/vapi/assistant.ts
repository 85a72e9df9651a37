import { z } from 'zod'
import { toolArguments, toolDescriptions, type ToolName } from '#lib/calls/tools.ts'
import type { VoiceProfile } from '#lib/tenancy/voice.ts'

/** Where Vapi sends this clinic's messages, and the secret by which it shows for whom. */
export type WebhookTarget = { url: string; secret: string }

// Cartesia's public voice "British Lady".
const voiceId = '79a125e8-cd45-4c13-8a67-188112f4dd22'

/**
 * The first words of every call. Said before anything else, because a notice that comes later is none: that she is an AI,
 * who the clinic is, that the call is transcribed, how to reach a person (UK GDPR Art. 13), and that we may text, with the
 * chance to refuse at the time the number is obtained (PECR reg. 22(3)(c)).
 */
export const greetingOf = (clinicName: string): string =>
  `Hello, this is Voxanne, the AI receptionist at ${clinicName}. This call is transcribed, and you can ask for a person at any time. `
  + 'We may text you about your enquiry; say no texts to opt out. How can I help?'

const money = (pence: number | null) => (pence === null ? 'not listed: say that the team will confirm it' : `£${(pence / 100).toFixed(pence % 100 === 0 ? 0 : 2)}`)

function promptOf(clinic: VoiceProfile): string {
  return [
    `You are Voxanne, the AI receptionist of ${clinic.name}, a clinic in the UK. Speak British English, warmly and briefly, one question at a time.`,
    `Now it is {{"now" | date: "%A %d %B %Y, %H:%M", "${clinic.timeZone}"}} at the clinic.`,
    'Ask only for a name, the treatment, a day and time, and whether the person coming is 18 or over when the treatment needs it. Never ask for medical history; if it is offered, do not repeat it.',
    'As soon as you know a name or a treatment, call capture_lead. Before offering a time, call check_availability. Call claim_slot only after the caller has agreed to a time out loud.',
    'When a tool answers with "say", say that. Only when claim_slot answers with status 201 is anything booked; never say so before.',
    'You book consultations. Give no advice on suitability, dose, outcome or safety. Never say that you are human. When somebody asks for a person, call transfer_to_human at once.',
    'If somebody may be in danger, say: "Please call 999 now, or go to A and E. For urgent advice call NHS 111." Then offer to put them through.',
    `Treatments: ${clinic.procedures.map((p) => `${p.name} (${p.slug}, ${p.durationMinutes} minutes, price ${money(p.pricePence)}${p.isAgeRestricted ? ', 18 or over only' : ''})`).join('; ')}.`,
    `Practitioners: ${clinic.practitioners.map((p) => `${p.name}${p.title ? `, ${p.title}` : ''} (${p.id})`).join('; ')}.`,
  ].join('\n')
}

function toolOf(name: ToolName) {
  const { $schema: _, ...parameters } = z.toJSONSchema(toolArguments[name], { io: 'input' })
  return {
    type: 'function' as const,
    async: false,
    function: { name, description: toolDescriptions[name], parameters },
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

/** Voxanne for one clinic, as Vapi's CreateAssistantDto: streaming ears and voice, no recording, no transcript kept at the vendor. */
export function assistantOf(clinic: VoiceProfile, target: WebhookTarget) {
  return {
    name: `Voxanne - ${clinic.name}`.slice(0, 40),
    firstMessage: greetingOf(clinic.name),
    firstMessageMode: 'assistant-speaks-first',
    transcriber: {
      provider: 'deepgram', model: 'nova-2', language: 'en-GB', smartFormat: true, numerals: true,
      // Single words only: nova-2 boosts keywords, not phrases.
      keywords: [...new Set(clinic.procedures.flatMap((p) => p.slug.split('-')).filter((word) => word.length > 4))].slice(0, 50).map((word) => `${word}:2`),
    },
    voice: { provider: 'cartesia', model: 'sonic-3', voiceId, language: 'en' },
    model: {
      provider: 'openai', model: 'gpt-4.1-mini', temperature: 0.2, maxTokens: 250,
      messages: [{ role: 'system', content: promptOf(clinic) }],
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
    serverMessages: ['tool-calls', 'status-update', 'end-of-call-report'],
    clientMessages: [],
    server: serverOf(target),
    artifactPlan: { recordingEnabled: false, videoRecordingEnabled: false, transcriptPlan: { enabled: false }, loggingEnabled: false },
    analysisPlan: { summaryPlan: { enabled: false }, structuredDataPlan: { enabled: false }, successEvaluationPlan: { enabled: false } },
    metadata: { clinicId: clinic.id },
  }
}
