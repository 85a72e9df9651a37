import { expect, test } from 'vitest'
import { assistantOf, greetingOf } from '#lib/integrations/vapi/assistant.ts'

const clinic = {
  id: '00000000-0000-4000-8000-000000000001', name: 'Larkspur Aesthetics', timeZone: 'Europe/London', phoneNumber: '+447700900100', transferNumber: null,
  procedures: [
    { slug: 'rhinoplasty', name: 'Rhinoplasty consultation', durationMinutes: 60, pricePence: 12_000, isAgeRestricted: false },
    { slug: 'lip-filler', name: 'Lip filler consultation', durationMinutes: 30, pricePence: null, isAgeRestricted: true },
  ],
  practitioners: [{ id: '00000000-0000-4000-8000-000000000002', name: 'Dr Amara Osei', title: 'Surgeon' }],
}
const target = { url: 'https://clinic.example/api/vapi/webhook', secret: 'whsec' }

test('the first words say that she is an AI, who the clinic is, that it is transcribed, how to reach a person, and the texting notice with its refusal', () => {
  const greeting = greetingOf('Larkspur Aesthetics')
  for (const part of [/\bAI\b/, /Larkspur Aesthetics/, /transcribed/, /ask for a person/, /may text you/, /say no texts to opt out/]) expect(greeting).toMatch(part)
})

test('ears and voice stream, and nothing is recorded, kept or analysed at the vendor', () => {
  const assistant = assistantOf(clinic, target)
  expect(assistant.transcriber).toMatchObject({ provider: 'deepgram', model: 'nova-2', language: 'en-GB' })
  expect(assistant.voice).toMatchObject({ provider: 'cartesia' })
  expect(assistant.artifactPlan).toMatchObject({ recordingEnabled: false, transcriptPlan: { enabled: false } })
  expect(assistant.analysisPlan).toEqual({ summaryPlan: { enabled: false }, structuredDataPlan: { enabled: false }, successEvaluationPlan: { enabled: false } })
  expect(assistant.serverMessages).toEqual(['tool-calls', 'status-update', 'end-of-call-report'])
  expect(assistant.backgroundSound).toBe('off')
  expect(assistant.name.length).toBeLessThanOrEqual(40)
})

test('no tool claims success by itself: a conflict would be announced as a booking', () => {
  const { tools } = assistantOf(clinic, target).model
  const functions = tools.filter((tool) => tool.type === 'function')
  expect(functions.map((tool) => tool.function.name)).toEqual(
    ['check_availability', 'claim_slot', 'capture_lead', 'reschedule_booking', 'cancel_booking', 'transfer_to_human'])
  expect(functions.flatMap((tool) => tool.messages.map((message) => message.type))).not.toContain('request-complete')
  expect(functions.every((tool) => !tool.async)).toBe(true)
  expect(functions.find((tool) => tool.function.name === 'claim_slot')!.function.parameters).toMatchObject({
    type: 'object', required: ['procedure', 'start', 'name'],
  })
})

test('an unlisted price is not quoted, and a transfer exists only where there is a number for it', () => {
  const [system] = assistantOf(clinic, target).model.messages
  expect(system!.content).toMatch(/£120/)
  expect(system!.content).toMatch(/Lip filler consultation[^;]*not listed/)
  expect(assistantOf(clinic, target).model.tools.some((tool) => tool.type === 'transferCall')).toBe(false)
  expect(assistantOf({ ...clinic, transferNumber: '+447700900190' }, target).model.tools.some((tool) => tool.type === 'transferCall')).toBe(true)
})

test('what Vapi sends back is retried when we are down and not when we refuse', () => {
  expect(assistantOf(clinic, target).server).toMatchObject({ url: target.url, headers: { 'X-Vapi-Secret': 'whsec' }, backoffPlan: { maxRetries: 3 } })
  expect(assistantOf(clinic, target).server.backoffPlan.excludedStatusCodes).toEqual(expect.arrayContaining([401, 403, 422]))
})
