import { describe, expect, test } from 'vitest'
import { createHearing, isAcknowledgement, isSameWords, isUnfinished } from '#lib/voice/hearing.ts'

function listening() {
  const seen: string[] = []
  const hearing = createHearing({
    onVoice: () => undefined, onWords: () => undefined, flush: () => seen.push('flush'), onNoise: () => seen.push('noise'),
    onLikely: (text) => seen.push(`likely ${text}`), onMaybe: (text) => seen.push(`maybe ${text}`), onTurn: (text) => seen.push(`turn ${text}`),
  })
  let at = 0
  const frames = (ms: number, isSpeech: boolean) => { for (let n = 0; n < ms / 20; n += 1) hearing.frame(isSpeech) }
  return {
    seen, hearing, speech: (ms: number) => frames(ms, true), silence: (ms: number) => frames(ms, false),
    final: (text: string, more: object = {}) => hearing.transcript({ text, startsAt: at++, isFinal: true, endsTurn: false, isFlush: true, ...more }),
    interim: (text: string) => hearing.transcript({ text, startsAt: at, isFinal: false, endsTurn: false, isFlush: false }),
  }
}

describe('when a caller has finished', () => {
  test('a pause fixes what was heard, a longer one ends the turn', () => {
    const call = listening()
    call.speech(800)
    call.silence(120)
    expect(call.seen).toEqual(['flush'])
    call.final('I would like a facelift')
    expect(call.seen).toEqual(['flush', 'maybe I would like a facelift'])
    call.silence(80)
    expect(call.seen.at(-1)).toBe('turn I would like a facelift')
  })

  test('who goes on in time has one turn', () => {
    const call = listening()
    call.speech(600)
    call.silence(140)
    call.final('I would like')
    call.speech(600)
    call.silence(140)
    call.final('a consultation')
    call.silence(100)
    expect(call.seen.filter((one) => one.startsWith('turn'))).toEqual(['turn I would like a consultation'])
  })

  test('an answer that never comes is waited for three tenths of a second, and the last words that were made out count', () => {
    const call = listening()
    call.speech(800)
    call.interim('on Tuesday please')
    call.silence(400)
    expect(call.seen.some((one) => one.startsWith('turn'))).toBe(false)
    call.silence(60)
    expect(call.seen.at(-1)).toBe('turn on Tuesday please')
  })

  test('words that are not fixed are likely once they have not changed in a pause, and told once; never in a gap, while somebody speaks, or in the middle of a sentence', () => {
    const call = listening()
    const likely = () => call.seen.filter((one) => one.startsWith('likely'))
    call.speech(800)
    call.interim('do you open')
    call.speech(400)
    call.silence(40)
    call.speech(400)
    // Older than what was said since.
    call.silence(80)
    expect(likely()).toEqual([])
    call.interim('do you open on')
    call.silence(100)
    expect(likely()).toEqual([])
    call.interim('do you open on Saturday')
    expect(likely()).toEqual([])
    call.silence(20)
    expect(likely()).toEqual(['likely do you open on Saturday'])
    call.silence(20)
    call.interim('do you open on Saturday')
    call.silence(20)
    expect(likely()).toHaveLength(1)
    call.interim('do you open on Saturdays')
    call.silence(20)
    expect(likely().at(-1)).toBe('likely do you open on Saturdays')
    // It decides nothing: the turn ends by what ends it without it.
    expect(call.seen.some((one) => one.startsWith('turn'))).toBe(false)
  })

  test('a final that comes twice is heard once', () => {
    const call = listening()
    call.speech(500)
    call.silence(200)
    call.hearing.transcript({ text: 'yes please', startsAt: 3, isFinal: true, endsTurn: false, isFlush: false })
    call.hearing.transcript({ text: 'yes please', startsAt: 3, isFinal: true, endsTurn: true, isFlush: false })
    expect(call.seen.at(-1)).toBe('turn yes please')
  })

  test('a sound without a word is no turn', () => {
    const call = listening()
    call.speech(200)
    call.silence(140)
    call.final('')
    call.silence(100)
    expect(call.seen).toEqual(['flush', 'noise'])
  })

  test('who is in the middle of a number, or of a sentence, gets longer', () => {
    const call = listening()
    call.speech(900)
    call.silence(140)
    call.final('my number is oh seven seven double oh nine')
    call.silence(500)
    expect(call.seen.some((one) => one.startsWith('turn'))).toBe(false)
    call.silence(400)
    expect(call.seen.at(-1)).toMatch(/^turn my number/)
  })

  test('the ears\' own end of an utterance ends a turn that nothing else did', () => {
    const call = listening()
    call.hearing.transcript({ text: 'hello there', startsAt: 0, isFinal: true, endsTurn: false, isFlush: false })
    call.hearing.utteranceEnd()
    expect(call.seen.at(-1)).toBe('turn hello there')
  })
})

test.each([['my number is', true], ['oh seven seven', true], ['07700 900123', false], ['seven seven double oh nine hundred one two three', false], ['on Tuesday and', true], ['at half past three', false], ['yes please', false]])('"%s" is unfinished: %s', (text, expected) => {
  expect(isUnfinished(text)).toBe(expected)
})

test.each([['Do you open on Saturday?', 'do you open on saturday', true], ['on Tuesday', 'on Tuesdays', false], ['two', '2', false]])('"%s" and "%s" are the same words: %s', (one, other, expected) => {
  expect(isSameWords(one, other)).toBe(expected)
})

test.each([['mm-hm', true], ['yeah, okay', true], ['right', true], ['yeah but what does it cost', false], ['no', false], ['stop', false]])('"%s" only shows that somebody listens: %s', (text, expected) => {
  expect(isAcknowledgement(text)).toBe(expected)
})
