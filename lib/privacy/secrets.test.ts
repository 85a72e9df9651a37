import { describe, expect, test } from 'vitest'
import { meantBy, soundOf } from './misheard.ts'
import { redactCall } from './redact.ts'
import type { Turn } from './types.ts'

const said = (text: string) => redactCall([{ role: 'user', text }]).turns[0]!.text
const answer = (question: string, text: string) =>
  redactCall([
    { role: 'assistant', text: question },
    { role: 'user', text },
  ] satisfies Turn[]).turns[1]!.text

/** A sentence, and the words that must not be left of it. */
describe('what must go', () => {
  test.each([
    ['i have got a gammy hip', 'hip'],
    ['they say it is polymyositis', 'polymyositis'],
    ['he put me on bisoprolol', 'bisoprolol'],
    ['i take zorbinex at night', 'zorbinex'],
    ['i am on bye sop roll all', 'sop'],
    ['i have got skyatica', 'skyatica'],
    ['i have a t b i b s', 'b s'],
    ['i am allergic to kiwis', 'kiwis'],
    ['wool makes me itch', 'wool'],
    ['no epilepsy no', 'epilepsy'],
    ['my nan had a stroke', 'stroke'],
    ['my bp was one thirty over eighty', 'thirty'],
    ['i weigh fourteen stone', 'fourteen'],
    ['i am sixteen weeks pregnant', 'sixteen'],
    ['my elbow keeps locking up and it hurts', 'hurts'],
    ['i am on tablets for my waterworks', 'waterworks'],
    ['i smoke ten a day', 'smoke'],
    ['i use a wheelchair', 'wheelchair'],
    ['i had a breast lift in 2016', 'lift'],
    ['there is pus in it', 'pus'],
    ['i take a size six shoe', 'shoe'],
    ['i can not wear gold i get a rash', 'gold'],
    ['i am late this month', 'late'],
    ['i have gone from a sixteen to a ten', 'sixteen'],
    ['my weight is up again', 'weight'],
    ['i am seeing the geneticist', 'geneticist'],
    ['i can not feel half my lip', 'feel'],
    ['i am under a cardiologist', 'cardiologist'],
  ])('%s', (text, word) => {
    expect(said(text)).toContain('[HEALTH]')
    expect(said(text)).not.toMatch(new RegExp(`\\b${word}\\b`))
  })

  test.each([
    ['i am a quaker', 'quaker'],
    ['i am half ghanaian', 'ghanaian'],
    ['i am bisexual', 'bisexual'],
    ['i was born female', 'female'],
    ['i am a green councillor', 'green'],
    ['i am a unison rep', 'unison'],
    ['i go to mass at nine', 'mass'],
    ['my libido is low', 'libido'],
  ])('%s', (text, word) => {
    expect(said(text)).toContain('[SENSITIVE]')
    expect(said(text)).not.toMatch(new RegExp(`\\b${word}\\b`))
  })
})

describe('what must stay as it is', () => {
  test.each([
    'can i have a lip filler on the fourth at half ten',
    'how much is a breast lift',
    'will it be sore after the peel',
    'is there much bruising',
    'i am dying to have it done',
    'fed up and sick of waiting',
    'have you a spot on monday',
    'you can fit me in at two',
    'what a headache parking is',
    'i am on the train',
    'i take it you are open',
    'i have got an appointment',
    'my heart is set on may',
    'do you treat rosacea',
    'i am allergic to mornings',
    'is it klarna you take',
    'i am expecting a parcel',
    'i would like russian lips',
    'it is a bank holiday monday',
    'a full facelift with dr osei',
    'do you do vouchers',
    'my friend had it done here',
    'i want my nose straight',
    'no that is all',
    'is the clinic on church road',
  ])('%s', (text) => expect(said(text)).toBe(text))
})

describe('answers', () => {
  test.each([
    ['Do you have any medical conditions?', 'no'],
    ['Are you taking any medication?', 'yes'],
    ['Is there any redness?', 'loads'],
    ['Are you nursing at the moment?', 'yes'],
    ['When did you last give birth?', 'six weeks ago'],
    ['Have you had any children?', 'two'],
    ['Any allergies?', 'cats'],
    ['Do you smoke?', 'now and then'],
    ['Have you had any surgery?', 'my knee'],
    ['Could you be pregnant?', 'possibly'],
  ])('%s %s', (question, text) => expect(answer(question, text)).toMatch(/^(?:my )?\[HEALTH\]$/))

  test.each([
    ['When would suit you?', 'tuesday at ten'],
    ['What can I help with?', 'a tummy tuck'],
    ['Is that all?', 'yes'],
    ['How would you like to pay the lump sum?', 'by card'],
    ['Would you like a male or female practitioner?', 'not fussed'],
    ['Would you like a call back?', 'no'],
  ])('%s %s', (question, text) => expect(answer(question, text)).toBe(text))

  test('what was said once is not said again', () => {
    const { turns } = redactCall([
      { role: 'user', text: 'i take warfarin' },
      { role: 'assistant', text: 'You mentioned Warfarin. Which day?' },
      { role: 'user', text: 'monday' },
    ])
    expect(turns.map((turn) => turn.text)).toEqual(['i take [HEALTH]', 'You mentioned [HEALTH]. Which day?', 'monday'])
  })
})

test.each([
  ['warforin', 'warfarin'],
  ['sirtraleen', 'sertraline'],
  ['metformen', 'metformin'],
  ['wednesday', null],
  ['consultation', null],
])('%s sounds like %s', (heard, meant) => {
  expect(meantBy(heard, 0.4)).toBe(meant)
})

test('words that sound alike have one sound', () => expect(soundOf('eksema')).toBe(soundOf('eczema')))

describe('a health word that was heard as several', () => {
  const masked = (text: string, part: 'model' | 'misheard' = 'model') => redactCall([{ role: 'user', text }], { without: ['model', part] }).turns[0]!.text
  test.each([
    ["i'm on see tally pram", "i'm on [HEALTH]"],
    ["i'm seely ack", "i'm [HEALTH]"],
    ["i'm on flew ox a teen now", "i'm on [HEALTH] now"],
    ['i have die verticulitis', 'i have [HEALTH]'],
    ["i've coal est a roll", "i've [HEALTH]"],
    // Nothing takes one here, and it sounds like nothing else.
    ['die a bee tees, since i was nine', '[HEALTH], since i was nine'],
    ['hash e motos and lip filler', '[HEALTH] and lip filler'],
  ])('%s', (text, gone) => {
    expect(masked(text)).toBe(gone)
    expect(masked(text, 'misheard')).not.toBe(gone)
  })

  test.each([
    "i've got my phone on me", "i've got the wrong end of the stick", "they're on the road", 'no that is me', 'can my partner have a facial', 'put us in for the last one of the day',
    "put my name down in pencil i've to check with the boss", "my husband's expecting me by six so half four at the latest", 'bent my card in the machine', 'and then it was a missed call at ten to six', "i'm a nurse on days", "i'm a conservative sort of bloke so nothing daft",
    "i've never set foot in one of these places", 'i got cut off twice now',
  ])('%s: plain talk stays', (text) => expect(masked(text)).toBe(text))
})

describe('initials whose letters were written as words', () => {
  test.each([
    ['my be em eye is fine', /^my \[HEALTH\]/],
    ["i've had eye vee eff twice", /^i've had \[HEALTH\] twice$/],
    ["i've oh see dee so be on time", /^i've \[HEALTH\] so be on time$/],
    ["i'm with the gee em bee", /^i'm with the \[SENSITIVE\]$/],
  ])('%s', (text, left) => {
    expect(redactCall([{ role: 'user', text }], { without: ['model'] }).turns[0]!.text).toMatch(left)
    expect(redactCall([{ role: 'user', text }], { without: ['model', 'misheard'] }).turns[0]!.text).not.toMatch(left)
  })

  test.each(['see you then', 'oh i see', 'are you in', 'be a dear', 'oh see you at ten', 'i owe you a tea'])('%s: plain talk stays', (text) =>
    expect(redactCall([{ role: 'user', text }], { without: ['model'] }).turns[0]!.text).toBe(text))
})

test.each([
  ['do you have a regular partner', 'a few'],
  ['can i put straight on the form', "no i'm not"],
  ['male or female on your record', 'neither'],
])('%s: %s', (question, text) => expect(answer(question, text)).toBe('[SENSITIVE]'))

test('what is used against having children was had, and is not asked for', () => {
  const turns: Turn[] = [{ role: 'assistant', text: 'are you using contraception' }, { role: 'user', text: 'the implant' }]
  expect(redactCall(turns, { without: ['model'] }).turns[1]!.text).toMatch(/\[HEALTH\]/)
})

test('the clinic has words that are no health word', () => {
  const text = 'do you do cryotherapy for little skin tags'
  expect(redactCall([{ role: 'user', text }], { without: ['model'] }).turns[0]!.text).toBe(text)
})
