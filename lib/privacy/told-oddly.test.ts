import { describe, expect, test } from 'vitest'
import { redactCall } from './redact.ts'
import type { Contact, Turn } from './types.ts'

/** What only the rules do. */
const call = (...lines: string[]) =>
  redactCall(
    lines.map((line): Turn => ({ role: line.startsWith('A: ') ? 'assistant' : 'user', text: line.replace(/^[AU]: /, '') })),
    { without: ['model'] },
  )
const last = (...lines: string[]) => call(...lines).turns.at(-1)!.text

describe('numbers that callers break off and go on with', () => {
  test.each<[string, string, Contact]>([
    ['oh seven seven double oh nine double oh eight three hang on what is it eight three one', '[PHONE] hang on what is it [PHONE]', { phone: '+447700900831' }],
    ["my number is oh seven seven double oh nine hundred four four hold on there's one more two", 'my number is [PHONE] hold on there\'s one more [PHONE]', { phone: '+447700900442' }],
    ["the code's oh one one three for leeds then four nine six then oh three double one", "the code's [PHONE] for leeds then [PHONE]", { phone: '+441134960311' }],
    ["it's not three five one it's three one five the rest is right", "it's not [PHONE] it's [PHONE] the rest is right", {}],
    ['four oh two at the end', '[PHONE] at the end', {}],
    ['between ten and two, 0161 496 0822 is best', 'between ten and two, [PHONE] is best', { phone: '+441614960822' }],
    ['oh twenty seven nine four six oh four one one', '[PHONE]', { phone: '+442079460411' }],
  ])('%s', (text, kept, contact) => {
    const { turns, contact: told } = call(text)
    expect([turns[0]!.text, told]).toEqual([kept, contact])
  })

  test.each([
    ['A: Last three digits again, please.', 'two oh six', '[PHONE]'],
    ['A: And the security number?', 'two two seven', '[CARD]'],
    ['A: Can I have your booking reference?', 'zero zero four one eight three', 'zero zero four one eight three'],
    ['A: Initials?', 'j p', '[NAME]'],
    ['A: Address line two?', 'mill street', '[ADDRESS]'],
    ['A: Shall I text the address to you?', 'yes please', 'yes please'],
    ['A: Your surname?', 'baker like the shop', '[NAME] like the shop'],
  ])('%s %s', (question, answer, kept) => expect(last(question, answer)).toBe(kept))

  test('after one piece and a yes the next belongs to it', () =>
    expect(call("A: And what's the number?", '07700', 'A: Yes.', '900', 'A: Yes.', '118').contact).toEqual({ phone: '+447700900118' }))

  test('a card that is hard to read', () => expect(last('the card is five one oh five one oh hold on it is worn off five one oh five')).toBe('the card is [CARD] hold on it is worn off [CARD]'))
})

describe('dates of birth that are told oddly', () => {
  test.each<[string, string, string | undefined]>([
    ['fourteenth oh two nineteen ninety one same as before', '[DOB] same as before', '1991-02-14'],
    ['i was born in may nineteen seventy two on the ninth', 'i was born in [DOB]', '1972-05-09'],
    ['the tenth of july aye a sunday nineteen sixty four', 'the [DOB] aye a sunday [DOB]', '1964-07-10'],
    ['i said ninety four i meant eighty four the third of may eighty four', 'i said [DOB] i meant [DOB] the [DOB]', '1984-05-03'],
    ['dee oh bee five eleven fifty eight', 'dee oh bee [DOB]', '1958-11-05'],
    ["it's 21 10 67", "it's [DOB]", '1967-10-21'],
    ['eleventh of feburary eighty eight', '[DOB]', '1988-02-11'],
    ['the tenth of july at a quarter past two', 'the tenth of july at a quarter past two', undefined],
  ])('%s', (text, kept, dob) => {
    const { turns, contact } = call(text)
    expect([turns[0]!.text, contact.dob]).toEqual([kept, dob])
  })
})

describe('addresses without a street, and streets without a number', () => {
  test.each([
    ['it goes to number four willow bank ripley in derbyshire', 'it goes to [ADDRESS]'],
    ["we're basement flat 7 regency square", "we're [ADDRESS]"],
    ['my address on there says church lane it should be chapel lane', 'my address on there says [ADDRESS] it should be chapel lane'],
    ['three hendre wen llangollen LL20 8RT', '[ADDRESS] [POSTCODE]'],
    ['gorse cottage near bala there is no street', '[ADDRESS] there is no street'],
    ["i'm twelve pond street not fourteen", "i'm [ADDRESS]"],
    ['he is in thornfield care home', 'he is in [ADDRESS]'],
    ['post it to po box forty morpeth', 'post it to [ADDRESS]'],
    ["i'm at the grand room two one six till monday", "i'm at [ADDRESS] till monday"],
    ['room three one five halls of residence on mill road', '[ADDRESS]'],
    ['flat two slash one ninety byres road', '[ADDRESS]'],
    ['is the finance nine point nine per cent', 'is the finance nine point nine per cent'],
    ['the nursing home is lovely', 'the nursing home is lovely'],
  ])('%s', (text, kept) => expect(last(text)).toBe(kept))

  test("an agent may say where the clinic is, and not where a caller is", () => {
    expect(last('where are you', "A: It's fifty four Wellington Street, just past the bank.")).toBe("It's fifty four Wellington Street, just past the bank.")
    expect(last('hello', "A: Is your address still fifty four Wellington Street?")).toContain('[ADDRESS]')
  })
})

describe('postcodes as letters are heard', () => {
  test.each<[string, string]>([
    ['see ay one five tee jay', 'CA1 5TJ'],
    ['why oh twenty four three ell ex', 'YO24 3LX'],
    ["l one eight j q or j k hang on it's j q", 'L1 8JQ'],
    ['c b one double two no c b one space two b d', 'CB1 2BD'],
  ])('%s', (text, postcode) => expect(call(text).contact.postcode).toBe(postcode))

  test.each(['see you at one two be there', 'are you one to be there'])('%s is none', (text) => expect(last(text)).toBe(text))
})

describe('names', () => {
  test.each<[string, string, string | undefined]>([
    ['only me again maureen from about ten minutes ago', 'only me again [NAME] from about ten minutes ago', 'maureen'],
    ["it's smythe hyphen barrington first name octavia", "it's [NAME] first name [NAME]", 'octavia smythe-barrington'],
    ["it's under gupta initial r", "it's under [NAME] initial [NAME]", 'gupta'],
    ['mr and mrs pettigrew for the joint consultation', '[NAME] for the joint consultation', 'pettigrew'],
    ["my surname's changed from bhatt to okafor since may", "my surname's changed from [NAME] to [NAME] since may", 'okafor'],
    ['it was bought by c j underhill', 'it was bought by [NAME]', 'c j underhill'],
    ['have you got me on there lorna mcphail 07700 900 118', 'have you got me on there [NAME] [PHONE]', 'lorna mcphail'],
    ['this is siobhan mcgettigan booked in with natalie', 'this is [NAME] booked in with natalie', 'siobhan mcgettigan'],
    ['good morning doctor farouk haddad speaking', 'good morning [NAME] speaking', 'doctor farouk haddad'],
    ['the surname is nguyen november golf uniform yankee echo november first name linh', 'the surname is [NAME] first name [NAME]', 'linh nguyen'],
  ])('%s', (text, kept, name) => {
    const { turns, contact } = call(text)
    expect([turns[0]!.text, contact.name]).toEqual([kept, name])
  })

  test('whom an agent calls by name, and who does not say no', () =>
    expect(call('A: Thank you, Mr Szymanski, and your date of birth?', 'twenty five seven seventy five').contact.name).toBe('Szymanski'))

  test.each([
    ['A: Any allergies, Mr Castellanos?', 'Any allergies, [NAME]?'],
    ['A: Hello Mrs Lloyd, how can we help?', 'Hello [NAME], how can we help?'],
    ['A: You are with Mr Hale on Friday.', 'You are with Mr Hale on Friday.'],
    ['A: Miss Chaudhry has Tuesday.', 'Miss Chaudhry has Tuesday.'],
  ])('%s', (said, kept) => expect(last('hello', said)).toBe(kept))

  test.each([
    ['A: And your surname?', 'kettering', '[NAME]'],
    ['A: Hello?', 'it is booked in my maiden name partridge', 'it is booked in my maiden name [NAME]'],
    ['A: Anything religious that we should plan around?', 'just good friday', 'just [SENSITIVE]'],
    ['A: Hello?', "i'm in a queue on the union street roundabout", "i'm in a queue on the union street roundabout"],
    ['A: Full name?', 'Maria Fernanda Lopes da Silva', '[NAME]'],
    ['A: Hello?', 'ask for marge', 'ask for [NAME]'],
    ['A: Hello?', 'call me big tam', 'call me [NAME]'],
    ['A: Hello?', 'can i just say thanks', 'can i just say thanks'],
  ])('%s %s', (question, answer, kept) => expect(last(question, answer)).toBe(kept))

  test('what somebody is called, though it is a plain word, where an agent calls them so', () => {
    const texts = call('A: Your name?', 'joy', 'A: Lovely, and what can I help with, Joy?', 'a price', 'A: What a joy that will be.').turns.map((turn) => turn.text)
    expect([texts[2], texts[4]]).toEqual(['Lovely, and what can I help with, [NAME]?', 'What a joy that will be.'])
  })

  test('an agent that says its own name, and is called by it', () => {
    const { turns, contact } = call("A: Larkspur Aesthetics, you're speaking with Voxanne. How can I help?", "hi voxanne it's about a nose job")
    expect([turns.map((turn) => turn.text), contact]).toEqual([
      ["Larkspur Aesthetics, you're speaking with Voxanne. How can I help?", "hi voxanne it's about a nose job"], {},
    ])
  })

  test('a month is no name where a day follows', () => expect(last('april here', 'A: Hello.', 'on april the third please')).toBe('on april the third please'))
})

describe('what an agent reads back of an e-mail address', () => {
  test.each([
    ['d r hutch at talktalk dot net', 'd r hutch'],
    ['flossie.the.cat@gmail.com', 'flossie the cat'],
    ['bea at example dot co dot uk', 'is that b e a'],
  ])('%s', (said, back) => expect(last('A: Your e-mail?', said, `A: ${back}`)).toMatch(/^(?:is that )?\[EMAIL\]$/))

  test('radio letters are letters', () => expect(call('zulu alpha yankee dot then k at yahoo dot co dot uk').contact.email).toBe('zay.k@yahoo.co.uk'))
})
