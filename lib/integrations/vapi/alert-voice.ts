import type { AssistantFor } from './dialler.ts'

// Cartesia's public voice "British Lady", as everywhere.
const voiceId = '79a125e8-cd45-4c13-8a67-188112f4dd22'

/**
 * Whoever rings an on-call person: says the words it is given, to a person or a machine, says them again when asked, and hangs up. It
 * has no tools of the clinic's and no webhook, and knows nothing of the caller, so it can tell nobody anything.
 */
export const alertVoiceOf: AssistantFor = ({ script }) => ({
  name: `Alert - ${script.clinicName}`.slice(0, 40),
  firstMessage: script.greeting,
  firstMessageMode: 'assistant-speaks-first',
  firstMessageInterruptionsEnabled: false,
  voicemailMessage: script.greeting,
  transcriber: { provider: 'deepgram', model: 'nova-2', language: 'en-GB' },
  voice: { provider: 'cartesia', model: 'sonic-3', voiceId, language: 'en' },
  model: {
    provider: 'openai', model: 'gpt-4.1-mini', temperature: 0, maxTokens: 120,
    messages: [{
      role: 'system',
      content: `You have just said: "${script.greeting}" If you are asked to repeat it, say exactly that again. To anything else say: "Please open the dashboard." You know nothing more. Then end the call.`,
    }],
    tools: [{ type: 'endCall' }],
  },
  backgroundSound: 'off',
  maxDurationSeconds: 90,
  serverMessages: [],
  clientMessages: [],
  artifactPlan: { recordingEnabled: false, videoRecordingEnabled: false, transcriptPlan: { enabled: false }, loggingEnabled: false },
  analysisPlan: { summaryPlan: { enabled: false }, structuredDataPlan: { enabled: false }, successEvaluationPlan: { enabled: false } },
})
