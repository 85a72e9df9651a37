import { describe, expect, it } from 'vitest'
import { entryOf } from '#components/contacts/export-entries.ts'

describe('a row of an export, for reading', () => {
  it('says dates, answers and codes in words', () => {
    const { facts } = entryOf({ startedAt: '2026-11-23T12:01:00+00:00', dob: '1988-02-03', attended: true, basis: 'soft_opt_in', valuePence: 12000 })
    expect(facts.map(({ term, text }) => `${term}: ${text}`)).toEqual([
      'Date of birth: 3 February 1988', 'Started: 23 November 2026, 12:01', 'Came: Yes',
      'Rests on: You had asked us about a treatment (Privacy and Electronic Communications Regulations, regulation 22)', 'Price of the treatment: £120',
    ])
  })

  it('leaves out ids and what is empty, and nothing else', () => {
    const { facts } = entryOf({ id: 'a', callId: 'b', reason: null, note: '', somethingNew: 'kept' })
    expect(facts).toEqual([{ term: 'Something new', text: 'kept', kind: 'plain' }])
    expect(entryOf({ wasTransferred: false }).facts[0]!.text).toBe('No')
  })

  it('marks what points at the person, for the switch that hides names', () => {
    const { facts } = entryOf({ phone: '+447700900123', body: 'Hi Sam', state: 'accepted' })
    expect(facts.map((fact) => fact.kind)).toEqual(['detail', 'plain', 'words'])
  })

  it('never names the member who did something', () => {
    expect(entryOf({ by: 'authenticated:1234', note: 'x' }).facts[0]!.text).toBe('A member of the clinic')
  })

  it('says a turn and an event in one line, and puts first what is looked for first', () => {
    expect(entryOf({ at: '2026-11-23T12:01:30+00:00', role: 'user', text: 'It is [PHONE].', redactorVersion: '3' }).facts).toEqual([
      { term: 'Caller 12:01:30', text: 'It is [PHONE].', kind: 'words' },
    ])
    expect(entryOf({ by: 'api_client', kind: 'export', at: '2026-11-23T12:01:30+00:00' }).facts).toEqual([
      { term: '23 November 2026, 12:01', text: 'This document, A program with the clinic’s key', kind: 'plain' },
    ])
    expect(entryOf({ end: '2026-11-23T12:30:00+00:00', start: '2026-11-23T12:00:00+00:00' }).facts.map((fact) => fact.term)).toEqual(['Start', 'End'])
  })

  it('keeps lists inside their row, and says offered times in one line', () => {
    const { facts, lists } = entryOf({
      transcript: [{ role: 'user', text: 'Hello', at: null }],
      toolCalls: [{ name: 'check_availability', result: { say: 'Ten o’clock?', slots: [{ start: '2026-11-24T10:00:00+00:00', practitionerId: 'x' }] } }],
      offered: [{ start: '2026-11-24T10:00:00+00:00', practitionerId: 'x' }],
      events: [],
    })
    expect(facts).toEqual([{ term: 'Offered', text: '24 November 2026, 10:00', kind: 'plain' }])
    expect(lists.map((list) => list.term)).toEqual(['Transcript', 'What the agent looked up'])
    expect(lists[1]!.entries[0]!.lists[0]!.entries[0]!.facts.map((fact) => fact.term)).toEqual(['Told to say', 'Slots'])
    expect(lists[0]!.entries[0]!.facts[0]).toMatchObject({ term: 'Caller', text: 'Hello' })
  })
})
