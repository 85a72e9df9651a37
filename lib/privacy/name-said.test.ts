import { expect, test } from 'vitest'
import { redactCall } from './redact.ts'

const call = (line: string) =>
  redactCall(
    line.split(' / ').map((text) => ({ role: text.startsWith('A: ') ? 'assistant' : 'user', text: text.replace(/^A: /, '') })),
    { staff: ['Dr Priya Anand', 'Megan'], without: ['model'] },
  )
const agent = (said: string) => call(`A: ${said}`).turns[0]!.text

test.each([
  ["what's your date of birth, Carys?", 'Carys'],
  ['your number please mr siddiqui', 'siddiqui'],
  ["hi Tolu, it's the clinic ringing back", 'Tolu'],
  ['right dennis what are you having done', 'dennis'],
  ['dami is this for laser or waxing', 'dami'],
  ['and the allergies Roshni', 'Roshni'],
  ['is ngozi able to come to the phone', 'ngozi'],
  ['would mr hussain like to speak to us himself', 'hussain'],
  ['Adil Qureshi', 'Qureshi'],
  ['o l l e r', 'l l e r'],
])('an agent that says "%s" has said a name, which goes', (said, name) => expect(agent(said)).not.toContain(name))

test.each([
  'Hello, Larkspur, how can I help?', 'good morning larkspur clinic', 'thanks for ringing, is it for botox?', 'you are booked with dr anand for profhilo', "that'll be megan",
  'right thursday at ten then', 'and would you like microneedling', "we're in ossett by the station",
])('"%s" stays', (said) => expect(agent(said)).toBe(said))

test('the other half of a name goes with the half that is found', () => {
  expect(call('my mum jean walker').turns[0]!.text).toBe('my mum [NAME]')
  expect(call('it is dennis, aye, Dennis Pike').turns[0]!.text).not.toContain('Pike')
})

test('whom an agent mentions is masked and not taken for the caller', () => {
  const { turns, contact } = call("A: that'll be Sinead / yes her")
  expect(turns[0]!.text).not.toContain('Sinead')
  expect(contact.name).toBeUndefined()
})
