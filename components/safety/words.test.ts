import { describe, expect, it } from 'vitest'
import { holderWords, noticeWords, testWords } from './words.ts'

const text = { channel: 'text', name: 'Priya', state: 'sent', reason: null, delivery: null } as const

describe('a step of an alert in words', () => {
  it.each([
    [{}, 'Text to Priya was sent'], [{ delivery: 'delivered' }, 'Text to Priya was delivered'], [{ channel: 'call' }, 'Telephone call to Priya was placed'],
    [{ state: 'queued' }, 'Text to Priya, if nobody has it by then'], [{ state: 'sending' }, 'Text to Priya is going out'],
    [{ state: 'cancelled', reason: 'acknowledged' }, 'Text to Priya: not needed any more'], [{ state: 'failed', reason: 'carrier_21610' }, 'Text to Priya failed: the carrier refused it'],
    [{ state: 'failed', reason: 'unconfirmed' }, 'Text to Priya failed: tried twice; the carrier did not confirm either'],
  ] as const)('%j', (change, words) => expect(noticeWords({ ...text, ...change })).toBe(words))
})

it('says who has it, without an id', () => {
  expect(holderWords('on-call:Nurse Priya', 'u1')).toBe('Nurse Priya')
  expect(holderWords('authenticated:u1', 'u1')).toBe('you')
  expect(holderWords('authenticated:u2', 'u1')).toBe('somebody in the dashboard')
  expect(holderWords('api_client', 'u1')).toBe('a connected program')
})

it('a number counts as answering only after the last test', () => {
  const today = '2026-11-24'
  const [early, late] = ['2026-11-24T09:00:00+00:00', '2026-11-24T10:00:00+00:00']
  expect(testWords({ testedAt: null, confirmedAt: null }, today)).toEqual({ isConfirmed: false, words: 'Never tested' })
  expect(testWords({ testedAt: late, confirmedAt: early }, today).isConfirmed).toBe(false)
  expect(testWords({ testedAt: early, confirmedAt: late }, today)).toEqual({ isConfirmed: true, words: 'Answered OK today at 10:00' })
})
