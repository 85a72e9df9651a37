import { expect, test } from 'vitest'
import { apart, lateIn } from '#components/latency/answered.ts'

const turn = { modelMs: null, voiceMs: null, transcriberMs: null, endpointingMs: null, turnMs: null, gapHeardMs: null }

test.each([
  ['what was reported as a whole', { turnMs: 900 }, 1],
  ['its parts', { modelMs: 500, voiceMs: 400 }, 1],
  ['what was heard, where nothing was reported', { gapHeardMs: 4_000 }, 1],
  ['the report, where there is one', { turnMs: 600, gapHeardMs: 900 }, 0],
  ['nothing at all', {}, 0],
])('a turn is late by %s', (_what, some, late) => expect(lateIn([{ ...turn, ...some }], 800)).toBe(late))

test('a wait that no turn belongs to is no turn more', () => {
  const [one, two, heard] = [{ ...turn, turnMs: 700 }, { ...turn, modelMs: 300 }, { ...turn, gapHeardMs: 900 }]
  expect(apart([one, two, heard])).toEqual({ told: [one, two], heardOnly: [heard] })
  expect(apart([heard, heard])).toEqual({ told: [heard, heard], heardOnly: [] })
})
