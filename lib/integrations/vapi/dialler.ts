import 'server-only'
import type { Dialler, DialOutcome } from '#lib/recovery/dialler-port.ts'
import { LISTED_MAX, statusOf } from './client.ts'
import type { VapiRest } from './client.ts'

/** A call that is to be placed. */
export type CallToPlace = Parameters<Dialler['place']>[0]

/** Whoever speaks in a call, in the shape of Vapi's CreateAssistantDto. */
export type AssistantFor = (call: CallToPlace) => InlineAssistant | Promise<InlineAssistant>

type InlineAssistant = { metadata?: Record<string, unknown>; [field: string]: unknown }
type Metadata = { callBackId?: unknown } | null
type ListedCall = { id: string; metadata?: Metadata; assistant?: { metadata?: Metadata } | null }

// Vapi's clock is not ours.
const SKEW_MS = 60_000
const CUSTOMER_NAME_MAX = 40

/**
 * Rings people back through Vapi, from the clinic's own number and with an assistant of its own. `place` asks once and
 * rejects only when no assistant could be made, before anything was asked for.
 */
export function vapiDialler(client: VapiRest, assistantFor: AssistantFor, isSandbox = false): Dialler {
  return {
    isSandbox,
    async place(call) {
      const assistant = await assistantFor(call)
      try {
        return await dial(client, call, assistant)
      } catch (thrown) {
        return outcomeOf(thrown)
      }
    },
    find: (call) => findOutboundCall(client, call),
  }
}

/** The outbound call that carries this call-back's id, made since then, or null. Throws when Vapi cannot say; the error names nobody. */
export async function findOutboundCall(client: VapiRest, { callBackId, since }: { callBackId: string; since: Date }): Promise<string | null> {
  const createdAtGe = new Date(since.getTime() - SKEW_MS).toISOString()
  const calls = (await client.listCalls({ createdAtGe, limit: LISTED_MAX }).catch(rejectPlainly)) as ListedCall[]
  const found = calls.find((one) => [one.metadata, one.assistant?.metadata].some((its) => its?.callBackId === callBackId))
  if (found) return found.id
  if (calls.length >= LISTED_MAX) throw new Error('Vapi lists too many calls to say whether this one is among them')
  return null
}

async function dial(client: VapiRest, call: CallToPlace, assistant: InlineAssistant): Promise<DialOutcome> {
  const numbers = (await client.listPhoneNumbers()) as { id: string; number?: string }[]
  const number = numbers.find((one) => one.number === call.from)
  if (!number) return refused('The clinic’s number is not in the Vapi account, so nobody can be rung from it.')
  const made = (await client.createCall({
    phoneNumberId: number.id,
    customer: { number: call.to, ...(call.name ? { name: call.name.slice(0, CUSTOMER_NAME_MAX) } : {}) },
    // A call has no metadata of its own when it is made; the assistant's is how it is found again.
    assistant: { ...assistant, metadata: { ...assistant.metadata, clinicId: call.clinicId, callBackId: call.callBackId } },
  } as never)) as { id?: unknown }
  // An acceptance that names no call proves nothing.
  return typeof made?.id === 'string' ? { ok: true, vapiCallId: made.id } : { ok: false, kind: 'unknown' }
}

const sentences: Record<number, string> = {
  400: 'Vapi did not accept the call as it was asked for.',
  401: 'Vapi did not accept the API key.',
  402: 'The Vapi account has no credit left.',
  403: 'The Vapi account may not place this call.',
  429: 'Vapi was too busy to take the call.',
}

/** A 4xx is a refusal, save 408, which is a lost answer; after anything else the telephone may be ringing. */
function outcomeOf(thrown: unknown): DialOutcome {
  const status = statusOf(thrown)
  if (status === null || status < 400 || status >= 500 || status === 408) return { ok: false, kind: 'unknown' }
  return refused(sentences[status] ?? `Vapi refused the call (${status}).`)
}

const refused = (sentence: string): DialOutcome => ({ ok: false, kind: 'refused', sentence })

/** The library's errors print the answer's body, and a job's error is stored: only the status goes on. */
function rejectPlainly(thrown: unknown): never {
  throw new Error(`Vapi did not say which calls were placed (${statusOf(thrown) ?? 'no answer'})`)
}
