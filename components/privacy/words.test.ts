import { describe, expect, test } from 'vitest'
import { erasureState, KEPT, looksOf, nightsOf, SPAN_NAMES, sweptWords, viewWords, whoWords } from '#components/privacy/words.ts'
import type { Receipt } from '#lib/privacy/rights/types.ts'

const receipt = (processor: Receipt['processor'], state: Receipt['state']): Receipt =>
  ({ processor, state, reason: null, attempts: 1, nextAt: null, doneAt: null })

test('every span that an owner may set has its row, once', () => {
  const spans = KEPT.flatMap(({ period }) => ('span' in period ? [period.span] : []))
  expect(spans.toSorted()).toEqual(Object.keys(SPAN_NAMES).toSorted())
})

const none = { transcripts: 0, leads: 0, contacts: 0, calls: 0, messages: 0, views: 0 }

test('a sweep says what it removed, and when it found nothing', () => {
  expect(sweptWords(none)).toBe('nothing was old enough')
  expect(sweptWords({ ...none, transcripts: 1200, messages: 1 })).toBe('1,200 lines of transcripts, 1 text removed')
})

test('the passes of one night are one sweep', () => {
  const [late, early] = ['2027-03-02T03:17:00+00:00', '2027-03-01T03:17:00+00:00']
  expect(nightsOf([
    { at: late, swept: { ...none, calls: 10 } }, { at: late, swept: { ...none, calls: 2000, views: 3 } }, { at: early, swept: { ...none, leads: 1 } },
  ])).toEqual([{ at: late, swept: { ...none, calls: 2010, views: 3 } }, { at: early, swept: { ...none, leads: 1 } }])
  expect(nightsOf([])).toEqual([])
})

describe('an erasure', () => {
  test('is done only when every processor is', () => {
    expect(erasureState({ state: 'done', receipts: [receipt('database', 'done'), receipt('vapi', 'done')] })).toEqual({ tone: 'ok', words: 'Done everywhere' })
  })

  test('names who is still to do it, each once', () => {
    const receipts = [receipt('database', 'done'), receipt('twilio', 'pending'), receipt('twilio', 'pending'), receipt('vapi', 'pending')]
    expect(erasureState({ state: 'pending', receipts })).toEqual({ tone: 'warn', words: 'Waiting for Twilio, Vapi' })
  })

  test('says first who refused, because a person has to act', () => {
    expect(erasureState({ state: 'pending', receipts: [receipt('google', 'refused'), receipt('twilio', 'pending')] })).toEqual({ tone: 'bad', words: 'Refused by Google Calendar' })
  })
})

describe('who looked', () => {
  const members = [{ userId: '11111111-0000-4000-8000-00000000aaaa', role: 'owner' as const }, { userId: '11111111-0000-4000-8000-00000000bbbb', role: 'staff' as const }]
  const me = members[0]!.userId

  test('is told apart without names', () => {
    expect(whoWords(`authenticated:${me}`, me, members)).toBe('You')
    expect(whoWords(`authenticated:${members[1]!.userId}`, me, members)).toBe('Staff, id ending bbbb')
    expect(whoWords('authenticated:11111111-0000-4000-8000-00000000cccc', me, members)).toBe('A former member, id ending cccc')
    expect(whoWords('api_client', me, members)).toBe('A program with your API key')
    expect(whoWords('service_role', me, members)).toBe('The system')
  })

  test('is one line for each thing and day, however often the open page was read again', () => {
    const view = (at: string, subjectId: string, actor = 'authenticated:1') => ({ id: at, actor, kind: 'lead' as const, subjectId, at })
    const views = [
      view('2027-03-02T09:05:00+00:00', 'a'), view('2027-03-02T09:04:30+00:00', 'b'), view('2027-03-02T09:04:00+00:00', 'a'),
      view('2027-03-02T09:03:00+00:00', 'a', 'authenticated:2'), view('2027-03-01T09:00:00+00:00', 'a'),
    ]
    expect(looksOf(views).map(({ actor, subjectId, first, last }) => [actor.at(-1), subjectId, first.slice(8, 16), last.slice(8, 16)])).toEqual([
      ['1', 'a', '02T09:04', '02T09:05'], ['1', 'b', '02T09:04', '02T09:04'], ['2', 'a', '02T09:03', '02T09:03'], ['1', 'a', '01T09:00', '01T09:00'],
    ])
  })

  test('leads to what was looked at', () => {
    expect(viewWords({ kind: 'transcript', subjectId: '7' }, 'larkspur').href).toBe('/larkspur/calls/7')
    expect(viewWords({ kind: 'export', subjectId: '7' }, 'larkspur').href).toBe('/larkspur/contacts/7')
  })
})
