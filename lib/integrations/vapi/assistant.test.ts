import { expect, test } from 'vitest'
import { callBackGreetingOf, callBackGreetingVersion, greetingVersion } from '#lib/calls/greeting.ts'
import { emergencyScript } from '#lib/calls/red-flags.ts'
import { alertVoiceOf } from '#lib/integrations/vapi/alert-voice.ts'
import { assistantOf, personFor, sarahOf } from '#lib/integrations/vapi/assistant.ts'

const clinic = {
  id: '00000000-0000-4000-8000-000000000001', name: 'Larkspur Aesthetics', timeZone: 'Europe/London', phoneNumber: '+447700900100', transferNumber: null,
  procedures: [
    { slug: 'rhinoplasty', name: 'Rhinoplasty consultation', durationMinutes: 60, pricePence: 12_000, isAgeRestricted: false },
    { slug: 'lip-filler', name: 'Lip filler consultation', durationMinutes: 30, pricePence: null, isAgeRestricted: true },
  ],
  practitioners: [{ id: '00000000-0000-4000-8000-000000000002', name: 'Dr Amara Osei', title: 'Surgeon' }],
}
const target = { url: 'https://clinic.example/api/vapi/webhook', secret: 'whsec' }

test('ears and voice stream, and nothing is recorded, kept or analysed at the vendor', () => {
  const assistant = assistantOf(clinic, target)
  expect(assistant.transcriber).toMatchObject({ provider: 'deepgram', model: 'nova-2', language: 'en-GB' })
  expect(assistant.voice).toMatchObject({ provider: 'cartesia' })
  expect(assistant.artifactPlan).toMatchObject({ recordingEnabled: false, transcriptPlan: { enabled: false } })
  expect(assistant.analysisPlan).toEqual({ summaryPlan: { enabled: false }, structuredDataPlan: { enabled: false }, successEvaluationPlan: { enabled: false } })
  expect(assistant.serverMessages).toEqual(['tool-calls', 'status-update', 'end-of-call-report', 'transcript[transcriptType="final"]'])
  expect(assistant.backgroundSound).toBe('off')
  expect(assistant.name.length).toBeLessThanOrEqual(40)
})

test('words can be put into the call and nobody listens in; the model has the fixed words too, whoever speaks', () => {
  const script = { clinicName: clinic.name, treatment: null, greeting: 'Hello' }
  for (const assistant of [assistantOf(clinic, target), sarahOf(clinic, target, script, 'b')]) {
    expect(assistant.monitorPlan).toEqual({ listenEnabled: false, controlEnabled: true })
    for (const words of Object.values(emergencyScript)) expect(assistant.model.messages[0]!.content).toContain(words)
  }
})

test('whoever rings the on-call people has no tools of the clinic\'s, no webhook and nothing to tell', async () => {
  const script = { clinicName: 'x'.repeat(80), treatment: null, greeting: 'This is an urgent message.' }
  const voice = await alertVoiceOf({ callBackId: 'n', clinicId: clinic.id, from: clinic.phoneNumber, to: '+447700900123', name: null, script })
  expect(voice).toMatchObject({ firstMessage: script.greeting, voicemailMessage: script.greeting, serverMessages: [], artifactPlan: { recordingEnabled: false } })
  expect((voice.model as { tools: object[] }).tools).toEqual([{ type: 'endCall' }])
  expect(voice).not.toHaveProperty('server')
  expect((voice.name as string).length).toBeLessThanOrEqual(40)
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

test('she asks early whether she may text, passes the answer on, and promises no time of ringing back', () => {
  const assistant = assistantOf(clinic, target)
  const { content } = assistant.model.messages[0]!
  expect(content).toMatch(/first half minute.*"If we get cut off, shall I text you to finish booking\?"/)
  expect(content).toMatch(/textsOk/)
  expect(content).toMatch(/callBack true.*Never promise when/)
  const tool = assistant.model.tools.flatMap((one) => ('function' in one ? [one.function] : [])).find((one) => one.name === 'capture_lead')!
  expect(tool.parameters).toMatchObject({ properties: { textsOk: { type: 'boolean' }, callBack: { type: 'boolean' } } })
  expect((tool.parameters as { required?: string[] }).required ?? []).toEqual([])
})

test('the metadata say which greeting is spoken, and it cannot be talked over', () => {
  expect(assistantOf(clinic, target).metadata).toEqual({ clinicId: clinic.id, greeting: greetingVersion, version: expect.stringMatching(/^[0-9a-f]{12}$/) })
  expect(assistantOf(clinic, target).firstMessageInterruptionsEnabled).toBe(false)
})

test('whoever is rung back hears Sarah, with the same tools, ears and webhook, and the call names its call-back', () => {
  const script = { clinicName: clinic.name, treatment: 'facelift consultation', greeting: callBackGreetingOf(clinic.name) }
  const sarah = sarahOf(clinic, target, script, '00000000-0000-4000-8000-0000000000cb')
  const voxanne = assistantOf(clinic, target)
  expect(sarah).toMatchObject({
    name: 'Sarah - Larkspur Aesthetics', firstMessage: callBackGreetingOf(clinic.name),
    metadata: { clinicId: clinic.id, callBackId: '00000000-0000-4000-8000-0000000000cb', greeting: callBackGreetingVersion },
  })
  const { name: _name, firstMessage: _said, model: _model, metadata: _metadata, ...rest } = voxanne
  expect(sarah).toMatchObject(rest)
  expect(sarah.model.tools).toEqual(voxanne.model.tools)
  const { content } = sarah.model.messages[0]!
  expect(content).toMatch(/You are Sarah, an AI assistant of Larkspur Aesthetics/)
  expect(content).toMatch(/facelift consultation/)
  expect(content).toMatch(/somebody else may have picked up/)
  expect(content).not.toMatch(/Voxanne/)
  expect(sarahOf(clinic, target, { ...script, treatment: null }, 'x').model.messages[0]!.content).not.toMatch(/null|they spoke of/)
})

test('who asked for no machine is put through in silence, or told that somebody will ring back, and that is all', () => {
  expect(personFor({ ...clinic, transferNumber: '+447700900190' })).toEqual({ destination: { type: 'number', number: '+447700900190', message: '' } })
  expect(personFor(clinic)).toEqual({ error: expect.stringMatching(/^Thank you for calling Larkspur Aesthetics\. .*will ring you back\. Goodbye\.$/) })
})

test('a clinic with our own model has Vapi ask it, with the secret as a header and the same tools; which is another version', () => {
  const ours = assistantOf({ ...clinic, brain: 'ours' }, target)
  expect(ours.model).toMatchObject({ provider: 'custom-llm', url: 'https://clinic.example/api/vapi', headers: { 'X-Vapi-Secret': 'whsec' }, metadataSendMode: 'variable' })
  expect(ours.model.tools).toEqual(assistantOf(clinic, target).model.tools)
  expect(ours.metadata.version).not.toBe(assistantOf(clinic, target).metadata.version)
  expect(assistantOf(clinic, target).model.provider).toBe('openai')
})
