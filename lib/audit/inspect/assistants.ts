import { z } from 'zod'
import { found, shell } from '#lib/audit/found.ts'
import type { Finding } from '#lib/audit/types.ts'

/** The assistants that the voice platform holds, as it tells of them; throws when it cannot be asked. */
export type ListAssistants = () => Promise<unknown[]>
export type AuditedClinic = { id: string; slug: string }

/** Providers that answer while the caller still speaks, or speak while the answer is still written. */
const streamingEars = new Set(['deepgram', 'assembly-ai', 'soniox', 'cartesia', 'speechmatics', 'gladia'])
const streamingVoices = new Set(['cartesia', '11labs', 'deepgram', 'rime-ai', 'inworld'])
/** Models of those that are for whole recordings. */
const batchModels = /whisper/i
/** Seconds after the last word, of the 0.8 that are promised in all. */
const longestWaitSeconds = 0.5
const longestSilenceSeconds = 1.5

const Assistant = z.looseObject({
  id: z.string().default(''),
  metadata: z.looseObject({ clinicId: z.string().optional() }).nullish(),
  transcriber: z.looseObject({ provider: z.string().optional(), model: z.string().optional() }).nullish(),
  voice: z.looseObject({ provider: z.string().optional() }).nullish(),
  startSpeakingPlan: z.looseObject({
    waitSeconds: z.number().optional(), transcriptionEndpointingPlan: z.looseObject({ onNoPunctuationSeconds: z.number().optional() }).nullish(), smartEndpointingPlan: z.unknown().optional(),
  }).nullish(),
  artifactPlan: z.looseObject({ recordingEnabled: z.boolean().optional(), transcriptPlan: z.looseObject({ enabled: z.boolean().optional() }).nullish() }).nullish(),
  server: z.looseObject({ url: z.string().optional(), headers: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  serverMessages: z.array(z.string()).nullish(),
})
type Assistant = z.infer<typeof Assistant>

const fix = shell('npm run vapi:sync', 'Brings each clinic\'s assistant at the voice platform to the released settings.')

/** What is wrong about one assistant, each kind once. */
function flawsOf(assistant: Assistant, location: string): Finding[] {
  const { transcriber, voice, startSpeakingPlan: plan, artifactPlan, server, serverMessages } = assistant
  const findings: Finding[] = []
  const batch = [
    !streamingEars.has(transcriber?.provider ?? '') || batchModels.test(transcriber?.model ?? '') ? `transcriber ${transcriber?.provider ?? 'none'} ${transcriber?.model ?? ''}`.trim() : null,
    !streamingVoices.has(voice?.provider ?? '') ? `voice ${voice?.provider ?? 'none'}` : null,
  ].filter((one) => one !== null)
  if (batch.length > 0) findings.push(found('latency/batch-provider', { location, evidence: batch.join(', '), fix }))
  const silence = plan?.transcriptionEndpointingPlan?.onNoPunctuationSeconds
  const slow = [
    (plan?.waitSeconds ?? 0.4) > longestWaitSeconds ? `startSpeakingPlan.waitSeconds ${plan?.waitSeconds}` : null,
    silence !== undefined && silence > longestSilenceSeconds && !plan?.smartEndpointingPlan ? `onNoPunctuationSeconds ${silence}` : null,
  ].filter((one) => one !== null)
  if (slow.length > 0) findings.push(found('latency/slow-endpointing', { location, evidence: slow.join(', '), fix }))
  if (artifactPlan?.recordingEnabled !== false || artifactPlan.transcriptPlan?.enabled !== false) {
    findings.push(found('redaction/recording-on', { location, evidence: `recordingEnabled ${artifactPlan?.recordingEnabled ?? 'unset, which means true'}, transcriptPlan.enabled ${artifactPlan?.transcriptPlan?.enabled ?? 'unset, which means true'}`, fix }))
  }
  const headers = Object.keys(server?.headers ?? {}).map((name) => name.toLowerCase())
  if (!headers.includes('x-vapi-secret') && !headers.includes('authorization')) findings.push(found('silo/assistant-without-secret', { location, evidence: 'server.headers has neither X-Vapi-Secret nor Authorization', fix }))
  const missing = ['end-of-call-report', 'status-update', 'tool-calls'].filter((one) => serverMessages && !serverMessages.includes(one))
  if (missing.length > 0) findings.push(found('handoff/assistant-silent', { location, evidence: `serverMessages lacks ${missing.join(', ')}`, fix }))
  return findings
}

/** What the voice platform's own configuration says against the promises, for each clinic's assistant. */
export async function inspectAssistants(list: ListAssistants, clinics: readonly AuditedClinic[]): Promise<{ findings: Finding[]; assistants: number }> {
  const assistants = (await list()).flatMap((one) => Assistant.safeParse(one).data ?? [])
  const findings = clinics.flatMap((clinic) => {
    const own = assistants.filter((one) => one.metadata?.clinicId === clinic.id)
    return own.flatMap((one) => flawsOf(one, `assistant ${one.id} of clinic ${clinic.slug}`))
  })
  return { findings, assistants: assistants.length }
}
