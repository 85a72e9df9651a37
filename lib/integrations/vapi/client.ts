import 'server-only'
import { VapiClient } from '@vapi-ai/server-sdk'
import type { Vapi } from '@vapi-ai/server-sdk'

export type VapiSettings = {
  apiKey: string
  /** Base of the provider sandbox, which then stands in for api.vapi.ai. */
  sandboxUrl?: string | null
}

const TIMEOUT_SECONDS = 15
const LISTED_MAX = 1000

/**
 * Opens Vapi's REST API. Reads and whole-field updates may be repeated by the library; whatever makes something new
 * may not, as there is no idempotency key and a second try could make it twice, or dial twice.
 */
export function createVapiClient(settings: VapiSettings) {
  const client = new VapiClient({
    token: settings.apiKey,
    timeoutInSeconds: TIMEOUT_SECONDS,
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
