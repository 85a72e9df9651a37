import { describe, expect, it, test } from 'vitest'
import { alertCallWords, alertText, isAcknowledgement, testCallWords, testText } from './alert-words.ts'

const clinic = { clinicName: 'Larkspur Aesthetics', slug: 'larkspur', appUrl: 'https://app.example' }

describe('an answer to an alert', () => {
  const has = [
    'OK', 'ok', 'Ok.', 'okay', 'OK thanks', 'Yes', 'YES!', 'yep', 'got it', 'Got it, thanks', 'I\'ve got it', 'I have it', 'I’ve got this', 'on it', 'I\'m on it',
    'on my way', 'will do', 'ok will do', 'I\'ll call them now', 'ok on it', 'k', 'ack', '👍', '👍🏽', ' ok ', 'OK OK', 'calling now', 'Received', 'noted thanks',
  ]
  it.each(has.map((body) => [body]))('has it: %s', (body) => expect(isAcknowledgement(body)).toBe(true))
  const hasNot = [
    'ok but I\'m in theatre', 'OK?', 'no', 'not ok', 'I can\'t', 'who is this?', 'call Sam instead', 'yes but later', 'STOP', '1', '', '   ', 'I don\'t have it',
    'is it done', 'ok to ring at 5', 'ask Priya', 'can you call', 'wrong number', 'got a patient', '🙏', 'hello', 'thanks', 'please',
  ]
  it.each(hasNot.map((body) => [body]))('does not: %s', (body) => expect(isAcknowledgement(body)).toBe(false))
})

test('an alert names no person and nothing medical, says where to look and how to answer, and fits two texts', () => {
  const text = alertText(clinic)
  expect(text).toBe('URGENT Larkspur Aesthetics: a caller may need help now. See https://app.example/larkspur/safety and reply OK to say you have it.')
  for (const one of [text, testText(clinic)]) expect(one).not.toMatch(/\b(?:medical|emergency|pain|breath\w*|filler|distress|patient)\b/i)
  expect(alertText({ ...clinic, clinicName: 'x'.repeat(80), slug: 's'.repeat(60), appUrl: `https://${'a'.repeat(40)}.example` }).length).toBeLessThanOrEqual(306)
})

test('a test says that nothing has happened, in writing and aloud', () => {
  for (const words of [testText(clinic), testCallWords(clinic.clinicName)]) expect(words).toContain('Nothing has happened')
  expect(testText(clinic)).not.toContain('URGENT')
  expect(alertCallWords(clinic.clinicName)).toContain('ring the caller back')
})
