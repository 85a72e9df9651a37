import { describe, expect, it } from 'vitest'
import { heardIn } from '#lib/calls/heard.ts'
import { transcriptOf } from '#lib/calls/transcript.ts'
import { Body, messageOf, reportOfCall, type Report } from './messages.ts'
import { turnsOfTranscript } from './wire-transcript.ts'

const read = (transcript: string) => turnsOfTranscript(transcript).map(({ role, text }) => [role, text])
const now = new Date('2026-09-15T13:21:00Z')
const reportOf = (fields: object) => messageOf(Body.parse({ message: { type: 'end-of-call-report', call: { id: 'c1' }, ...fields } }), now) as Report

describe('a transcript in one text', () => {
  const spoken = [['assistant', 'Hello, Larkspur Aesthetics.'], ['caller', 'Hi, a facelift please.']]

  it.each([['AI', 'User'], ['assistant', 'user'], ['Bot', 'Customer'], ['Agent', 'Caller'], ['ai ', 'HUMAN']])('is read under the labels %s and %s', (agent, caller) => {
    expect(read(`${agent}: Hello, Larkspur Aesthetics.\n${caller}: Hi, a facelift please.\n`)).toEqual(spoken)
  })

  it.each([
    ['lines that end otherwise', 'AI: Hello, Larkspur Aesthetics.\r\nUser: Hi, a facelift please.\r'],
    ['empty lines and blanks', '\n\n  AI:   Hello, Larkspur Aesthetics.\n\n\tUser:Hi, a facelift please.  \n'],
    ['times', '[00:01] AI: Hello, Larkspur Aesthetics.\n0:00:04.2 - User: Hi, a facelift please.'],
    ['bold labels', '**AI:** Hello, Larkspur Aesthetics.\n**User**: Hi, a facelift please.'],
    ['no lines at all', 'AI: Hello, Larkspur Aesthetics. User: Hi, a facelift please.'],
    ['a turn without words', 'User:\nAI: Hello, Larkspur Aesthetics.\nUser: Hi, a facelift please.\nAI: \nUser: '],
  ])('is read with %s', (_, transcript) => expect(read(transcript)).toEqual(spoken))

  it('has turns of several lines, and two of one speaker in a row', () => {
    expect(read('AI: I have\nten,\n\nor half past two.\nAI: Which suits?\nUser: The user: field\nis empty')).toEqual([
      ['assistant', 'I have\nten,\n\nor half past two.'], ['assistant', 'Which suits?'], ['caller', 'The user: field\nis empty']])
  })

  it('is the caller\'s where nobody can be named: before the first label, and under one that we do not know, which may be a name and is left out', () => {
    expect(read('my lip is blue\nstill\nAI: Call 999.')).toEqual([['caller', 'my lip is blue\nstill'], ['assistant', 'Call 999.']])
    expect(read('AI: Hello\nMrs Okafor: my lip is blue\nand cold\ntamsin: yes\nSpeaker 2: no')).toEqual(
      [['assistant', 'Hello'], ['caller', 'my lip is blue\nand cold'], ['caller', 'yes'], ['caller', 'no']])
    expect(read('no label anywhere')).toEqual([['caller', 'no label anywhere']])
    expect(read('AI: I have\nthese times: ten or two\nat 10:30 : or not')).toEqual([['assistant', 'I have\nthese times: ten or two\nat 10:30 : or not']])
  })

  it.each(['', ' \n\t\r\n', 'AI:', 'User:\nAI:\n', ':', ': : :\n:'])('of no words has none of its own: %j', (transcript) => {
    expect(read(transcript).filter(([, text]) => /\p{L}/u.test(text!))).toEqual([])
  })

  it('is read in one pass, however it is made', () => {
    for (const piece of [' ', '*', 'A', 'A ', 'AI', 'AI: ', '\n', '0:', 'User: x\n', 'Aa Aa Aa ', '\ud800']) turnsOfTranscript(piece.repeat(400_000))
    expect(read(`User: first\n${'AI: x\n'.repeat(100_000)}User: last`).at(-1)).toEqual(['caller', 'last'])
  })
})

describe('a report without messages', () => {
  const transcript = 'AI: May I take your name?\nUser: It\'s Tamsin Okafor, and I have heart issues.\nI would like a facelift.\nAI: Thank you.'
  const turns = [
    { role: 'assistant', text: 'May I take your name?', at: null }, { role: 'caller', text: 'It\'s Tamsin Okafor, and I have heart issues.\nI would like a facelift.', at: null },
    { role: 'assistant', text: 'Thank you.', at: null },
  ]

  it.each([
    ['in the artifact', { artifact: { transcript } }], ['a level higher', { transcript }], ['beside messages that say nothing', { artifact: { messages: [{ role: 'system', message: 'x' }, 7], transcript } }],
    ['beside figures that are none', { artifact: { transcript, performanceMetrics: 'none' } }], ['beside an artifact that is none', { artifact: 'none', transcript }],
  ])('has the words of its transcript, %s', (_, fields) => expect(reportOf(fields)).toMatchObject({ turns, earlier: 0, toolCalls: [] }))

  it('has them when the call is looked up as well', () => {
    for (const fields of [{ artifact: { transcript } }, { transcript }]) expect(reportOfCall({ id: 'c1', status: 'ended', ...fields }, now)).toMatchObject({ turns })
  })

  it('but messages win, and a transcript that is no text has no words', () => {
    const messages = [{ role: 'user', message: 'Hi', time: 1_789_478_408_000 }]
    for (const fields of [{ artifact: { messages, transcript } }, { messages, artifact: { transcript } }, { messages, transcript }]) expect(reportOf(fields).turns).toMatchObject([{ text: 'Hi', at: expect.any(Date) }])
    for (const none of [null, 7, [], {}, '', ' ']) expect(reportOf({ artifact: { transcript: none }, transcript: none }).turns).toEqual([])
  })

  it('is bounded and cut like any other, and holds nothing that a database cannot keep', () => {
    const { turns: last, earlier } = reportOf({ transcript: Array.from({ length: 450 }, (_, n) => `User: ${n}`).join('\n') })
    expect([last.length, earlier, last[0]!.text]).toEqual([400, 50, '50'])
    expect(reportOf({ transcript: `User: ${'x'.repeat(10_001)}` }).turns).toMatchObject([{ isCut: true }])
    expect(reportOf({ transcript: 'User: a\u0000b\ud800' }).turns[0]!.text).toBe('a b\ufffd')
  })

  it('is heard, and masked before it is kept', () => {
    const report = reportOf({ transcript })
    const procedures = [{ slug: 'facelift', name: 'Facelift consultation' }]
    expect(heardIn({ ...report, procedures })).toMatchObject({ spoke: true, name: 'Tamsin Okafor', procedure: 'facelift', emergency: null })
    expect(heardIn({ ...reportOf({ transcript: 'AI: Hello\nUser: My lip has gone white since the filler and it is very painful' }), procedures }).emergency).not.toBeNull()
    const { utterances } = transcriptOf(report, { staff: [], procedures: ['Facelift consultation'] }, now)
    expect(utterances.map((one) => one.role)).toEqual(['assistant', 'user', 'assistant'])
    expect(utterances[1]).toMatchObject({ text: expect.stringMatching(/\[NAME\].*\[HEALTH\]/), at: null })
    expect(JSON.stringify(utterances)).not.toMatch(/Tamsin|Okafor|heart/)
  })
})
