import { describe, expect, test } from 'vitest'
import { prepare, redactCall, redactUtterance, newCall } from './redact.ts'
import { isClean } from './self-check.ts'
import { unprocessed, type Turn } from './types.ts'
import { worked } from './work.ts'

/** What only the rules do: the model is no part of what is promised here. */
const rules = { without: ['model'] as const }
const turnsOf = (lines: readonly string[]): Turn[] =>
  lines.map((line) => ({ role: line.startsWith('A: ') ? 'assistant' : 'user', text: line.replace(/^[AU]: /, '') }))
const call = (...lines: string[]) => redactCall(turnsOf(lines), rules)
const textsOf = (turns: readonly { text: string }[]) => turns.map((turn) => turn.text)

describe('what is dictated piece by piece', () => {
  const insurance = ['q q', 'double one', 'twenty two', 'three three', 'd as in delta']
  test.each([1, 2, 3, 4])('a National Insurance number, with a word of the agent after part %i', (at) => {
    const lines = ['A: And the national insurance number?', `U: ${insurance.slice(0, at).join(' ')}`, 'A: Go on.']
    const { turns } = call(...lines, `U: ${insurance.slice(at).join(' ')}`)
    expect(textsOf(turns)).toEqual([lines[0]!.slice(3), '[NI_NUMBER]', 'Go on.', '[NI_NUMBER]'])
  })

  test.each([
    ['A: The long number, please?', ['four nine two nine', 'one one oh eight seven six', 'five four three two one oh'], '[CARD]'],
    ['A: Your NHS number?', ['four five oh', 'five five seven', 'seven one oh four'], '[NHS_NUMBER]'],
    ['A: What is the best number?', ['oh seven', 'seven double oh', 'nine hundred', 'one', 'two three'], '[PHONE]'],
  ])('%s', (question, parts, mask) => {
    const { turns } = call(question, ...parts.flatMap((part) => [`U: ${part}`, 'A: mm hm']))
    expect(textsOf(turns).slice(1)).toEqual(parts.flatMap(() => [mask, 'mm hm']))
  })

  test.each([
    ['ni is q for queen q for queen oh one, two two, three three, b for bob', 'NI_NUMBER'],
    ['QQ 12 34 56 C is mine', 'NI_NUMBER'],
    ['j z two double three four five six a it says', 'NI_NUMBER'],
    ['b for bravo thirteen nine t p', 'POSTCODE'],
    ['hotel uniform seven, six x-ray bravo', 'POSTCODE'],
    ['the three on the back are eight one six', 'CARD'],
    ['last four are oh one seven seven', 'CARD'],
  ])('%s', (text, label) => {
    const { turns, categories } = call(text)
    expect(categories).toEqual([label])
    expect(turns[0]!.text).not.toMatch(/\b(?:oh|one|two|three|six|seven|eight|nine|thirteen)\b(?! on the back)|\d/)
  })
})

test('an agent that asks on for how much still asks about health', () =>
  expect(textsOf(call('A: Do you smoke?', 'U: roll ups', 'A: How many would you say?', 'U: ten or so').turns)[3]).toBe('[HEALTH]'))

describe('what is put right', () => {
  test('the last digits', () => {
    const lines = ['U: my number is 07700 900 416', 'A: I have 07700 900416.', 'U: no, four six one at the end', 'A: Okay.']
    const { turns, contact } = call(...lines)
    expect(contact.phone).toBe('+447700900461')
    expect(textsOf(turns).join(' ')).not.toMatch(/\d|\b(?:four|six)\b/)
  })

  test('the day of a date of birth that was read back', () => {
    const { turns, contact } = call('A: We have the second of June 1985.', "U: it's the twelfth not the second", 'A: Corrected.')
    expect(contact.dob).toBe('1985-06-12')
    expect(textsOf(turns).join(' ')).not.toMatch(/second|twelfth|June|1985/)
  })

  test('a letter of a postcode', () => {
    const { contact } = call('A: And the postcode?', 'U: s for sugar three', 'A: next', 'U: eight g f', 'U: no hang on e, not f')
    expect(contact.postcode).toBe('S3 8GE')
  })

  test('a name that was misheard', () => {
    const { turns, contact } = call("A: I've got Graham Hadley on 01632 960 554, correct?", 'U: hedley, with an e')
    expect(contact.name?.toLowerCase()).toBe('graham hedley')
    expect(textsOf(turns).join(' ')).not.toMatch(/hadley|hedley/i)
  })

  test('a time said after a read-back is no part of it', () => {
    const { turns, contact } = call('A: I have you at ten, on 07700 900 118.', 'U: yes ten is fine, thanks')
    expect(contact.phone).toBe('+447700900118')
    expect(turns[1]!.text).toBe('yes ten is fine, thanks')
  })

  test('what an agent reads back counts unless the caller says no', () => {
    expect(call('A: So that is kim.vale@example.org?', 'U: yes').contact.email).toBe('kim.vale@example.org')
    expect(call('A: So that is kim.vale@example.org?', 'U: no that is wrong').contact.email).toBeUndefined()
    expect(call('A: You can ring us on 01632 960 554.', 'U: okay').contact.phone).toBeUndefined()
  })
})

describe('what was masked once', () => {
  const secrets = ['vitiligo', 'sertraline', 'psoriasis']
  test.each(secrets)('%s goes wherever it stands, before and after', (secret) => {
    const lines = [`A: Is this about ${secret}?`, 'U: sorry', `U: i have ${secret}`, `A: Right, ${secret}, noted.`]
    const { turns } = call(...lines)
    expect(textsOf(turns).join(' ')).not.toContain(secret)
  })

  test('an agent names no illness that the caller told of, however plain the word', () => {
    const { turns } = call('U: i have a terrible headache', 'A: When did the headache begin?')
    expect(textsOf(turns).join(' ')).not.toContain('headache')
  })

  test('a treatment that somebody had stays where it is asked for', () => {
    const { turns } = call('A: Have you had Botox before?', 'U: yes in leeds and my eyelid dropped after the botox', 'U: can i book botox for thursday at three')
    expect(textsOf(turns)).toEqual(['Have you had Botox before?', '[HEALTH]', 'can i book botox for thursday at three'])
    const next = call('A: What did you have done last time?', 'U: lip filler', 'U: lip filler on friday please').turns
    expect(textsOf(next)[2]).toBe('lip filler on friday please')
  })

  test('twice is once, over several turns', () => {
    const lines = ['A: Any allergies?', 'U: yes', 'A: May I ask what to?', 'U: sticking plaster', 'A: And your name?', 'U: moira']
    const once = call(...lines).turns
    expect(textsOf(once)).toEqual(['Any allergies?', '[HEALTH]', 'May I ask what to?', '[HEALTH]', 'And your name?', '[NAME]'])
    expect(textsOf(redactCall(once, rules).turns)).toEqual(textsOf(once))
  })
})

test('places are those of the text, whatever stands around', () => {
  for (const lead of ['', 'um ', 'Well — ', 'so, er, '])
    for (const [said, label] of [['QQ 12 34 56 C', 'NI_NUMBER'], ['kim.vale@example.org', 'EMAIL'], ['07700 900118', 'PHONE']] as const) {
      const text = `${lead}${said}, all right?`
      const { spans } = redactUtterance(text, newCall(), rules)
      expect(spans.map(({ start, end, label: own }) => [text.slice(start, end), own])).toEqual([[said, label]])
    }
})

test('an answer about health ends where the booking begins', () => {
  const { turns } = call('A: Any medical conditions?', "U: a bit of asthma, can i have tuesday")
  expect(turns[1]!.text).toContain('can i have tuesday')
  expect(turns[1]!.text).not.toContain('asthma')
})

test.each([
  'is sister agnes in',
  "it's my parents' ruby wedding and a christening the week after",
  'are you next to the co op or the cancer research shop',
  "you've a nurse called summer and a nurse called autumn",
  "my heart's set on mr oakley doing it",
  "i'd like the twelfth of november, eleven thirty if you have it",
  'room four was freezing last time',
  'ah no worries, ring back after dinner',
  "it's the bit under my chin that bugs me",
  'what do i owe, is it a hundred or one twenty',
  "the invoice number's four four one seven zero two",
])('%s: plain talk stays', (text) => expect(call(text).turns[0]!.text).toBe(text))

describe('the longest turns', () => {
  prepare()
  const texts = ['a ', '1 ', 'my son, ', 'no sorry five ', 'kim at gmail dot com ', 'number one lark close ', 'siobhan ', "i'm on warfarin "]
  test.each(texts)('"%s" for a minute is worked on, for ten thousand characters never longer than a turn may', (piece) => {
    const long = piece.repeat(Math.floor(10_000 / piece.length))
    expect(redactCall([{ role: 'user', text: long.slice(0, 900) }]).turns[0]!.text).not.toBe(unprocessed)
    const before = worked()
    redactCall([{ role: 'user', text: long }])
    // Ten times what it takes here: a busy machine fails nothing, a loop within a loop does.
    expect(worked() - before).toBeLessThan(500)
  })

  test('what is stored holds no number, whatever was said', () => {
    for (const text of ['07700 900118 '.repeat(50), 'kim.vale@example.org, LS6 2DT', '1'.repeat(9_000)])
      expect(isClean(call(text).turns[0]!.text)).toBe(true)
  })
})
