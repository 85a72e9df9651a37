import 'server-only'
import { VapiClient } from '@vapi-ai/server-sdk'
import type { Vapi } from '@vapi-ai/server-sdk'

export type VapiSettings = {
  apiKey: string
  /** Base of the provider sandbox, which then stands in for api.vapi.ai. */
  sandboxUrl?: string | null
  /** How long an answer is waited for; fifteen seconds unless said. */
  timeoutSeconds?: number
}

/** Vapi's REST API, as far as the product uses it. */
export type VapiRest = ReturnType<typeof createVapiClient>

const TIMEOUT_SECONDS = 15
/** The most that Vapi puts into one list. */
export const LISTED_MAX = 1000

/**
 * Opens Vapi's REST API. Reads and whole-field updates may be repeated by the library; whatever makes something new
 * may not, as there is no idempotency key and a second try could make it twice, or dial twice.
 */
export function createVapiClient(settings: VapiSettings) {
  const client = new VapiClient({
    token: settings.apiKey,
    timeoutInSeconds: settings.timeoutSeconds ?? TIMEOUT_SECONDS,
    maxRetries: 2,
    ...(settings.sandboxUrl ? { baseUrl: settings.sandboxUrl } : {}),
  })
  const once = { maxRetries: 0 }
  return {
    listAssistants: () => client.assistants.list({ limit: LISTED_MAX }),
    createAssistant: (assistant: Vapi.CreateAssistantDto) => client.assistants.create(assistant, once),
    /** Each field that is given replaces the old one whole. */
    updateAssistant: (id: string, change: Partial<Vapi.CreateAssistantDto>) =>
      client.assistants.update({ id, ...change } as Vapi.UpdateAssistantDto),
    deleteAssistant: (id: string) => client.assistants.delete({ id }),
    listPhoneNumbers: () => client.phoneNumbers.list({ limit: LISTED_MAX }),
    createPhoneNumber: (number: Vapi.CreatePhoneNumbersRequest) => client.phoneNumbers.create(number, once),
    updatePhoneNumber: (id: string, body: Vapi.UpdatePhoneNumbersRequestBody) =>
      client.phoneNumbers.update({ id, body }),
    createCall: (call: Vapi.CreateCallDto) => client.calls.create(call, once),
    getCall: (id: string) => client.calls.get({ id }),
    listCalls: (query: Vapi.ListCallsRequest) => client.calls.list(query),
    deleteCall: (id: string) => client.calls.delete({ id }),
  }
}

/** The HTTP status of an error that the library threw; null when there was no answer, or it was none of its errors. */
export function statusOf(thrown: unknown): number | null {
  const { statusCode } = (thrown ?? {}) as { statusCode?: unknown }
  return typeof statusCode === 'number' ? statusCode : null
}
