import { describe, expect, test } from 'vitest'
import { lintTemplate, lintText, type ProblemCode } from './lint.ts'
import { shippedTemplate } from './template.ts'

const tail = 'Reply 1 to book or ring {phone}. Reply STOP to opt out.'
const around = (words: string) => `Hi {name}, {clinic} here. ${words} ${tail}`
const codes = (words: string): ProblemCode[] => [...new Set(lintTemplate(around(words)).map(({ code }) => code))]

const medicines = [
  'Botox', 'BOTOX', 'botox®', 'botoxed', 'bo-tox', 'b0tox', 'b0t0x', 'B O T O X', 'b.o.t.o.x', 'B*tox', 'b*t*x',
  'bot0x', 'bo tox', 'bótox', 'bo\u200btox', 'bottox', 'botx',
  'Boatox', 'botax', 'Botocks', 'botulinum toxin', 'botulinium', 'Azzalure', 'Azalure', 'Bocouture', 'Dysport',
  'disport', 'Xeomin', 'Alluzience', 'Letybo', 'Relfydess',
  'toxin treatment', 'tox', 'beautytox', 'Baby Tox', 'brotox', 't o x', 't.o.x', 'BTX', 'anti-wrinkle injections',
  'anti wrinkle jab', 'antiwrinkle consultation',
  'Anti-wrinkle treatment', 'wrinkle relaxing injections', 'wrinkle-smoothing',
  'injections for lines: frown line injections', 'a quick jab', 'muscle relaxant',
  'semaglutide', 'Ozempic', 'ozempick', '0zempic', 'Wegovy', 'wegovi', 'Mounjaro', 'munjaro', 'tirzepatide', 'Saxenda',
  'weight-loss injections', 'weight loss jabs',
  'skinny pen', 'fat loss injection', 'slimming injections', 'GLP-1', 'b12 injection', 'Vitamin B12 shots',
  'hyaluronidase', 'tretinoin', 'retinoin tretinion',
]
const innocent = [
  'Your detox facial is kept.', 'We are in Botolph Street.', 'Find us at 4 St Botolph\'s, Toxteth.', 'Toxteth Park',
  'A facial clears toxins.', 'a de-tox wrap',
  'Reply to X-ray questions by phone.', 'Your lip filler consultation.', 'Your rhinoplasty consultation.',
  'Facelift, eyelid surgery, chemical peel, dermaplaning.',
  'We can offer you Tuesday.', 'Feel free to ring.', 'Your time is free.', 'Call before 5 and after 3.',
  'We deal with questions by phone.', 'The clinic in West End Lane.',
  'At the end of the road.', 'The price is £120.', 'See larkspur.example/book', 'Ask at the last door.',
  'You can cancel by ringing us.', 'Anti-wrinkle cream is not needed.',
  'We are at profit.com/about', 'Say yes to fresh air.', 'This weekend is quiet.', 'Your passport photo.',
  'Relaxing massage for tense muscles.', 'Bring a pen.', 'Line 2 of the tram.',
  'Boots chemist is next door.', 'Nabila will see you.', 'Dr Botham and Mr Button',
  'The transport office, a sport shop.', 'Text us your name.', 'Microneedling, PRP, HydraFacial, CO2 laser',
]
const wrong: [ProblemCode, string][] = [
  ['promotion', 'Special offer'], ['promotion', '20% off'], ['promotion', '£50 off today'],
  ['promotion', 'half-price peel'], ['promotion', 'Discounted'],
  ['promotion', 'free consultation'], ['promotion', 'from £99'], ['promotion', 'Use the voucher'],
  ['promotion', '2 for 1'], ['promotion', 'Save £20'],
  ['urgency', 'Hurry'], ['urgency', 'last slots'], ['urgency', 'last few appointments'],
  ['urgency', 'Limited availability'], ['urgency', 'only 2 places left'],
  ['urgency', 'filling up fast'], ['urgency', 'Don\'t miss out'], ['urgency', 'ends Sunday, ends tonight'],
  ['urgency', 'before it\'s gone'], ['urgency', 'today only'],
  ['before_after', 'before and after photos'], ['before_after', 'Before/After'], ['before_after', 'before-and-after'],
  ['before_after', 'see our results'],
  ['claim', 'Guaranteed'], ['claim', '100% happy'], ['claim', 'pain-free'], ['claim', 'look younger'],
  ['claim', 'perfect nose'],
  ['short_link', 'bit.ly/abc'], ['short_link', 'https://tinyurl.com/x1'], ['short_link', 'see t.co/z'],
  ['short_link', 'https://linktr.ee/clinic'],
  ['reply_word', 'Reply YES to book'], ['reply_word', 'reply yes'], ['reply_word', 'Text "Cancel" to cancel'],
  ['reply_word', 'CANCEL cancels'], ['reply_word', 'Send END'],
  ['reply_word', 'reply with QUIT'], ['reply_word', 'Reply REVOKE'], ['reply_word', 'Reply OPTOUT'],
  ['reply_word', 'Reply START to begin'],
  ['not_plain', 'It’s kept.'], ['not_plain', 'See you 👋'], ['not_plain', 'Tuesday – 2pm'], ['not_plain', 'wait…'],
  ['unknown_placeholder', '{surname}'], ['unknown_placeholder', '{Clinic}'], ['unknown_placeholder', '{time'],
  ['unknown_placeholder', 'time}'], ['unknown_placeholder', '{}'],
]

describe('the linter', () => {
  test('has nothing against the shipped templates', () => {
    for (const template of Object.values(shippedTemplate)) expect(lintTemplate(template)).toEqual([])
    expect(lintTemplate(around(''))).toEqual([])
  })

  test.each(medicines)('finds the medicine in %j', (words) => expect(codes(words)).toContain('medicine'))
  test.each(innocent)('has nothing against %j', (words) => {
    expect(lintTemplate(around(words))).toEqual([])
    expect(lintText(`Elm Clinic: ${words} Ring 020 7946 0000. Reply STOP to opt out.`, 'Elm Clinic')).toEqual([])
  })
  test.each(wrong)('finds %s in %j', (code, words) => {
    expect(codes(words)).toEqual([code])
    if (code !== 'unknown_placeholder') {
      const problems = lintText(`Elm Clinic: ${words}. Ring 020 7946 0000. Reply STOP to opt out.`, 'Elm Clinic')
      expect(problems.map((problem) => problem.code)).toContain(code)
    }
  })

  test('says what is missing', () => {
    expect(lintTemplate('Hello').map(({ code }) => code)).toEqual(['no_clinic', 'no_opt_out', 'no_number'])
    expect(lintText('Hello', 'Elm Clinic').map(({ code }) => code)).toEqual(['no_clinic', 'no_opt_out', 'no_number'])
    expect(lintTemplate('Elm Clinic. Ring {phone}. Reply STOP to opt out.').map(({ code }) => code)).toEqual(['no_clinic'])
    expect(lintTemplate('Elm Clinic. Ring {phone}. Reply STOP to opt out.', 'Elm Clinic')).toEqual([])
    for (const words of ['Reply STOP to opt out', 'Text STOP for no more', 'STOP = opt out', 'To opt out, reply STOP']) {
      expect(lintTemplate(`{clinic} {phone}. ${words}`), words).toEqual([])
    }
    for (const words of ['We never stop.', 'Reply soon. STOP here.', 'reply and stop by', 'NONSTOP reply']) {
      expect(lintTemplate(`{clinic} {phone}. ${words}`).map(({ code }) => code), words).toEqual(['no_opt_out'])
    }
  })

  test('counts parts at the longest, and characters', () => {
    const long = around('a'.repeat(160))
    expect(lintTemplate(long).map(({ code }) => code)).toEqual(['too_many_parts'])
    expect(lintTemplate(long, 'Elm Clinic')).toEqual([])
    expect(lintTemplate(around('a'.repeat(300)), 'Elm').map(({ code }) => code)).toEqual(['too_long', 'too_many_parts'])
    expect(lintText(`Elm ${'a'.repeat(306)} 020 7946 0000 reply STOP`).map(({ code }) => code)).toEqual(['too_many_parts'])
  })

  test('says where, and names the character', () => {
    const text = around('It’s ‘Botox’, it’s bit.ly/x')
    const problems = lintTemplate(text)
    expect(problems.map(({ at }) => text.slice(...at!))).toEqual(['’', '‘', 'Botox', 'bit.ly/x'])
    expect(problems[0]!.message).toContain('"’" (U+2019)')
    expect(problems[0]!.message).toContain("write ' instead")
    expect(lintTemplate(around('See 👋'))[0]).toMatchObject({ code: 'not_plain', message: expect.stringContaining('U+1F44B') })
    expect(lintTemplate(around('\t')).map(({ code }) => code)).toEqual(['not_plain'])
  })

  test('a clinic\'s own name is no reply word and no promotion, yet may name no medicine', () => {
    const text = (name: string) => `${name} here. Ring 020 7946 0000. Reply STOP to opt out.`
    for (const name of ['WEST END CLINIC', 'The Sale Clinic', 'Offer & Sons']) {
      expect(lintText(text(name), name), name).toEqual([])
    }
    expect(lintText(text('Botox Bar'), 'Botox Bar').map(({ code }) => code)).toEqual(['medicine'])
  })
})
