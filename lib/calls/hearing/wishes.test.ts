import { describe, expect, it, test } from 'vitest'
import { heardIn, type Turn } from '#lib/calls/heard.ts'

const start = Date.parse('2026-11-24T10:00:00Z')

/** Lines beginning "A:" are the agent's, the others the caller's; one second apart. */
const talk = (...lines: string[]): Turn[] => lines.map((line, at) => ({
  role: line.startsWith('A:') ? 'assistant' : 'caller', text: line.replace(/^A:\s*/, ''), at: new Date(start + at * 1_000),
}))
const hear = (...lines: string[]) => heardIn({ turns: talk(...lines), toolCalls: [], procedures: [] })

const askText = 'A: If we get cut off, shall I text you to finish booking?'

describe('texts', () => {
  const refusals = [
    'No texts.', 'no texts please', 'Don\'t text me', 'dont text me', 'Please don\'t send me messages',
    'I don\'t want any texts', 'no text messages thanks', 'please do not message me',
    'I\'d rather you didn\'t text', 'I\'d rather not get any texts', 'not by text', 'stop texting me',
    'I\'d like to opt out', 'This is a landline, I can\'t get texts', 'never text this number',
    'I don\'t want to be texted', 'No messages please', 'Don\'t contact me again', 'take my number off your list',
    'facelift, and no texts, thank you',
  ]
  it.each(refusals.map((said) => [said]))('refused: %s', (said) => expect(hear('A: How can I help?', said).refusedTexts).not.toBeNull())

  const notRefused = [
    'I\'ve had no messages from you', 'Don\'t forget to text me', 'No, text me instead',
    'Can you not just text me the times?', 'I don\'t mind', 'No problem', 'Did you text me?',
    'Could you take my number?', 'I don\'t want a facelift', 'No thank you',
  ]
  it.each(notRefused.map((said) => [said]))('not refused: %s', (said) => expect(hear('A: How can I help?', said).refusedTexts).toBeNull())

  const yes = [
    'Yes', 'Yes please.', 'yeah go ahead', 'Sure', 'Of course', 'OK', 'That\'s fine', 'No problem',
    'I don\'t mind', 'Um, yes, that would be great', 'It\'s Tamsin Okafor, and yes please', 'Please do.',
    'Yes please, no rush', 'Why not',
  ]
  it.each(yes.map((said) => [said]))('agreed when asked: %s', (said) =>
    expect(hear(askText, said)).toMatchObject({ agreedToTexts: { words: 'yes to texts' }, refusedTexts: null }))

  const no = [
    'No', 'No thanks', 'nope', 'No, that\'s fine', 'I\'d rather you didn\'t', 'not really', 'Please don\'t',
    'I don\'t think so', 'Ring me instead', 'no, email me', 'Not by text',
  ]
  it.each(no.map((said) => [said]))('refused when asked: %s', (said) => expect(hear(askText, said).refusedTexts).not.toBeNull())
  it.each(no.map((said) => [said]))('and not agreed: %s', (said) => expect(hear(askText, said).agreedToTexts).toBeNull())

  it.each([['Hang on'], ['How much is it?'], ['Yes but what for?'], ['I don\'t know'], ['']])('neither when asked: %s', (said) =>
    expect(hear(askText, said)).toMatchObject({ agreedToTexts: null, refusedTexts: null }))

  const requests = [
    'can you text me', 'Text me the times', 'Could you send me a text?', 'just text me please',
    'Could you text me reminders?', 'You can text me', 'Feel free to text me', 'A text is fine',
    'would you drop me a message',
  ]
  it.each(requests.map((said) => [said]))('agreed unasked: %s', (said) => expect(hear('A: How can I help?', said).agreedToTexts).not.toBeNull())
  const noRequests = ['Did you text me?', 'Somebody texted me', 'Why did you text me?', 'Don\'t text me', 'Yes', 'I was reading a text']
  it.each(noRequests.map((said) => [said]))('not agreed unasked: %s', (said) =>
    expect(hear('A: How can I help?', said).agreedToTexts).toBeNull())

  test('a yes belongs to the question that was last asked', () => {
    expect(hear('A: We may text you about your enquiry. How can I help?', 'Yes, hello').agreedToTexts).toBeNull()
    expect(hear('A: Could we text you? And may I book it now?', 'Yes').agreedToTexts).toBeNull()
    expect(hear('A: Shall I book Tuesday?', 'No').refusedTexts).toBeNull()
    expect(hear('A: May I text you? And could I take your name?', 'Yes, it\'s Tamsin').agreedToTexts).not.toBeNull()
    expect(hear('A: Would you mind if I text you?', 'No, not at all')).toMatchObject({ agreedToTexts: { words: 'yes to texts' }, refusedTexts: null })
  })

  test('both are kept, as a refusal beats a yes; the words are ours, the time is the turn\'s', () => {
    const heard = hear(askText, 'Yes', 'A: Thank you.', 'Actually no texts, my husband Reginald reads them')
    expect(heard.agreedToTexts).toEqual({ words: 'yes to texts', at: new Date(start + 1_000) })
    expect(heard.refusedTexts).toEqual({ words: 'no texts', at: new Date(start + 3_000) })
  })
})

describe('being rung back', () => {
  const wanted = [
    'can you ring me back', 'Could you call me back?', 'could someone call me back', 'ring me later',
    'give me a call back', 'Please call me tomorrow', 'Can somebody phone me', 'I\'d like a call back',
    'give me a bell',
    'Can you get someone to ring me?', 'just call me', 'I\'m driving, call me back please',
    'could the doctor give me a ring', 'I need you to call me',
  ]
  it.each(wanted.map((said) => [said]))('wanted: %s', (said) => expect(hear('A: How can I help?', said).wantsCallBack).not.toBeNull())

  const unwanted = [
    'Don\'t call me back', 'no need to ring me back', 'I\'ll call you back', 'You can call me Sam',
    'Please don\'t ring me', 'Somebody called me', 'I called earlier', 'I don\'t want a call back', 'Nobody called me back',
  ]
  it.each(unwanted.map((said) => [said]))('not wanted: %s', (said) => expect(hear('A: How can I help?', said).wantsCallBack).toBeNull())

  test('declined afterwards it is wanted no more, and a yes to a person ringing is not a yes to us', () => {
    expect(hear('ring me back', 'A: Of course.', 'Actually, don\'t ring me').wantsCallBack).toBeNull()
    expect(hear('A: Shall I ring you back?', 'Yes please').wantsCallBack).toMatchObject({ words: 'yes to a call back' })
    expect(hear('A: Shall I ask the team to ring you back?', 'Yes please').wantsCallBack).toBeNull()
  })
})
