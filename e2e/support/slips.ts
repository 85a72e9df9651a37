import { randomUUID } from 'node:crypto'

// Calls of nobody, in which more is said than may be kept. Numbers are of the ranges that are kept for fiction.

type Said = [role: 'bot' | 'user', words: string]

/**
 * What is said in a call. `gone`: phrases that must be nowhere afterwards. `stays`: phrases that must be in the transcript.
 * `contact`: what was understood, which is the contact's and nobody else's.
 */
export type Slip = { name: string; said: Said[]; gone: string[]; stays: string[]; contact?: Record<string, string> }

export const slips: Slip[] = [
  {
    name: 'a number in figures, and a heart',
    said: [
      ['user', 'Hello, I\'m thinking about dermal filler.'],
      ['user', 'My phone is 07700 900418 and I\'ve had heart issues in the past.'],
    ],
    gone: ['07700 900418', 'heart issues', 'issues in the past'], stays: ['dermal filler'], contact: { phone: '+447700900418' },
  },
  {
    name: 'a number in words, over three turns, and read back',
    said: [
      ['bot', 'What is the best number to ring you back on?'],
      ['user', 'oh seven seven double oh'], ['user', 'nine double oh'], ['user', 'four one seven'],
      ['bot', 'So that is oh seven seven double oh, nine double oh, four one seven?'],
      ['user', 'yes, it is about lip filler on a thursday'],
    ],
    gone: ['seven seven double oh', 'nine double oh', 'four one seven'], stays: ['lip filler', 'thursday'], contact: { phone: '+447700900417' },
  },
  {
    name: 'an address that is spelt',
    said: [
      ['bot', 'Could I take your email address?'],
      ['user', 'it\'s f r e y a dot castellan at aol dot com'],
      ['bot', 'And your postcode?'], ['user', 'm1 1ae'],
      ['bot', 'And your date of birth?'], ['user', 'the fourteenth of march nineteen eighty one'],
    ],
    gone: ['f r e y a', 'castellan at aol', 'fourteenth of march', 'nineteen eighty one'], stays: [],
    contact: { email: 'freya.castellan@aol.com', postcode: 'M1 1AE', dob: '1981-03-14' },
  },
  {
    name: 'medicines and illnesses, said in passing and read back',
    said: [
      ['user', 'I\'d like a rhinoplasty consultation, but I\'m on warfarin since my stroke and I\'ve had epilepsy since I was little.'],
      ['bot', 'Thank you. You mentioned warfarin and epilepsy; a practitioner will go through that with you.'],
      ['user', 'And I\'m five months pregnant.'],
    ],
    gone: ['warfarin', 'my stroke', 'epilepsy', 'pregnant'], stays: ['rhinoplasty consultation'],
  },
  {
    name: 'an answer about health, in pieces',
    said: [
      ['bot', 'Do you have any medical conditions?'], ['user', 'well'], ['user', 'ulcerative'], ['user', 'colitis'],
      ['bot', 'Which day would suit you?'], ['user', 'saturday at half past ten'],
    ],
    gone: ['ulcerative', 'colitis'], stays: ['saturday at half past ten'],
  },
  {
    name: 'what somebody is, and a card',
    said: [
      ['user', 'I\'m a practising Muslim, so I\'d rather see a woman.'],
      ['user', 'My card is four nine two nine, one two three four, one two three four, five six seven eight.'],
      ['user', 'My husband has schizophrenia and my daughter has anorexia.'],
    ],
    gone: ['practising Muslim', 'four nine two nine', 'five six seven eight', 'schizophrenia', 'anorexia'], stays: [],
  },
]

const toolCall = (given: object) => ({ id: `call_${randomUUID()}`, type: 'function', function: { name: 'capture_lead', arguments: JSON.stringify(given) } })

/** The report of a call as the voice platform sends it, with the conversation in each of the copies that it makes of it. */
export function reportOf(slip: Slip, callId: string): Record<string, unknown> {
  const startedAt = Date.now() - 60_000
  const all = slip.said.map(([role, words]) => `${role === 'bot' ? 'AI' : 'User'}: ${words}`).join('\n')
  const messages = slip.said.map(([role, message], n) => ({ role, message, time: startedAt + n * 3_000, secondsFromStart: n * 3 }))
  const openAi = slip.said.map(([role, content]) => ({ role: role === 'bot' ? 'assistant' : 'user', content }))
  const link = `https://storage.vapi.example/${encodeURIComponent(slip.gone[0]!)}.wav`
  const copies = {
    transcript: all, summary: all, recordingUrl: link, stereoRecordingUrl: link, variables: { notes: all }, variableValues: { notes: all, [slip.gone[0]!]: all },
    analysis: { summary: all, structuredData: { notes: all, health: slip.gone }, successEvaluation: all },
  }
  const told = { role: 'tool_calls', time: startedAt, message: all, toolCalls: [toolCall({ notes: all, procedure: all })] }
  return {
    type: 'end-of-call-report', timestamp: Date.now(), endedReason: 'customer-ended-call', startedAt: new Date(startedAt).toISOString(),
    endedAt: new Date().toISOString(), ...copies, messages, messagesOpenAIFormatted: openAi,
    artifact: { ...copies, messages: [...messages, told], messagesOpenAIFormatted: openAi, recording: { mono: { combinedUrl: link } } },
    call: { id: callId, type: 'inboundPhoneCall', ...copies, artifact: copies, metadata: { notes: all } },
  }
}
