import { describe, expect, it, test } from 'vitest'
import { heardIn, type HeardTool, type Turn } from '#lib/calls/heard.ts'

const procedures = [
  { slug: 'rhinoplasty', name: 'Rhinoplasty consultation' }, { slug: 'facelift', name: 'Facelift consultation' },
  { slug: 'blepharoplasty', name: 'Eyelid surgery consultation' }, { slug: 'lip-filler', name: 'Lip filler consultation' },
  { slug: 'dermal-filler', name: 'Dermal filler' }, { slug: 'anti-wrinkle', name: 'Anti-wrinkle consultation' },
  { slug: 'breast-augmentation', name: 'Breast augmentation consultation' }, { slug: 'abdominoplasty', name: 'Abdominoplasty consultation' },
  { slug: 'chemical-peel', name: 'Chemical peel' }, { slug: 'dermaplaning', name: 'Dermaplaning' },
]
const start = Date.parse('2026-11-24T10:00:00Z')

/** Lines beginning "A:" are the agent's, the others the caller's; one second apart. */
const talk = (...lines: string[]): Turn[] => lines.map((line, at) => ({
  role: line.startsWith('A:') ? 'assistant' : 'caller', text: line.replace(/^A:\s*/, ''), at: new Date(start + at * 1_000),
}))
const hear = (...lines: string[]) => heardIn({ turns: talk(...lines), toolCalls: [], procedures })
const withTools = (toolCalls: HeardTool[], ...lines: string[]) => heardIn({ turns: talk(...lines), toolCalls, procedures })

const askName = 'A: Of course. Could I take your name, please?'
const askNumber = 'A: What is the best number to reach you on?'

describe('the name', () => {
  const names: [string, string | null][] = [
    ['um it\'s Tamsin Okafor please', 'Tamsin Okafor'], ['Tamsin Okafor.', 'Tamsin Okafor'],
    ['tamsin okafor', 'Tamsin Okafor'],
    ['It’s Tamsin.', 'Tamsin'], ['Yes, it\'s Amy-Jane O\'Neil.', 'Amy-Jane O\'Neil'],
    ['Sure, Mrs. Okafor.', 'Okafor'],
    ['My name is Siân Llewellyn-Pryce, and my number is 07700 900123.', 'Siân Llewellyn-Pryce'],
    ['Tamsin. Tamsin Okafor.', 'Tamsin Okafor'],
    ['Tamsin Okafor, that\'s O K A F O R', 'Tamsin Okafor'], ['Dr Jonah Whitfield here', 'Jonah Whitfield'],
    ['Maria de la Cruz', 'Maria de la Cruz'],
    ['Okafor, Tamsin Okafor', 'Tamsin Okafor'], ['Put it under Will Hartley, thanks', 'Will Hartley'],
    ['Oh, hang on. Tamsin.', 'Tamsin'],
    ['Why do you need that?', null], ['I\'d rather not say.', null], ['Can I ask about prices first?', null],
    ['No thanks', null], ['Tuesday', null],
    ['A facelift.', null], ['T-A-M-S-I-N', null], ['07700 900123', null], ['Hang on a second', null],
    ['What?', null],
    ['Sounds good', null], ['Lovely', null], ['Mark Day', 'Mark Day'], ['First name Tamsin, surname Okafor', 'Tamsin Okafor'],
  ]
  it.each(names)('when asked for it, case %#', (said, name) => expect(hear(askName, said).name).toBe(name))

  const unasked: [string, string | null][] = [
    ['Hi, it\'s Amelia Hartley. I\'d like to come in about a facelift, please.', 'Amelia Hartley'],
    ['Hello, I\'m Gareth Penhallow, I\'m thinking about dermal filler.', 'Gareth Penhallow'],
    ['Hi, this is Tamsin speaking', 'Tamsin'], ['Jonah Whitfield here.', 'Jonah Whitfield'],
    ['my name\'s priya shah', 'Priya Shah'], ['Hiya, I\'m Mark.', 'Mark'],
    ['It\'s Tamsin Okafor about my appointment', 'Tamsin Okafor'],
    ['It\'s about a facelift', null], ['I\'m ringing about the Facelift', null], ['I\'m over eighteen', null],
    ['I\'m Over Eighteen.', null], ['This is urgent', null],
    ['I\'m Irish', null], ['It\'s Tuesday I wanted', null], ['It\'s Botox I\'m after', null],
    ['It\'s Dr Osei I\'d like to see', null], ['I\'m just looking', null],
    ['This is ridiculous.', null], ['Tamsin Okafor', null],
  ]
  it.each(unasked)('unasked, case %#', (said, name) => expect(hear('A: How can I help?', said).name).toBe(name))

  test('an answer to the question beats a later "it\'s", and a fuller name a shorter one', () => {
    expect(hear(askName, 'Tamsin Okafor', 'A: Which day?', 'It\'s Whitsun I mean').name).toBe('Tamsin Okafor')
    expect(hear('A: How can I help?', 'It\'s Tamsin.', askName, 'Tamsin Okafor').name).toBe('Tamsin Okafor')
    expect(hear(askName, 'Tamsin Okafor', 'A: Thank you.', 'It\'s Tamsin, I forgot').name).toBe('Tamsin Okafor')
    expect(hear(askName, 'Tamsin', 'A: And your surname?', 'Okafor').name).toBe('Tamsin Okafor')
  })

  test('the agent\'s words name nobody', () => {
    expect(hear('A: Hello, my name is Voxanne.', 'Hi', 'A: Thank you, Tamsin Okafor.', 'Yes').name).toBeNull()
    expect(hear('A: What is the name of the treatment?', 'Morpheus').name).toBeNull()
  })
})

describe('the number', () => {
  const numbers: [string, string | null][] = [
    ['My phone is 07700 123456 and I\'ve had heart issues in the past.', '+447700123456'],
    ['07700900123', '+447700900123'], ['0 7 7 0 0 9 0 0 1 2 3', '+447700900123'],
    ['07700, 900, 123', '+447700900123'], ['07700-900-123.', '+447700900123'],
    ['oh double seven hundred nine hundred one two three', '+447700900123'],
    ['zero seven seven zero zero, nine zero zero, one two three', '+447700900123'],
    ['nought double seven double oh nine double oh one two three', '+447700900123'],
    ['oh seven seven, um, double oh nine, then double oh one two three', '+447700900123'],
    ['It\'s oh, 07700 900123', '+447700900123'],
    ['plus four four double seven hundred nine hundred one two three', '+447700900123'],
    ['+44 7700 900123', '+447700900123'], ['+44 (0)7700 900123', '+447700900123'],
    ['double oh four four seven seven double oh nine double oh one two three', '+447700900123'],
    ['oh one six four two triple four triple five', '+441642444555'],
    ['+1 202 555 0143', '+12025550143'], ['seventy seven hundred ninety twelve thirty four', '+447700901234'],
    ['07700 900123, no sorry, 07700 900456', '+447700900456'],
    ['07700 900123, no sorry, 456', '+447700900456'], ['07700 900123 and I\'m 34', '+447700900123'],
    ['I\'m 34, 07700 900123', '+447700900123'],
    ['07700 900', null], ['4929 1234 5678 9012', null], ['At two on the 24th', null],
    ['I am 34 and my budget is 5000', null],
  ]
  it.each(numbers)('case %#', (said, phone) => expect(hear(askNumber, said).phone).toBe(phone))

  test('in pieces over several turns, and put right in a later one', () => {
    expect(hear(askNumber, '07700', 'A: Yes?', '900 123').phone).toBe('+447700900123')
    expect(hear(askNumber, '07700 900123', 'A: That is 07700 900132?', 'No, sorry, 07700 900124').phone).toBe('+447700900124')
    expect(hear(askNumber, '07700 900123', 'A: Which day?', 'No, at 10 30 please').phone).toBe('+447700900123')
  })

  test('never from the agent', () => expect(hear('A: Our number is 07700 900100.', 'Thanks').phone).toBeNull())
})

describe('the procedure', () => {
  const asked: [string, string | null][] = [
    ['I\'m ringing about a facelift.', 'facelift'], ['a face-lift', 'facelift'],
    ['I want a nose job', 'rhinoplasty'], ['Can you straighten my nose?', 'rhinoplasty'],
    ['my eyelids are droopy, an eye lift', 'blepharoplasty'], ['eyelid surgery please', 'blepharoplasty'],
    ['I\'d like lip fillers', 'lip-filler'], ['filler in my lips', 'lip-filler'],
    ['dermal filler', 'dermal-filler'], ['just some filler', 'dermal-filler'],
    ['how much is Botox', 'anti-wrinkle'], ['anti wrinkle injections', 'anti-wrinkle'],
    ['crow\'s feet', 'anti-wrinkle'],
    ['a boob job', 'breast-augmentation'], ['tummy tuck', 'abdominoplasty'], ['a chemical peel', 'chemical-peel'],
    ['dermaplaning', 'dermaplaning'], ['Derma planing', 'dermaplaning'],
    ['liposuction', null], ['a consultation', null],
    ['I\'d like a facelift, actually no, a nose job', 'rhinoplasty'],
    ['A nose job, not a facelift', 'rhinoplasty'],
    ['I had a nose job years ago, now I want a facelift', 'facelift'],
    ['I\'d like a facelift. I\'ve had a nose job.', 'facelift'], ['Not a facelift', null],
    ['I don\'t want a facelift', null], ['a peel instead of Botox', 'chemical-peel'],
  ]
  it.each(asked)('case %#', (said, slug) => expect(hear('A: How can I help?', said).procedure).toBe(slug))

  test('the last one asked for, never one that only the agent named', () => {
    expect(hear('I\'d like a facelift', 'A: Lovely.', 'Actually, make that a peel').procedure).toBe('chemical-peel')
    expect(hear('A: We do rhinoplasty and facelifts.', 'Right').procedure).toBeNull()
  })
})

describe('tool calls', () => {
  const lead = (fields: Record<string, unknown>): HeardTool => ({ name: 'capture_lead', arguments: fields })

  test('beat what was understood of the words, each detail by itself, the last one first', () => {
    const leads = [lead({ name: 'Tamsin Okafore' }), lead({ name: 'Tamsin Okafor', procedure: 'Facelift consultation' })]
    expect(withTools(leads, askName, 'It\'s Thomasina', askNumber, '07700 900123'))
      .toMatchObject({ name: 'Tamsin Okafor', procedure: 'facelift', phone: '+447700900123' })
  })

  test('that are malformed, of another kind, or say nothing are passed over', () => {
    const calls: HeardTool[] = [
      lead({ name: 'unknown', phone: '12', procedure: 'massage' }), lead({ name: 7 }), { name: 'capture_lead', arguments: null },
      { name: 'transfer_to_human', arguments: { reason: 'My name is Ada' } },
      { name: 'nonsense', arguments: { name: 'Ada' } },
    ]
    expect(withTools(calls, 'Hello')).toMatchObject({ name: null, phone: null, procedure: null })
  })

  test('check_availability tells the procedure, claim_slot all three', () => {
    expect(withTools([{ name: 'check_availability', arguments: { procedure: 'anti-wrinkle' } }]).procedure).toBe('anti-wrinkle')
    const claim = { procedure: 'lip-filler', start: '2026-11-26T15:00:00+00:00', name: 'Imogen Ashdown', phone: '07700 900123' }
    expect(withTools([{ name: 'claim_slot', arguments: claim }]))
      .toMatchObject({ name: 'Imogen Ashdown', procedure: 'lip-filler', phone: '+447700900123', underAge: null })
  })
})

test('who said nothing was not heard', () => {
  const nothing = {
    name: null, phone: null, procedure: null, refusedTexts: null, agreedToTexts: null, wantsCallBack: null, underAge: null, emergency: null,
  }
  expect(hear()).toEqual({ spoke: false, ...nothing })
  expect(hear('A: Hello, how can I help?')).toEqual({ spoke: false, ...nothing })
  expect(hear('A: Hello?', '...')).toEqual({ spoke: false, ...nothing })
  expect(hear('A: Hello?', 'Hi')).toEqual({ spoke: true, ...nothing })
})
