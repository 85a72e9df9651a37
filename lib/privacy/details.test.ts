import { describe, expect, test } from 'vitest'
import { isLuhn, isNhsNumber } from './numbers.ts'
import { phoneOf } from './phone-of.ts'
import { redactCall } from './redact.ts'
import type { Turn } from './types.ts'

const said = (text: string) => redactCall([{ role: 'user', text }])
const call = (...lines: string[]) =>
  redactCall(
    lines.map((line): Turn => ({
      role: line.startsWith('A: ') ? 'assistant' : 'user',
      text: line.replace(/^[AU]: /, ''),
    })),
  )

describe('telephone numbers', () => {
  test.each([
    ['07700 900 118', '+447700900118'],
    ['it is 07700-900-118 thanks', '+447700900118'],
    ['oh double seven double oh nine hundred one one eight', '+447700900118'],
    ['oh double seven double oh nine hunner one one eight', '+447700900118'],
    ['zero seven seven zero zero nine zero zero one one eight', '+447700900118'],
    ['plus four four seven seven double oh nine hundred one one eight', '+447700900118'],
    ['oh seven seven um double oh er nine hundred and then one one eight', '+447700900118'],
    ['07700 900 119 no sorry 118', '+447700900118'],
    ['oh and 07700 900 118 if you need me', '+447700900118'],
    ['+44 (0)20 7946 0018', '+442079460018'],
  ])('%s', (text, phone) => {
    const { turns, contact } = said(text)
    expect(contact.phone).toBe(phone)
    expect(turns[0]!.text).not.toMatch(/\d|\b(?:seven|nine|eight|double)\b/)
  })

  test.each([
    ['the number ends four four seven', 'the number ends [PHONE]'],
    ['ring 020 7946 0018 extension four one', 'ring [PHONE] extension [PHONE]'],
    ['is it the one ending at four', 'is it the one ending at four'],
  ])('%s: what is a part of one goes', (text, left) => expect(said(text).turns[0]!.text).toBe(left))

  test.each([
    'the third of june at nine thirty',
    'is it two thousand five hundred pounds',
    'ten or eleven on the twelfth',
    'reference 07700 slash three',
    'between nine and five',
    'can i pay it over twenty four months',
    'booking reference 4417',
  ])('%s is none', (text) => expect(said(text).turns[0]!.text).toBe(text))

  test('one over three turns is one', () => {
    const { turns, contact } = call(
      'A: What number is best for you?',
      'U: oh seven seven',
      'A: Okay.',
      'U: double oh nine hundred',
      'U: one one eight',
    )
    expect(contact.phone).toBe('+447700900118')
    expect(turns.map((turn) => turn.text)).toEqual([
      'What number is best for you?',
      '[PHONE]',
      'Okay.',
      '[PHONE]',
      '[PHONE]',
    ])
  })

  test('the check digits of others', () => {
    expect([isNhsNumber('9434765919'), isNhsNumber('9434765918'), isNhsNumber('943')]).toEqual([true, false, false])
    expect([isLuhn('4111111111111111'), isLuhn('4111111111111112'), isLuhn('')]).toEqual([true, false, false])
    expect([phoneOf('00447700900118'), phoneOf('0770090011'), phoneOf('12345678901')]).toEqual([
      '+447700900118',
      null,
      null,
    ])
  })

  test.each([
    ['my card number is 4111 1111 1111 1111', '[CARD]'],
    ['nhs number nine four three four seven six five nine one nine', '[NHS_NUMBER]'],
    ['national insurance q q one two three four five six c', '[NI_NUMBER]'],
    ['sort code 20 30 40', '[CARD]'],
  ])('%s', (text, label) => {
    expect(said(text).turns[0]!.text).toContain(label)
    expect(said(text).turns[0]!.text).not.toMatch(/\d|\bnine\b/)
  })
})

test('a number that asks on the way whether it was written down', () => {
  const { turns, contact } = said('oh seven seven double oh got that nine double oh yeah two nine six')
  expect([turns[0]!.text, contact.phone]).toEqual(['[PHONE]', '+447700900296'])
})

test('a surname first', () => expect(said('surname okafor forename chidi').contact.name).toBe('chidi okafor'))

describe('dates of birth', () => {
  test.each([
    ['the second of march nineteen ninety one', '1991-03-02'],
    ['2/3/1991', '1991-03-02'],
    ['2nd March 1991', '1991-03-02'],
    ['march the second ninety one', '1991-03-02'],
    ['born on the thirty first of december two thousand and two', '2002-12-31'],
    ['christmas eve nineteen fifty eight', '1958-12-24'],
    ['1991-03-02', '1991-03-02'],
    ['third of the ninth oh four', '2004-09-03'],
    ['11 05 73', '1973-05-11'],
  ])('%s', (text, dob) =>
    expect(said(text)).toMatchObject({ contact: { dob }, turns: [{ text: expect.stringContaining('[DOB]') }] }),
  )

  test.each([
    'the second of march',
    'on the 2nd of March 2027',
    'the third of june twenty past two',
    'the third of may oh nine thirty',
    "i'm twenty minutes away from the fourth of may",
    "i'm 30 on friday, can i come on the fourth of april",
    'monday the ninth',
  ])('%s is an appointment', (text) => expect(said(text).turns[0]!.text).toBe(text))

  test.each(['i was born in eighty seven', "i'm thirty nine on the fourth of april"])('%s tells a part of one', (text) =>
    expect(said(text).turns[0]!.text).toMatch(/\[DOB\]$/),
  )

  test('a day and its year may come apart', () => {
    const { turns } = call('A: And your date of birth?', 'U: the second of march', 'A: And the year?', 'U: ninety one')
    expect(turns.filter((turn) => turn.role === 'user').map((turn) => turn.text)).toEqual(['the [DOB]', '[DOB]'])
  })
})

describe('mail, postcodes and addresses', () => {
  test.each([
    ['Kim.Vale@example.org', 'kim.vale@example.org'],
    ['it is kim dot vale at example dot org', 'kim.vale@example.org'],
    ['k underscore vale seven at outlook dot com', 'k_vale7@outlook.com'],
    ['kim vale all one word at btinternet dot com', 'kimvale@btinternet.com'],
    ['alpha november november echo at sky dot com', 'anne@sky.com'],
    ['mike dot oscar at gmail dot com', 'mike.oscar@gmail.com'],
    ['you can email me the aftercare petra nowak at gmail dot com', 'petranowak@gmail.com'],
    ['send the price list to petra nowak at gmail dot com', 'petranowak@gmail.com'],
    ['the brow bar at gmail dot com', 'thebrowbar@gmail.com'],
    ["right it's b for bravo e l l a dot t for tango at icloud dot com", 'bella.t@icloud.com'],
    ['kim hyphen vale at yahoo dot co dot uk', 'kim-vale@yahoo.co.uk'],
  ])('%s', (text, email) => expect(said(text)).toMatchObject({ contact: { email }, categories: ['EMAIL'] }))

  test.each(['i will be there at ten', 'are you at the clinic dot dot dot', 'see you at live in the hall'])(
    '%s holds none',
    (text) => expect(said(text).categories).toEqual([]),
  )

  test.each([
    ['LS6 2DT', 'LS6 2DT'],
    ['ls62dt', 'LS6 2DT'],
    ['l s six two d t', 'LS6 2DT'],
    ['lima sierra six two delta tango', 'LS6 2DT'],
    ['it is y o one seven b h', 'YO1 7BH'],
    ['s for sugar w one a two a a', 'SW1A 2AA'],
  ])('%s', (text, postcode) => expect(said(text).contact.postcode).toBe(postcode))

  test.each(['a b one two of them', 'co2 laser', 'morpheus 8 at 3pm'])('%s is no postcode', (text) =>
    expect(said(text).categories).not.toContain('POSTCODE'),
  )

  test.each(['fourteen larch grove', 'flat two 9 quay street', 'i live at 3 the paddock', 'unit six the old maltings',
    'the house at the bottom of larch lane', 'LS6 2DT, number forty'])(
    '%s',
    (text) => expect(said(text).turns[0]!.text).toContain('[ADDRESS]'),
  )

  test("the clinic's own street stays", () =>
    expect(said('are you at ten harley street').turns[0]!.text).toBe('are you at ten harley street'))
})

describe('names', () => {
  test.each([
    ["it's zbigniew", 'zbigniew'],
    ['zbigniew nowak here', 'zbigniew nowak'],
    ['my name is grace moss', 'grace moss'],
    ["it's under nowak", 'nowak'],
    ['surname nowak first name zofia', 'zofia nowak'],
    ['this is mrs nowak speaking', 'nowak'],
    ['captain nowak is what they call me', 'nowak'],
    ['first is zofia last is nowak', 'zofia nowak'],
  ])('%s', (text, name) => expect(said(text).contact.name?.toLowerCase().replace('mrs ', '')).toBe(name))

  test.each([
    "it's tuesday",
    "it's lovely",
    "i'm calling about a peel",
    'this is my second time',
    'is doctor nowak in',
    'with mr nowak on friday',
    "i'm here",
    "it's under control",
    "good lord that's a major operation",
    'the first is fine and the last is at ten',
  ])('%s names nobody', (text) => expect(said(text).turns[0]!.text).toBe(text))

  test('an answer is one, over two turns, and the agent does not say it again', () => {
    const { turns, contact } = call('A: May I have your name?', 'U: zofia', 'U: nowak', 'A: Thanks Zofia, one moment.')
    expect(contact.name).toBe('zofia nowak')
    expect(turns.map((turn) => turn.text).slice(1)).toEqual(['[NAME]', '[NAME]', 'Thanks [NAME], one moment.'])
  })

  test("the clinic's people stay beside a number", () => {
    const { turns } = redactCall([{ role: 'user', text: 'sheila did it, ring 07700 900558' }], { staff: ['Sheila'], without: ['model'] })
    expect(turns[0]!.text).toBe('sheila did it, ring [PHONE]')
  })

  test("the clinic's people stay", () => {
    const options = { staff: ['Dr Zofia Nowak'] }
    expect(redactCall([{ role: 'user', text: "it's zofia nowak i want to see" }], options).turns[0]!.text).toBe(
      "it's zofia nowak i want to see",
    )
  })
})
