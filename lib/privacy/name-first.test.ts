import { describe, expect, test } from 'vitest'
import { redactCall } from './redact.ts'
import type { Turn } from './types.ts'

const call = (...lines: string[]) =>
  redactCall(
    lines.map((line): Turn => ({ role: line.startsWith('A: ') ? 'assistant' : 'user', text: line.replace(/^[AU]: /, '') })),
    { without: ['model'] },
  )
const left = (...lines: string[]) => call(...lines).turns.at(-1)!.text

describe('a name at the beginning', () => {
  test('of details is masked and understood', () => {
    const { turns, contact } = call('A: full name and date of birth', 'rosamund teal, third of the ninth seventy six')
    expect(turns[1]!.text).toBe('[NAME], [DOB]')
    expect(contact).toEqual({ name: 'rosamund teal', dob: '1976-09-03' })
  })
  test.each([
    ['Femi it is femi dot a at example dot com', '[NAME] it is [EMAIL]'],
    ['lachlan, and it is a long story', '[NAME], and it is a long story'],
    ["right, that's a lot for a syringe", "right, that's a lot for a syringe"],
    ['profhilo, p r o f h i l o, is it', 'profhilo, p r o f h i l o, is it'],
    ["ewa kowalczyk i'm phoning for a quote", "[NAME] i'm phoning for a quote"],
    ['insha allah i will be there', 'insha allah i will be there'],
    ['only me joyce from the half ten', 'only me [NAME] from the half ten'],
  ])('%s', (text, kept) => expect(left(text)).toBe(kept))
})

describe('names in running speech', () => {
  test.each([
    ["i'm pat", "i'm [NAME]"],
    ["it's marge from the tuesday slot", "it's [NAME] from the tuesday slot"],
    ['the booking is for wendy', 'the booking is for [NAME]'],
    ["i'm ringing for auntie beryl", "i'm ringing for [NAME]"],
    ['on behalf of mr henry fothergill', 'on behalf of [NAME]'],
    ['mrs gilchrist is running late', '[NAME] is running late'],
    ["i'll be answering for her, sunita", "i'll be answering for her, [NAME]"],
    ["i'm booked in as siobhan but it is spelled the irish way", "i'm booked in as [NAME] but it is spelled the irish way"],
    ['say oona called', 'say [NAME] called'],
    ['could you tell our denise i rang', 'could you tell our [NAME] i rang'],
    ["it's jack wilson", "it's [NAME]"],
    ["my name's mark price", "my name's [NAME]"],
    ["my name's rose white and i'd like a peel", "my name's [NAME] and i'd like a peel"],
    ["hello i'm hope taylor and i'd like botox", "hello i'm [NAME] and i'd like botox"],
    ["i'm precious ndlovu", "i'm [NAME]"],
    ['hope taylor here', '[NAME] here'],
    ['hi will here', 'hi [NAME] here'],
    ['could you ring sheila instead on 07700 900558', 'could you ring [NAME] instead on [PHONE]'],
    ['sabina my best number 07700 900227', '[NAME] my best number [PHONE]'],
    ["i'm seeing sheila at four, it's 07700 900558", "i'm seeing sheila at four, it's [PHONE]"],
    ["i'm seeing claire at four, it's 07700 900558", "i'm seeing claire at four, it's [PHONE]"],
    ['book me in with gemma or claire, 07700 900558', 'book me in with gemma or claire, [PHONE]'],
  ])('%s', (text, kept) => expect(left(text)).toBe(kept))

  test.each(['hope taylor', 'li na zhang', 'will street'])('%s: an answer that is nothing but a name', (text) =>
    expect(call("A: what's your name", text)).toMatchObject({ contact: { name: text }, turns: [{}, { text: '[NAME]' }] }))

  test('initials go with their title', () => expect(left("A: what's the name on the card", 'mr j p ottley')).toBe('[NAME]'))
  test('who collects somebody is asked for by name', () => expect(left('A: who will collect you?', 'raff is')).toBe('[NAME] is'))

  test.each([
    'is it booked for my sister so i can come too',
    'my auntie flies in from toronto on the ninth',
    "i'm away at my sister's in crewe so the week after",
    "the missus says i'd be late so text me",
    'so mrs gilchrist is free on friday',
    'does it go by size or by area',
    "i'll ring tomorrow if that's allright",
    'i run a little cafe with my sister',
    "her name's slipped my mind",
    "it's rose gold i think",
    "i'm sunny side up today",
    'i hope that is ok',
    'will here be alright',
    'is will here today',
    'hi will here suits me',
    'can i ask for gemma specifically',
    "it's may or june",
  ])('%s: tells none', (text) => expect(left(text)).toBe(text))
})
