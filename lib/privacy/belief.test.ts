import { describe, expect, test } from 'vitest'
import { redactCall } from './redact.ts'

/** What only the rules do. */
const masked = (text: string) => redactCall([{ role: 'user', text }], { without: ['model'] }).turns[0]!.text

describe('belief, origin, love and unions by their names', () => {
  test.each([
    ["i'm a shop steward", 'steward'], ["i'm in the gmb", 'gmb'], ['my rmt rep said', 'rmt'], ['i belong to accord at the bank', 'accord'], ["we're on a work to rule", 'work to rule'],
    ["i'm in the tuv", 'tuv'], ["i'm a remainer", 'remainer'], ['i voted leave and so did he', 'leave'], ["i'm out leafleting till six", 'leafleting'],
    ["i'm wee free", 'wee free'], ['i was raised methodist', 'methodist'], ["i'm at the gurdwara", 'gurdwara'], ['after samhain please', 'samhain'], ['is it halal', 'halal'],
    ['i swing both ways', 'swing both ways'], ["my husband's picking me up and i'm a man by the way", 'husband'], ["we've a civil partnership", 'civil partnership'],
    ["i'm gender fluid", 'gender fluid'], ["it's they them", 'they them'], ['can we make love after', 'make love'], ["we've separate beds", 'separate beds'],
    ['at home we speak yoruba', 'yoruba'], ['i grew up in accra', 'accra'], ["we're travellers", 'travellers'], ["i'm a type four", 'type four'],
    ["i'm catholic so nothing on good friday", 'good friday'], ["i'm pagan and it's solstice that day", 'solstice'], ["i'm a conservative i'm out that evening", 'conservative'], ["i've only had one partner in my life", 'one partner'],
    ["i'm an mp", 'mp'], ["i'm a green teller", 'green'], ["i'm off to pride", 'pride'], ["i've a momentum meeting", 'momentum'],
    ["i'm at a pro palestine rally", 'pro palestine rally'], ['i worked on the leave campaign', 'leave campaign'], ['voted on to the national executive', 'national executive'], ["they called me a scab", 'scab'],
    ["i finish too quickly", 'quickly'], ["i've only been with two men", 'two men'], ['i do adult films', 'adult films'], ['we only do it with the lights off', 'lights off'],
    ["i'm not that way inclined", 'inclined'], ["i don't feel like a man or a woman", 'woman'], ["my lad's my daughter now", 'daughter'], ["i'm a floating voter", 'floating'], ["we've walked out at the depot", 'walked out'], ["i'm an e cup", 'e cup'], ["my waist is thirty two inches", 'thirty two'],
  ])('%s: %s goes', (text, word) => expect(masked(text)).not.toContain(word))

  test.each([
    'a picket fence', "she's having a party", 'can i swing by at four', 'the church street clinic', 'i need a tea cup', 'a community centre', 'the mayor street car park', 'you can polish my nails',
    "he's deaf to it", 'a chinese last night', 'he was liberal with the numbing stuff', 'i lent my sister the deposit', 'brazilian wax', 'i take pride in it', 'put a green voucher on it', 'are you open on good friday', 'be conservative with the filler', 'my partner in the car', 'i came out of the clinic', 'we walked out happy', 'my daughter is my lift home', 'do you do it with the lights on',
  ])('%s: plain talk stays', (text) => expect(masked(text)).toBe(text))
})

test.each([
  ["i'm a trans man and i'd like top surgery", 'top surgery'],
  ["my daughter's transitioning and wants her adam's apple shaved", "adam's apple"],
])('%s: what is asked for stays', (text, asked) => {
  expect(masked(text)).toContain(asked)
  expect(masked(text)).toContain('[SENSITIVE]')
})
