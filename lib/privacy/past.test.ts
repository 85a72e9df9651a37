import { describe, expect, test } from 'vitest'
import { redactCall } from './redact.ts'

/** What only the rules do. */
const masked = (text: string) => redactCall([{ role: 'user', text }], { without: ['model'] }).turns[0]!.text

describe('cosmetic work of the past', () => {
  test.each([
    ['i had a boob job in two thousand and nine', 'boob job'],
    ["i've had lip filler twice", 'filler'],
    ['never had botox or filler', 'filler'],
    ['never had botox or filler', 'botox'],
    ['it was my last botox that drooped', 'botox'],
    ['i had threads at another place', 'threads'],
    ['a nose job at nineteen that went wrong', 'nose job'],
    ['tummy tuck in turkey', 'tummy tuck'],
    ['i got botox elsewhere', 'botox'],
    ['i had skin boosters with you in june and i want them again', 'skin boosters'],
    ["i've had profhilo and polynucleotides already", 'polynucleotides'],
    ["i can't open my mouth since botox on sunday", 'botox'],
    ["i've come out in a rash after the laser", 'laser'],
    ['my nipple is numb on the left, six weeks after the uplift', 'uplift'],
    ["it's only an hour since the injections", 'injections'],
    ['my mouth was wrong for a week after the neck botox', 'botox'],
  ])('%s: %s goes', (text, word) => expect(masked(text)).not.toContain(word))

  test('what somebody is after is none of it', () => expect(masked("i get blisters and i'm after botox")).toBe("i get [HEALTH] and i'm after botox"))

  test.each([
    'can i have lip filler in march', 'how much is a nose job', 'i want botox before the wedding', 'do you do threads', 'i was told i could have botox in january',
    'if i had a facelift would it show', 'i had a facelift consultation with you', 'i had botox booked for tuesday', 'i had a quote for a nose job',
    'when can i have the facelift', 'is botox sore after', 'what should i do after the peel', 'how many weeks after the botox can i fly',
    'can you book me two weeks after the filler', 'i fly a week after the filler, is that ok',
  ])('%s: what is asked for stays', (text) => expect(masked(text)).toBe(text))
})

describe('what an agent asks of the past', () => {
  test('is no health data, its answer is', () => {
    const { turns } = redactCall([{ role: 'assistant', text: 'Have you had Botox before?' }, { role: 'user', text: 'twice in leeds' }], { without: ['model'] })
    expect(turns.map(({ text }) => text)).toEqual(['Have you had Botox before?', '[HEALTH]'])
  })

  const answer = (question: string, said: string) => redactCall([{ role: 'assistant', text: question }, { role: 'user', text: said }], { without: ['model'] }).turns[1]!.text

  test.each([
    ['Have you had lip filler before?', 'yeah half a mil', '[HEALTH]'],
    ['Can I ask about past treatments?', 'just botox round the eyes', '[HEALTH]'],
    ['What did you have done last time?', 'cheek filler', '[HEALTH]'],
    ['Kidneys ok?', "one's packed up", '[HEALTH]'],
    ['Glaucoma?', 'both eyes', '[HEALTH]'],
    ['Mole result?', 'back to front', '[HEALTH]'],
    ['When was your last fit?', 'two years back', '[HEALTH]'],
    ['Does your jaw click?', 'every yawn', '[HEALTH]'],
    ['And what makes it worse?', 'stairs', '[HEALTH]'],
    ['Hair transplant before?', 'istanbul', '[HEALTH]'],
    ['Have the results come back?', 'they were normal', '[HEALTH]'],
    ['Any surgery before?', "a nose job but now i'd like a revision on thursday", "[HEALTH] but now i'd like a revision on thursday"],
  ])('%s %s', (question, said, left) => expect(answer(question, said)).toBe(left))

  test.each([
    ['Have you had a chance to look at the prices?', 'yes the lip filler please'],
    ['What did you have in mind?', 'lip filler'],
    ['Have you had a consultation yet?', 'yes for a facelift'],
    ['Would you like a drink while you wait?', 'a water please'],
    ["I'll text you the address.", 'no need'],
    ['The peel?', 'the stronger one'],
    ['Did you see the results on our page?', 'class, yes'],
    ['Would a lower dose suit you?', 'yes that'],
    ['Would Tuesday be better in the morning?', 'yes nine thirty'],
    ['Did the text help?', 'yes, i found you'],
    ['Can you click the link I sent?', "yes it's open"],
    ['How long since your last visit?', 'march'],
    ['Which price band suits you?', 'the middle one'],
    ['Have you many children coming with you?', 'two'],
    ['Patch test done?', 'no can i book that for monday'],
    ['What day is your wedding, and do you want the Botox before?', 'the third of may'],
    ['Sorry about the wait.', 'no worries'],
  ])('%s %s stays', (question, said) => expect(answer(question, said)).toBe(said))
})
