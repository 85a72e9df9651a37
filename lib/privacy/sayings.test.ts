import { describe, expect, test } from 'vitest'
import { redactCall } from './redact.ts'
import type { Turn } from './types.ts'

const left = (...lines: string[]) =>
  redactCall(
    lines.map((line): Turn => ({ role: line.startsWith('A: ') ? 'assistant' : 'user', text: line.replace(/^[AU]: /, '') })),
    { without: ['model'] },
  ).turns.at(-1)!.text

describe('what only sounds like health or belief', () => {
  test.each([
    "i've got itchy feet, i want to go before christmas",
    "i'm on pins waiting for the brochure",
    "we're expecting snow so shall i keep the booking",
    'the depression in the car park wants filling',
    "the dog's just been sick on the carpet so i'm late",
    "i was depressed to see the place shut, have you moved",
    "can't stand the smell of that stuff you wipe on",
    "the bin men are on strike so there's bags on your doorstep",
    "the church clock says ten to so i'm early",
    'is it the clinic by the mosque or the one by the cinema',
    "i'm coming out of the station now, which way do i turn",
    "i've got a chinese takeaway coming at seven",
    'is rosacea laser something you do on saturdays',
    'put me in for the menopause facial',
    'why do you ask about epilepsy on the form',
    'my parking was from 13:05 to 15:20',
    "it's on my phone",
    "i've put it in my phone",
    "i've not heard that word since my gran",
    'can my sister come to the ten past two',
    'i come to the gym next door on mondays',
    "i've the grandkids tuesdays and thursdays",
    'my granddaughter set me up with your site',
    'my microphone on now',
    "i've got lips to worry about",
    "i'd like my eyes done",
    "we're trying for a booking in the same week",
    'may i speak to faith on reception',
    'they bring me out a coffee',
    "i'd like two appointments side by side",
    "i'm coming with a friend from work",
    "i'm booked with the nurse on thursday",
    "i'm straight out of work at five",
    "my wife's in spain till friday",
    'my wife said to ask about the shockwave',
    'do you do b twelve injections',
  ])('%s: stays', (text) => expect(left(text)).toBe(text))

  test.each([
    ["i'm depressed", "i'm [HEALTH]"],
    ["i'm expecting in june", "i'm [HEALTH] in june"],
    ['i go to the mosque on fridays', '[SENSITIVE]'],
    ['my rosacea is flaring', '[HEALTH]'],
    ["i'm on my grain tablets", '[HEALTH]'],
    ['i had my eyes done in turkey', '[HEALTH]'],
    ['penicillin brings me out in a rash', '[HEALTH]'],
    ['i swell up with strawberries', '[HEALTH]'],
    ["i'm seeing the diabetic nurse on friday", '[HEALTH]'],
    ['her and her wife both want it', '[SENSITIVE]'],
    ["i'm straight", '[SENSITIVE]'],
    ["my family's from bangladesh", '[SENSITIVE]'],
    ['my filler is from last year', '[HEALTH]'],
    ['i need my hip done in march', '[HEALTH]'],
    ['i come out in hives after prawns', '[HEALTH]'],
    ["i came out last year", '[SENSITIVE]'],
    ["there's pus coming out of the stitch", '[HEALTH]'],
  ])('%s: goes', (text, mask) => expect(left(text)).toContain(mask.match(/\[[A-Z]+\]/)![0]))
})

describe('what an agent asks beside health', () => {
  test.each([
    ['Okay, type one diabetes noted, and what time suits you?', 'half past three please'],
    ['How are you feeling about going ahead?', 'excited'],
    ['Any health insurance?', 'i pay as i go'],
    ['Which therapist?', 'the tall one'],
    ["How old's the voucher?", 'nineteen months'],
    ['Did you get our email?', 'the link is gone'],
  ])('%s', (question, answer) => expect(left(`A: ${question}`, answer)).toBe(answer))
  test.each([
    ['How are you feeling?', 'rough'],
    ['Have you seen a therapist?', 'twice'],
    ['How old are you?', 'thirty four'],
  ])('%s: is answered with what must go', (question, answer) => expect(left(`A: ${question}`, answer)).not.toContain(answer))
})

describe('pieces of mail, numbers and postcodes', () => {
  test.each([
    ['use his, double u dot pickersgill one nine five oh at aol dot com', 'use his, [EMAIL]'],
    ['proton mail dot com', '[EMAIL]'],
    ['r, a, v, hyphen, one, nine, eight, eight', '[EMAIL]'],
  ])('%s', (text, kept) => expect(left(text)).toBe(kept))
  test('a postcode remembered in part', () => expect(left('A: postcode?', 'w one something')).toBe('[POSTCODE]'))
  test('a number asked for by one word', () => expect(left('A: mobile?', '900 443')).toBe('[PHONE]'))
})

describe('what an agent asks decides what a bare answer is', () => {
  test.each([
    ['A: may i take your name', 'U: krystyna', 'A: and the date', 'U: twenty seventh'],
    ["A: any allergies", 'U: none', "A: and you're in for", 'U: micro needling'],
    ['A: is there a number', 'U: 07700 900583', 'A: great and the price quoted', 'U: four ninety five'],
    ['A: would you like an email or a text reminder', 'U: email'],
    ['A: shall i send it to your email', "U: that'd be grand"],
    ['A: how many units', 'U: twenty'],
  ])('%s, %s, %s, %s: stays', (...lines) => expect(left(...lines)).toBe(lines.at(-1)!.slice(3)))

  test.each(['do you have hiv or hepatitis', 'have you had botox in the last six months', 'how far along are you', 'when was your last filler', 'any history of stroke'])(
    '%s: its answer is health', (question) => expect(left(`A: ${question}`, 'U: not any more')).toBe('[HEALTH]'))
})

describe('what stands beside a number', () => {
  test.each([
    ['my mobile is 07700 900583, £60 paid', 'my mobile is [PHONE], £60 paid'],
    ['my card got declined so can we do two fifteen instead', 'my card got declined so can we do two fifteen instead'],
    ['the card ends in four four one two', 'the card ends in [CARD]'],
  ])('%s', (text, kept) => expect(left(text)).toBe(kept))
})
