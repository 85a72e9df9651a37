import { describe, expect, test } from 'vitest'
import { percentile } from '#lib/bench/measure.ts'
import { llms, lognormal, stt, tts, uniform } from '#lib/bench/voice/models/draws.ts'
import { createPlayback, stretchesOf } from '#lib/bench/voice/models/playback.ts'
import { answerCode } from '#lib/bench/voice/models/script.ts'
import { CODES, FRAME_BYTES, SILENCE, block, codeOf, decoded, encodeSample, energyOf, toneOf } from '#lib/bench/voice/models/tones.ts'

describe('mu-law', () => {
  test('each byte is the code of its own sample, and silence is 0xFF', () => {
    for (let byte = 0; byte < 256; byte++) {
      // Two bytes say zero.
      if (byte !== 0x7f) expect(encodeSample(decoded[byte]!)).toBe(byte)
    }
    expect(encodeSample(0)).toBe(SILENCE)
    expect(energyOf(Buffer.alloc(FRAME_BYTES, SILENCE))).toBe(0)
  })
})

describe('a sound says its pair', () => {
  test('every pair, loud and soft, from any sample on', () => {
    for (let first = 0; first < CODES; first++) {
      for (let second = 0; second < CODES; second++) {
        const twice = Buffer.concat([block({ first, second }, 0.3), block({ first, second }, 0.3)])
        expect(codeOf(twice.subarray(37, 37 + FRAME_BYTES))).toEqual({ first, second })
        expect(codeOf(block({ first, second }))).toEqual({ first, second })
      }
    }
  })

  test('silence and noise say nothing', () => {
    expect(codeOf(Buffer.alloc(FRAME_BYTES, SILENCE))).toBeNull()
    const noise = Buffer.from(Uint8Array.from({ length: FRAME_BYTES }, (_, sample) => encodeSample(18_000 * uniform(1, `noise/${sample}`) - 9_000)))
    expect(codeOf(noise)).toBeNull()
    expect(energyOf(noise)).toBeGreaterThan(300)
  })
})

describe('the draws', () => {
  test.each([['stt', stt, 98], ['tts', tts, 186], ['gpt-4.1', llms['gpt-4.1'].first, 1_052], ['fast', llms.fast.first, 226]] as const)('%s has the published median and 95th percentile', (name, wait, p95) => {
    const values = Array.from({ length: 20_000 }, (_, index) => lognormal(wait, 3, `${name}/${index}`))
    expect(percentile(values, 0.5) / wait.medianMs).toBeCloseTo(1, 1)
    expect(percentile(values, 0.95) / p95).toBeCloseTo(1, 1)
  })

  test('the same seed and key give the same draw, another seed another', () => {
    expect(lognormal(tts, 1, 'a')).toBe(lognormal(tts, 1, 'a'))
    expect(lognormal(tts, 1, 'a')).not.toBe(lognormal(tts, 2, 'a'))
  })
})

describe('the playback buffer', () => {
  const tone = (turn: number, chunk: number, ms: number) => toneOf(answerCode(turn, chunk), ms * 8)

  test('plays in order, echoes a mark when it is reached, and says what was heard from the samples', () => {
    const playback = createPlayback()
    playback.play(tone(0, 0, 200), 1_000)
    playback.mark('first')
    playback.play(tone(0, 1, 200), 1_050)
    playback.mark('second')
    expect(playback.reached(1_199)).toEqual([])
    expect(playback.reached(1_200)).toEqual(['first'])
    expect(playback.endsAt()).toBe(1_400)
    expect(stretchesOf(playback.heard())).toEqual([{ turn: 0, chunk: 0, from: 1_000, to: 1_200 }, { turn: 0, chunk: 1, from: 1_200, to: 1_400 }])
  })

  test('clear forgets what is unplayed, gives its marks back, and what comes after is heard as stale when it is', () => {
    const playback = createPlayback()
    playback.play(tone(3, 0, 1_000), 0)
    playback.mark('unplayed')
    expect(playback.clear(400)).toEqual(['unplayed'])
    playback.play(tone(4, 0, 100), 900)
    playback.play(tone(3, 1, 100), 950)
    expect(stretchesOf(playback.heard()).map(({ turn, chunk, from, to }) => [turn, chunk, from, to])).toEqual([[3, 0, 0, 400], [4, 0, 900, 1_000], [3, 1, 1_000, 1_100]])
  })

  test('a gap is seen where nothing was queued', () => {
    const playback = createPlayback()
    playback.play(tone(0, 0, 100), 0)
    playback.play(tone(0, 0, 100), 300)
    expect(stretchesOf(playback.heard())).toHaveLength(2)
  })
})
