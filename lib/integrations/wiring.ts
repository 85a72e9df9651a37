import 'server-only'
import { randomBytes } from 'node:crypto'
import { googleErasure } from '#lib/integrations/google-calendar/erasure.ts'
import { googleCalendar } from '#lib/integrations/google-calendar/mirror.ts'
import type { TwilioSettings } from '#lib/integrations/twilio/client.ts'
import { twilioErasure } from '#lib/integrations/twilio/erasure.ts'
import { twilioMessenger } from '#lib/integrations/twilio/messenger.ts'
import { createVapiClient } from '#lib/integrations/vapi/client.ts'
import { alertVoiceOf } from '#lib/integrations/vapi/alert-voice.ts'
import { vapiDialler, type AssistantFor } from '#lib/integrations/vapi/dialler.ts'
import { vapiErasure } from '#lib/integrations/vapi/erasure.ts'
import { vapiLiveControl } from '#lib/integrations/vapi/live-control.ts'
import type { LiveControl } from '#lib/calls/live-control-port.ts'
import type { Processors } from '#lib/privacy/rights/processor-port.ts'
import type { Dialler } from '#lib/recovery/dialler-port.ts'
import type { Messenger } from '#lib/recovery/messenger-port.ts'
import type { OpenCalendar } from '#lib/scheduling/calendar-port.ts'
import { cartesiaTts } from '#lib/integrations/cartesia/stream.ts'
import { deepgramStt } from '#lib/integrations/deepgram/stream.ts'
import { openAiLlm, type LlmSettings } from '#lib/integrations/openai/chat.ts'
import { chatTools, voiceId } from '#lib/integrations/vapi/assistant.ts'
import type { LlmPort, SttPort, TtsPort } from '#lib/voice/ports.ts'
import type { VoiceProfile } from '#lib/tenancy/voice.ts'
import type { Environment } from '#lib/shared/env.ts'

const SANDBOX_ACCOUNT_SID = `AC${'0'.repeat(32)}`
// When nobody said how the sandbox signs: known to nobody, so that no webhook passes.
const NOBODYS_TOKEN = randomBytes(16).toString('hex')

/** Which Google the product talks to: the real one when its credentials are set, the sandbox when not. */
export function googleSettings(env: Environment) {
  const isReal = env.GOOGLE_CLIENT_ID !== undefined && env.GOOGLE_CLIENT_SECRET !== undefined
  return {
    clientId: env.GOOGLE_CLIENT_ID ?? 'sandbox-client',
    clientSecret: env.GOOGLE_CLIENT_SECRET ?? 'sandbox-secret',
    redirectUri: `${env.APP_URL}/api/google/callback`,
    sandboxUrl: isReal ? null : (env.SANDBOX_URL ?? null),
  }
}

/** The outside calendar behind scheduling's port. `onRefreshToken` hears of a token that Google replaced. */
export const openCalendarFor = (env: Environment, onRefreshToken?: (clinicId: string, token: string) => void): OpenCalendar =>
  googleCalendar(googleSettings(env), onRefreshToken)

/** Which Vapi the product talks to. */
export const vapiSettings = (env: Environment) => ({
  apiKey: env.VAPI_API_KEY ?? 'sandbox-key',
  sandboxUrl: env.VAPI_API_KEY ? null : (env.SANDBOX_URL ?? null),
})

/** Which Twilio the product talks to. `authToken` is also what its webhooks are signed with. */
export function twilioSettings(env: Environment): TwilioSettings {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken } = env
  if (accountSid && authToken) return { accountSid, authToken, sandboxUrl: null }
  return {
    accountSid: SANDBOX_ACCOUNT_SID,
    authToken: env.SANDBOX_TWILIO_TOKEN ?? NOBODYS_TOKEN,
    sandboxUrl: env.SANDBOX_URL ?? null,
  }
}

/** Sarah's carrier. Throws when there is neither a Twilio account nor the sandbox, before any number goes to a stranger's. */
export function messengerFor(env: Environment): Messenger {
  const settings = twilioSettings(env)
  if (settings.accountSid === SANDBOX_ACCOUNT_SID && !settings.sandboxUrl) {
    throw new Error('Neither TWILIO_ACCOUNT_SID nor SANDBOX_URL is set, so no text can be sent.')
  }
  return twilioMessenger(settings)
}

/** Who rings people back; `assistantFor` makes the one who speaks. Throws when there is neither a Vapi key nor the sandbox. */
export function diallerFor(env: Environment, assistantFor: AssistantFor): Dialler {
  if (!env.VAPI_API_KEY && !env.SANDBOX_URL) throw new Error('Neither VAPI_API_KEY nor SANDBOX_URL is set, so nobody can be rung.')
  return vapiDialler(createVapiClient(vapiSettings(env)), assistantFor, !env.VAPI_API_KEY)
}

/** Who rings the clinic's own on-call people with an alert. */
export const alertDiallerFor = (env: Environment): Dialler => diallerFor(env, alertVoiceOf)

/** Who speaks into a call that is going on. */
export const liveControlFor = (env: Environment): LiveControl => {
  const settings = vapiSettings(env)
  return vapiLiveControl(createVapiClient({ ...settings, timeoutSeconds: 2 }), settings.sandboxUrl)
}

/** Everybody who deletes what they hold of an erased person. `openCalendar` is the worker's, so that its clients are shared. */
export const processorsFor = (env: Environment, openCalendar: OpenCalendar): Processors => ({
  google: googleErasure(openCalendar),
  twilio: twilioErasure(twilioSettings(env)),
  vapi: vapiErasure(createVapiClient(vapiSettings(env))),
})

/** Which language model the product talks to; null when there is none. */
export const llmSettings = (env: Environment): LlmSettings | null => (env.LLM_API_KEY
  ? { apiKey: env.LLM_API_KEY, url: env.LLM_BASE_URL ?? 'https://api.openai.com/v1', model: env.LLM_MODEL ?? 'gpt-4.1-mini' }
  : null)

/** The clinic as Vapi is to serve it: our own model answers only where there is one. */
export const withBrain = (clinic: VoiceProfile, env: Environment): VoiceProfile => ({ ...clinic, brain: llmSettings(env) ? (clinic.brain ?? 'vapi') : 'vapi' })

/** Ears, voice and brain of our own pipeline. Throws a sentence that names what is missing. */
export function voiceProviders(env: Environment): { stt: SttPort; tts: TtsPort; llm: LlmPort } {
  const llm = llmSettings(env)
  if (!env.DEEPGRAM_API_KEY || !env.CARTESIA_API_KEY || !llm) throw new Error('The voice pipeline needs DEEPGRAM_API_KEY, CARTESIA_API_KEY and LLM_API_KEY.')
  return {
    stt: deepgramStt({ apiKey: env.DEEPGRAM_API_KEY, url: env.DEEPGRAM_URL ?? 'wss://api.deepgram.com' }),
    tts: cartesiaTts({ apiKey: env.CARTESIA_API_KEY, url: env.CARTESIA_URL ?? 'wss://api.cartesia.ai', voiceId, model: 'sonic-3' }),
    llm: openAiLlm(llm, chatTools()),
  }
}
