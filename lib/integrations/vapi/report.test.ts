import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { heardIn } from '#lib/calls/heard.ts'
import { Body, messageOf, reportOfCall, type Report } from './messages.ts'

const directory = join(import.meta.dirname, 'fixtures')
const now = new Date('2026-09-15T13:21:00Z')

function reportOf(body: unknown): Report {
  const message = messageOf(Body.parse(body), now)
  if (message.kind !== 'end-of-call-report') throw new Error('no report')
  return message
}
const reportIn = (name: string) => reportOf(JSON.parse(readFileSync(join(directory, `${name}.json`), 'utf8')))

describe('what was said in a call', () => {
  const report = (fields: object) => reportOf({ message: { type: 'end-of-call-report', call: { id: 'c1' }, ...fields } })
  const said = (fields: object) => report(fields).turns

  it('comes as turns with their times, without our prompt and without what tools answered', () => {
    const { turns } = reportIn('end-of-call-report-hangup-facelift')
    expect(turns.map((turn) => turn.role)).toEqual(
      ['assistant', 'caller', 'assistant', 'caller', 'assistant', 'caller', 'assistant', 'assistant', 'caller'])
    expect(turns[3]).toEqual({ role: 'caller', text: 'It\'s Tamsin Okafor.', at: new Date(1_789_478_424_380) })
    expect(JSON.stringify(turns)).not.toMatch(/You are Voxanne|"status"/)
  })

  it('was waited for from the caller\'s last word to the very next answer; a time that cannot be read gives no figure, not one to a later answer', () => {
    const gaps = (fields: object) => report(fields).turnLatencies.map((turn) => turn.gapHeardMs)
    const [asked, late] = [{ role: 'user', message: 'x', time: 0, endTime: 2_000 }, { role: 'bot', message: 'x', time: 9_000 }]
    const answered = { role: 'bot', message: 'x', time: 2_700 }
    expect(gaps({ artifact: { messages: [asked, answered, late] } })).toEqual([700])
    expect(gaps({ artifact: { messages: [] }, messages: [asked, answered] })).toEqual([700])
    for (const time of [null, '2026-09-15T13:21:00Z']) expect(gaps({ artifact: { messages: [asked, { ...answered, time }, late] } }), String(time)).toEqual([])
    expect(gaps({ artifact: { messages: [asked, { ...asked, time: 5_000, endTime: null }, late] } })).toEqual([])
  })

  it('comes with the tools that were used', () => {
    expect(reportIn('end-of-call-report-booked').toolCalls).toMatchObject([
      { name: 'check_availability', arguments: { procedure: 'lip-filler' } }, { name: 'claim_slot', arguments: { name: 'Imogen Ashdown' } }, { name: 'capture_lead' },
    ])
    expect(reportIn('end-of-call-report-error').toolCalls).toEqual([])
  })

  it('is read a level higher in old captures, and under either name of the agent', () => {
    const messages = [{ role: 'assistant', message: 'Hello' }, { role: 'user', content: 'Hi' }, { role: 'tool', content: 'x' }, { role: 'system', message: 'x' }]
    const turns = [{ role: 'assistant', text: 'Hello', at: null }, { role: 'caller', text: 'Hi', at: null }]
    expect(said({ messages })).toEqual(turns)
    expect(said({ artifact: { messages: [] }, messages })).toEqual(turns)
    expect(said({ artifact: { messages }, messages: [{ role: 'user', message: 'other' }] })).toEqual(turns)
  })

  it('is bounded, the end of a call being kept', () => {
    const { turns, earlier } = report({ artifact: { messages: Array.from({ length: 450 }, (_, at) => ({ role: 'user', message: `${at} ${'x'.repeat(5_000)}`, time: at })) } })
    expect(turns).toHaveLength(400)
    expect(earlier).toBe(50)
    expect(turns[0]!.text.startsWith('50 ')).toBe(true)
    expect(turns.every((turn) => turn.text.length > 5_000 && !turn.isCut)).toBe(true)
  })

  it('is cut when a turn is longer than anything that is redacted, and says so', () => {
    const turns = said({ artifact: { messages: [{ role: 'user', message: 'x'.repeat(10_000) }, { role: 'user', message: 'x'.repeat(10_001) }] } })
    expect(turns.map((turn) => [turn.text.length, turn.isCut ?? false])).toEqual([[10_000, false], [4_000, true]])
  })

  it('holds nothing that a database cannot keep', () => {
    const turns = said({ artifact: { messages: [{ role: 'user', message: 'a\u0000b\u001bc\ud800d\ne' }, { role: 'user', message: '\u0000' }] } })
    expect(turns.map((turn) => turn.text)).toEqual(['a b c\ufffdd\ne'])
  })

  it('that is malformed costs itself, not the report', () => {
    const messages = [null, 'x', { role: 7 }, { role: 'user' }, { role: 'user', message: 5 }, { role: 'user', message: ' ' }, { role: 'user', message: 'Hi', time: 'x' }, { role: 'user', message: 'Hello' }]
    expect(said({ artifact: { messages } })).toEqual([{ role: 'caller', text: 'Hello', at: null }])
    expect(said({ artifact: { messages: 'none' } })).toEqual([])
    expect(said({ artifact: null })).toEqual([])
    expect(report({ artifact: { messages: [{ role: 'tool_calls', toolCalls: [{ id: 5 }, { id: 't1', function: { name: 'capture_lead', arguments: '{' } }] }] } }).toolCalls)
      .toEqual([{ id: 't1', name: 'capture_lead', arguments: null }])
  })
})

describe('what is heard in the reports', () => {
  const procedures = [
    { slug: 'facelift', name: 'Facelift consultation' }, { slug: 'lip-filler', name: 'Lip filler consultation' }, { slug: 'dermal-filler', name: 'Dermal filler' },
  ]
  const nothing = { refusedTexts: null, agreedToTexts: null, wantsCallBack: null, underAge: null, emergency: null }
  const heard = (name: string, withTools = true) => {
    const { turns, toolCalls } = reportIn(name)
    return heardIn({ turns, toolCalls: withTools ? toolCalls : [], procedures })
  }

  it('the caller who hung up: a name and a procedure', () => {
    expect(heard('end-of-call-report-hangup-facelift')).toEqual({ spoke: true, name: 'Tamsin Okafor', phone: null, procedure: 'facelift', ...nothing })
    expect(heard('end-of-call-report-hangup-facelift', false)).toMatchObject({ name: 'Tamsin Okafor', procedure: 'facelift' })
  })

  it('the caller who booked, with tools and without', () => {
    const expected = { spoke: true, name: 'Imogen Ashdown', procedure: 'lip-filler', ...nothing, agreedToTexts: { words: 'could you text me', at: new Date(1_789_462_964_105) } }
    expect(heard('end-of-call-report-booked')).toEqual({ ...expected, phone: '+447700900123' })
    expect(heard('end-of-call-report-booked', false)).toEqual({ ...expected, phone: null })
  })

  it('the caller who named a number and an illness: no emergency, and nothing of the illness', () => {
    const expected = { spoke: true, name: 'Gareth Penhallow', phone: '+447700123456', procedure: 'dermal-filler', ...nothing }
    expect(heard('end-of-call-report-sensitive')).toEqual(expected)
    expect(heard('end-of-call-report-sensitive', false)).toEqual(expected)
  })

  it('the line that failed: somebody spoke', () => {
    expect(heard('end-of-call-report-error')).toEqual({ spoke: true, name: null, phone: null, procedure: null, ...nothing })
  })
})

describe('a call that is looked up', () => {
  const messages = [{ role: 'bot', message: 'Hello', time: 1_789_478_407_000 }, { role: 'user', message: 'Hi', time: 1_789_478_408_000 }]
  const call = {
    id: 'c1', orgId: 'o1', type: 'inboundPhoneCall', status: 'ended', createdAt: '2026-09-15T13:20:04.112Z', updatedAt: '2026-09-15T13:20:52.000Z',
    startedAt: '2026-09-15T13:20:06.480Z', endedAt: '2026-09-15T13:20:50.931Z', endedReason: 'customer-ended-call',
    customer: { number: '+447700900142' }, artifact: { messages, performanceMetrics: { turnLatencyAverage: 1800.6 } }, somethingNew: { x: 1 },
  }

  it('becomes the report that would have come', () => {
    expect(reportOfCall(call, now)).toEqual({
      kind: 'end-of-call-report',
      call: { id: 'c1', at: new Date(call.startedAt), phone: '+447700900142', isTest: false, isOutbound: false, greetingVersion: null, callBackId: null },
      endedAt: new Date(call.endedAt), endedReason: 'customer-ended-call', assistantVersion: null, turnLatencies: [], latency: { turnMs: 1801 }, toolCalls: [], earlier: 0,
      turns: [
        { role: 'assistant', text: 'Hello', at: new Date(1_789_478_407_000) },
        { role: 'caller', text: 'Hi', at: new Date(1_789_478_408_000) },
      ],
    })
    expect(reportOfCall({ ...call, artifact: undefined, messages }, now)).toMatchObject({ turns: [{ text: 'Hello' }, { text: 'Hi' }] })
    expect(reportOfCall({ ...call, type: 'outboundPhoneCall' }, now)).toMatchObject({ call: { isOutbound: true } })
  })

  it.each(['scheduled', 'queued', 'ringing', 'in-progress', 'forwarding', 'something-new', undefined])('goes on while it is %s and has no end', (status) => {
    expect(reportOfCall({ ...call, status, endedAt: undefined }, now)).toEqual({ kind: 'still-going' })
  })

  it.each(['ended', 'not-found', 'deletion-failed'])('is over when it is %s, and is given the best known times', (status) => {
    expect(reportOfCall({ id: 'c1', status, createdAt: call.createdAt, updatedAt: call.updatedAt }, now))
      .toMatchObject({ kind: 'end-of-call-report', call: { at: new Date(call.createdAt), phone: null }, endedAt: new Date(call.updatedAt), endedReason: null, turns: [] })
    expect(reportOfCall({ id: 'c1', status }, now)).toMatchObject({ call: { at: now }, endedAt: now })
  })

  it('is over when it has an end, whatever the status says', () => {
    expect(reportOfCall({ ...call, status: 'in-progress' }, now)).toMatchObject({ kind: 'end-of-call-report' })
  })

  it('is refused without a word of it when it is no call', () => {
    for (const strange of [null, [], 'Tamsin', { customer: { number: 'Tamsin' } }, { id: 7, said: 'Tamsin' }]) {
      expect(() => reportOfCall(strange, now)).toThrow(/^Vapi answered something that is no call$/)
    }
  })
})
