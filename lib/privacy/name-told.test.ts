import { expect, test } from 'vitest'
import { nameMasked } from './name-masked.ts'
import { redactCall } from './redact.ts'

const call = (line: string) =>
  redactCall(
    line.split(' / ').map((text) => ({ role: text.startsWith('A: ') ? 'assistant' : 'user', text: text.replace(/^A: /, '') })),
    { without: ['model'] },
  )

test.each([
  ['mark with a k not a c', 'mark'],
  ['gill as in jill but with a g', 'gill'],
  ['penny as in the coin', 'penny'],
  ["my surname's hull", 'hull'],
  ["my surname's hamilton", 'hamilton'],
  ['aye rab here can i still come', 'rab'],
  ["it's rose like the flower", 'rose'],
  ['dob 6/2/91, name emma thirlwell', 'emma thirlwell'],
  ['this is joyce love, i have to cancel', 'joyce'],
  ['A: Who am I talking to? / mr singh / A: We have several. / harjit singh sandhu', 'harjit singh sandhu'],
])('%s', (said, name) => expect(call(said).contact.name).toBe(name))

test.each([
  'my boss has called a meeting',
  'i look like gordon ramsay',
  "it's my mum and dad's ruby wedding",
  'two thirty sorry i mean twelve thirty',
  'work here is lovely',
  "it's nice here about this time of day",
  'skin like the surface of the moon',
  'filler as in the lip one',
  'parking with a disc',
  'is the nurse here again on monday',
])('%s names nobody', (said) => expect(call(said)).toMatchObject({ contact: {}, categories: [] }))

test.each([
  ['A: Date of birth? / twenty fifth / A: Of? / december / A: And the year? / nineteen sixty five', '1965-12-25'],
  ['A: When were you born? / ninety four / A: Day and month? / second of feb', '1994-02-02'],
  ['A: Date of birth? / hogmanay sixty eight', '1968-12-31'],
  ['A: Date of birth? / guy fawkes / A: And the year? / seventy six', '1976-11-05'],
  ['born on the eighth of april nineteen ninety no ninety one', '1991-04-08'],
])('%s', (said, dob) => expect(call(said).contact.dob).toBe(dob))

test.each([
  ['A: Number please? / oh one six three two / A: Yes. / nine six oh / A: Yes. / five double nine', '+441632960599'],
  ['A: Number? / oh seven seven double oh / A: Aye. / nine hundred / one one eight', '+447700900118'],
])('%s', (said, phone) => expect(call(said).contact.phone).toBe(phone))

test('a name that only the model knows is the caller’s where it stands for them, and nobody’s where it does not', () => {
  const masked = (text: string, name: string) => [{ start: text.indexOf(name), end: text.indexOf(name) + name.length, label: 'NAME' as const }]
  const of = (text: string, name: string) => nameMasked([{ role: 'user', text }], [masked(text, name)], ['none'])
  expect(of('chantelle can i still come', 'chantelle')).toBe('chantelle')
  expect(of("aye it's dr senga moss that's the one", 'dr senga moss')).toBe('senga moss')
  expect(of('hiya cariad is the clinic open', 'cariad')).toBeUndefined()
  expect(of('can you ask derek in stores', 'derek')).toBeUndefined()
  expect(of("i'm round the corner", "i'm")).toBeUndefined()
})

test.each(["A: Do you want a call or an email? / call 07700 900 774 i can't read well", "A: May I take your email? / no thanks i'd rather not"])(
  '%s: no address',
  (said) => expect(call(said).categories).not.toContain('EMAIL'),
)

test.each([
  ["it's agnieszka but aggie's easier", "it's [NAME] but [NAME] easier"],
  ["it's agnieszka but tuesday is easier", "it's [NAME] but tuesday is easier"],
])('%s', (said, left) => expect(call(said).turns[0]!.text).toBe(left))

test.each([
  ["nasreen akhtar that's my full name", "[NAME] that's my full name"],
  ["tell them big tony rang they'll know", "tell them [NAME] rang they'll know"],
  ['the name on the voucher is georgie pell', 'the name on the voucher is [NAME]'],
  ['put rosalind down as well', 'put [NAME] down as well'],
  ["A: sorry i didn't catch that / Lachlan", "sorry i didn't catch that / [NAME]"],
  ['miss t kowalczyk', '[NAME]'],
  ['rose rose tennant', '[NAME]'],
  ['hyacinth darling hyacinth campbell', '[NAME] darling [NAME]'],
  ["it's double barrelled harcourt hyphen bligh", "it's double barrelled [NAME]"],
  ['put babs everybody knows me as babs', 'put [NAME] everybody knows me as [NAME]'],
  ['philomena from the tuesday list', '[NAME] from the tuesday list'],
  ['my name is will and i may be late', 'my name is [NAME] and i may be late'],
  ['good afternoon professor anand kulkarni here', 'good afternoon [NAME] here'],
  ["it's doctor banerjee i'm a patient not a colleague", "it's [NAME] i'm a patient not a colleague"],
  ['A: shall i put miss farrow / mrs petrie', 'shall i put [NAME] / [NAME]'],
  ['A: are you ms adebayo / that is me', 'are you [NAME] / that is me'],
])('%s: names go', (said, left) => expect(call(said).turns.map((turn) => turn.text).join(' / ')).toBe(left))

test.each([
  'mr hargest was going to ring me back about the rhinoplasty',
  'mr hargest said four thousand',
  'filler and filler dissolving',
  'put tuesday down',
  'put the deposit down',
  'A: ruby has a slot at one',
  'Profhilo',
  'nurse amy here said so',
  "it's doctor hale i'm booked with",
])('%s: nobody is named but staff', (said) => expect(call(said).turns[0]!.text).toBe(said.replace('A: ', '')))
