import { describe, expect, test } from 'vitest'
import { nameMasked } from './name-masked.ts'
import { redactCall } from './redact.ts'
import type { Turn } from './types.ts'

const call = (...lines: string[]) =>
  redactCall(
    lines.map((line): Turn => ({ role: line.startsWith('A: ') ? 'assistant' : 'user', text: line.replace(/^[AU]: /, '') })),
    { without: ['model'] },
  )
const left = (...lines: string[]) => call(...lines).turns.at(-1)!.text

describe('who begins a turn with a strange word says a name', () => {
  test.each([
    ['thandeka for six please', '[NAME] for six please'],
    ['yeah go on then oisin patrick brannigan for the patch test', 'yeah go on then [NAME] for the patch test'],
    ['r mulcahy i rang this morning', '[NAME] i rang this morning'],
    ['Dr Priya Venkatesan, for the hand consultation', '[NAME], for the hand consultation'],
    ["miss akinfenwa i've a slot at ten", "[NAME] i've a slot at ten"],
    ['June Whitlow, yes, like the month', '[NAME], yes, like the month'],
  ])('%s', (text, said) => expect(left(text)).toBe(said))

  test.each([
    'wagwan have you anything on friday', 'swedish massage for an hour', 'skinvive how much is it', 'hopi ear candles do you still do them', 'Deansgate branch or the other one',
  ])('%s: nobody', (text) => expect(left(text)).toBe(text))
})

describe('a name is told by what stands beside it', () => {
  test.each([
    ["i'll be in the red coat euphemia that's me", "i'll be in the red coat [NAME] that's me"],
    ["Could you squeeze Ottilie in? That's me.", "Could you squeeze [NAME] in? That's me."],
    ['put siobhradh s i o b h r a d h on the list', 'put [NAME] on the list'],
    ["it's hope can i move my facial", "it's [NAME] can i move my facial"],
    ["it's april have you a gap", "it's [NAME] have you a gap"],
    ["i'm Mrs Price, about the price of a facial", "i'm [NAME], about the price of a facial"],
    ['would you let adaeze know i am late', 'would you let [NAME] know i am late'],
    ['can Blodwen, my eldest, wait outside', 'can [NAME], my eldest, wait outside'],
    ["my name's joanna k there may be two", "my name's [NAME] there may be two"],
    ['in the name of P. Quillfeather', 'in the name of [NAME]'],
    ['my surname is Day. Have you a gap?', 'my surname is [NAME]. Have you a gap?'],
    ["born in march and name's nils aagaard", "born in march and name's [NAME]"],
    ['last name reed like the plant', 'last name [NAME] like the plant'],
    ["it's ken on 07700 900518", "it's [NAME] on [PHONE]"],
    ['My note of the 3rd. Tom Ridley, YO30 5LN.', 'My note of the 3rd. [NAME], [POSTCODE].'],
  ])('%s', (text, said) => expect(left(text)).toBe(said))

  test.each([
    'when can mr adeyemi fit me in', "i'm waiting for mr thistlewood's diary to open", 'do i get mister jankowski for the uplift', 'is the alexandrite one any good', 'just dermal filler for now',
  ])('%s: who works there, or what is done', (text) => expect(left(text)).toBe(text))

  test('goes with what a hyphen joins to it, its title, and the street that is called after it', () => {
    expect(left('A: your name please', 'bernard quill-hodges')).toBe('[NAME]')
    expect(left('A: your name please', 'bernard quill-hodges', 'A: any heart trouble mr quill-hodges')).toBe('any heart trouble [NAME]')
    expect(left("it's Nasreen Begum from Halliwell Road")).toBe("it's [NAME] from [ADDRESS]")
  })
})

describe('the name of the contact', () => {
  test.each([
    ['put it down to idris penhallow and i will ring back', 'idris penhallow'],
    ['07700 900384 Jasvinder', 'Jasvinder'],
    ["it's sioned with an s, sioned prosser", 'sioned prosser'],
    ['hi, it is dennis, aye, Dennis Pike', 'Dennis Pike'],
    ["it's babs, proper name barbara fenwick", 'barbara fenwick'],
    ['hi this is oluwaseun shall i spell it o l u w a s e u n surname bankole', 'oluwaseun bankole'],
  ])('%s', (text, name) => expect(call(text).contact.name).toBe(name))

  test('is not that of whoever is to be told, served by or spoken of', () => {
    const of = (text: string, name: string) =>
      nameMasked([{ role: 'user', text }], [[{ start: text.indexOf(name), end: text.indexOf(name) + name.length, label: 'NAME' }]], ['none'])
    for (const [text, name] of [['can you tell brigid i am late', 'brigid'], ['my mum agatha is coming', 'agatha'], ['i saw tamsin last time', 'tamsin']] as const) expect(of(text, name)).toBeUndefined()
    expect(of('the diary ought to say brigid', 'brigid')).toBe('brigid')
  })

  test('is one where two answers give the two halves of it', () => {
    expect(call('A: your name please', 'dawn', 'hebblethwaite').contact.name).toBe('dawn hebblethwaite')
  })

  test('is found again where an agent says two plain words of it together', () => {
    expect(left('A: surname please', 'young', 'A: and first name', 'may', "A: that's may young for the ninth")).toBe("that's [NAME] for the ninth")
  })
})

describe('numbers, days and codes in pieces', () => {
  test('a mobile number holds together over what is said between', () => {
    const { turns, contact } = call('try oh double seven double oh are you writing nine double oh got that seven two four')
    expect(turns[0]!.text).not.toMatch(/seven|nine|four/)
    expect(contact.phone).toBe('+447700900724')
  })
  test.each([
    ["it's oh four oh seven nineteen ninety six, fourth of july, yes", "it's [DOB], [DOB], yes"],
    ['i want filler on the nineteenth, my date of birth is second of february ninety four', 'i want filler on the nineteenth, my date of birth is [DOB]'],
    ["date of birth's 30/11/1972, and rebook me for 12 november", "date of birth's [DOB], and rebook me for 12 november"],
    ["i'll give you the new one o seven seven o o nine hundred nine seven four", "i'll give you the new one [PHONE]"],
    ['Can I move from 9.15 to 9.45 please?', 'Can I move from 9.15 to 9.45 please?'],
    ['the oh seven oh four train gets me in for nine', 'the oh seven oh four train gets me in for nine'],
    ["on the joint account and we'd like the twelve thirty", "on the joint account and we'd like the twelve thirty"],
    ['i want to push my thread lift to March', 'i want to push my thread lift to March'],
  ])('%s', (text, said) => expect(left(text)).toBe(said))
  test('a number is understood after its own end', () => {
    expect(call('sorry, it ends five three oh seven seven double oh nine hundred two five three').contact.phone).toBe('+447700900253')
  })
  test('a half of a postcode is masked when it is said again, with the letter that is explained', () => {
    expect(left('A: your postcode', 'p l four', 'eight a a or is it eight a e')).toBe('[POSTCODE] or is it [POSTCODE]')
    expect(left('A: your postcode', 'l s six', 'three q w q for queen')).toBe('[POSTCODE]')
  })
})

describe('what an agent says back', () => {
  test.each([
    [['A: any allergies', 'kiwi fruit oddly enough', "A: so kiwi, i'll add that"], "so [HEALTH], i'll add that"],
    [['A: any medication', 'gabapentin', "A: okay i'll note gabapentin"], "okay i'll note [HEALTH]"],
  ])('%j', (lines, said) => expect(left(...lines)).toBe(said))
})

describe('what clinics sell', () => {
  test.each([
    'how much is wegovy a month', "i'd like to start mounjaro in may", 'one of them gastric balloons do you fit them', 'skinny jab consult on friday', 'an eight point facelift for the wedding', 'do you do hip dip filler', 'he would like the wart off his chin',
  ])('%s: stays', (text) => expect(left(text)).toBe(text))
  test.each([
    ['i take wegovy already', 'i take [HEALTH] already'],
    ["i'm on mounjaro and want botox", "i'm on [HEALTH] and want botox"],
    ['i had a gastric band fitted', 'i had a [HEALTH]'],
  ])('%s', (text, said) => expect(left(text)).toBe(said))
})

describe('told in passing', () => {
  test.each([
    ['can i bring my carer', 'can i bring my [HEALTH]'],
    ['i only have the one hand so bear with me', 'i [HEALTH] so bear with me'],
    ["i'm ninety days clean today", "i'm [HEALTH]"],
    ['since the change my skin is thin', 'since the [HEALTH] my skin is thin'],
    ['my lips have gone blue at the edges', 'my [HEALTH]'],
    ["i don't want the scan of my face kept", "i don't want the [SENSITIVE] kept"],
    ["it's the day of my niece's christening", "it's the day of my niece's [SENSITIVE]"],
    ["ma name's jackie hen", "ma name's [NAME] hen"],
    ['ma anxiety is bad', 'ma [HEALTH] is bad'],
  ])('%s', (text, said) => expect(left(text)).toBe(said))
})
