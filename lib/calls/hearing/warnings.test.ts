import { describe, expect, it, test } from 'vitest'
import { heardIn, type HeardTool, type Turn } from '#lib/calls/heard.ts'

const start = Date.parse('2026-11-24T10:00:00Z')

/** Lines beginning "A:" are the agent's, the others the caller's; one second apart. */
const talk = (...lines: string[]): Turn[] => lines.map((line, at) => ({
  role: line.startsWith('A:') ? 'assistant' : 'caller', text: line.replace(/^A:\s*/, ''), at: new Date(start + at * 1_000),
}))
const withTools = (toolCalls: HeardTool[], ...lines: string[]) => heardIn({ turns: talk(...lines), toolCalls, procedures: [] })
const hear = (...lines: string[]) => withTools([], ...lines)

const askAge = 'A: Is the person coming 18 or over?'

describe('under eighteen', () => {
  const under = [
    'I\'m 17', 'I am seventeen', 'I\'m only sixteen', 'I\'m fifteen and a half', 'she\'s only 16',
    'my daughter is 15', 'It\'s for my daughter, she\'s 16', 'I\'m 18 next week', 'I\'ll be 18 in March',
    'I turn eighteen on Friday',
    'I\'m nearly 18', 'I\'m not 18 yet', 'Can I come if I\'m under 18?', 'I\'m 17 years old',
    'for my 16 year old daughter', 'my son\'s seventeen', 'he\'s almost eighteen', 'It\'s for my teenage daughter',
    'It\'s my 18th birthday next month', 'I\'m underage', 'not until I\'m 18', 'I\'m gonna be 18 next month',
    'my daughter who is 16 wants lip filler', 'I\'m in year 11', 'I\'m a teenager', 'my 17 year old',
    'I’m seventeen.',
  ]
  it.each(under.map((said) => [said]))('yes: %s', (said) => expect(hear('A: How can I help?', said).underAge).not.toBeNull())

  const notUnder = [
    'I\'m 17 minutes away', 'I\'m 16 weeks pregnant', 'I\'m 34', 'I\'m eighteen', 'I\'ve just turned 18',
    'And yes, I\'m over eighteen.', 'I\'m 12 stone', 'Half past two, for two people',
    'I was 16 when I broke my nose',
    'I\'m free at 16:30', 'My implants are 15 years old', 'I\'m a size 14', 'the 17th', 'my daughter is 25',
    'I have to collect my daughter, she\'s 15', 'I\'m 15 to 20 minutes away', 'I\'m one of your patients',
    'my daughter\'s one of your nurses', 'I turned 18 in March',
  ]
  it.each(notUnder.map((said) => [said]))('no: %s', (said) => expect(hear('A: How can I help?', said).underAge).toBeNull())

  const answeredNo = [['No'], ['Not yet'], ['17'], ['Seventeen'], ['not quite'], ['No, she\'s 16'], ['next month'], ['I\'m not sure']]
  it.each(answeredNo)('asked for eighteen: %s', (said) => expect(hear(askAge, said).underAge).not.toBeNull())
  const answeredYes = [['Yes'], ['Yes I am'], ['I\'m 34'], ['No problem, yes'], ['Of course'], ['No, I\'m thirty four'], ['Oh yes, well over']]
  it.each(answeredYes)('asked for eighteen, and is: %s', (said) => expect(hear(askAge, said).underAge).toBeNull())

  test('the agent\'s words are no evidence, a question the other way round is understood', () => {
    expect(hear('A: She is 16, you said?', 'What?').underAge).toBeNull()
    expect(hear('A: You must be 18 or over for this.', 'Right').underAge).toBeNull()
    expect(hear('A: Are you under 18?', 'No').underAge).toBeNull()
    expect(hear('A: Are you under 18?', 'Yes').underAge).not.toBeNull()
    expect(hear('A: How old is she?', '15').underAge).not.toBeNull()
    const claim = { procedure: 'lip-filler', start: '2026-11-26T15:00:00+00:00', name: 'Ada', ageConfirmed: false }
    expect(withTools([{ name: 'claim_slot', arguments: claim }]).underAge).not.toBeNull()
  })
})

describe('emergencies', () => {
  const emergencies = [
    'I can\'t see out of my left eye', 'I\'ve lost my vision', 'my vision\'s gone blurry', 'I\'m seeing double',
    'everything went black in one eye', 'I\'ve gone blind in one eye', 'my eyesight is going',
    'lip\'s gone grey', 'my lip has gone a funny grey colour', 'the skin is turning white',
    'my nose has gone blue', 'it\'s all mottled', 'there\'s a white patch on my cheek', 'my lips are blue',
    'it\'s gone purple', 'the tip of my nose is black',
    'I can\'t breathe', 'I\'m having trouble breathing', 'it\'s hard to breathe', 'I\'m struggling to breathe',
    'she\'s short of breath', 'I can\'t swallow', 'it\'s difficult to swallow', 'my throat is closing up',
    'my throat feels tight',
    'my face is swelling up', 'my tongue is swollen', 'my face has ballooned', 'my eyes have swollen shut',
    'I\'m having an allergic reaction', 'I\'ve got chest pain', 'I have pains in my chest', 'my chest feels tight',
    'my chest hurts',
    'she collapsed', 'I passed out', 'he\'s fainted', 'she\'s unconscious', 'she won\'t wake up',
    'I think I\'m having a stroke', 'her speech is slurred', 'my face has dropped on one side',
    'I can\'t move my arm', 'my mouth is drooping',
    'I\'m in agony', 'I\'m in severe pain', 'the pain is getting worse', 'the pain is unbearable',
    'it\'s really painful', 'I\'m in so much pain', 'it hurts so much', 'it\'s getting more and more painful',
    'it\'s killing me, the worst pain ever',
    'it\'s infected and I\'ve got a fever', 'the infection is spreading',
    'I\'ve got a temperature and there\'s pus', 'it won\'t stop bleeding', 'I think it\'s necrosis',
    'could it be a blocked vessel',
    'I want to die', 'I\'m going to kill myself', 'I feel suicidal', 'I\'ve been hurting myself',
    'I don\'t want to be here any more', 'I can\'t go on', 'this is an emergency', 'I need an ambulance',
    'No, chest pain', 'I can barely see', 'I feel faint', 'half my face is numb',
    'it\'s throbbing and getting worse', 'the pain is a ten out of ten', 'it\'s very very painful',
    'I feel like ending it all', 'I have been cutting', 'there\'s a shadow over my eye', 'it hurts to breathe',
    'my tongue feels huge', 'the filler has blocked something', 'skin\'s gone blotchy', 'my cheek is going dusky',
    'I feel like I\'m choking', 'slurring my words', 'he\'s having a fit',
    'my wound is infected and I feel shivery', 'high temperature and oozing', 'I\'ve taken an overdose',
    'my chest is really hurting',
  ]
  it.each(emergencies.map((said) => [said]))('a red flag: %s', (said) => expect(hear('A: How can I help?', said).emergency).not.toBeNull())

  const calm = [
    'I\'ve had heart issues in the past', 'I can\'t breathe through my nose very well, so I want a rhinoplasty',
    'no chest pain', 'I don\'t have any trouble breathing', 'How swollen will my face be?', 'Will it hurt?',
    'Is it really painful?',
    'I heard it\'s really painful', 'My eyelids are drooping with age', 'my hair has gone grey',
    'I can\'t see anything on Thursday', 'I had a temperature so I missed my appointment',
    'I\'d like my teeth white', 'I can\'t see that working',
    'my nostrils have collapsed', 'I have blue eyes', 'I had filler last year', 'Um, hang on, let me just',
    'I\'m in a bit of a hurry', 'My skin is black, does the laser work?', 'Is it an infection risk?',
    'I can\'t go on Tuesday', 'does it hurt a lot', 'my face has dropped with age', 'I\'m dying to get this done',
    'dark circles under my eyes', 'I had a stroke in 2010', 'I want my lips bigger',
  ]
  it.each(calm.map((said) => [said]))('none: %s', (said) => expect(hear('A: How can I help?', said).emergency).toBeNull())

  test('a yes to the agent\'s question is one; the agent\'s own words are none; fever and infection may come apart', () => {
    expect(hear('A: Are you having trouble breathing?', 'Yes').emergency).toMatchObject({ words: 'trouble breathing' })
    expect(hear('A: Are you having trouble breathing?', 'No').emergency).toBeNull()
    expect(hear('A: If you get chest pain, call 999. Shall I put you through?', 'Yes').emergency).toBeNull()
    expect(hear('My stitches are infected', 'A: I am sorry.', 'And I\'m feverish').emergency).toEqual(
      { kind: 'medical', words: 'infection with fever', at: new Date(start + 2_000) })
  })
})
