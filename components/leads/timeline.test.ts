import { describe, expect, it } from 'vitest'
import { stepsOf } from '#components/leads/timeline.ts'
import type { LeadDetail, LeadMessage } from '#lib/recovery/types.ts'

const at = (time: string) => `2026-07-14T${time}+01:00`

const text: LeadMessage = {
  id: 'm1', direction: 'out', kind: 'recovery', body: 'Hello', state: 'accepted', delivery: 'delivered', reason: null,
  createdAt: at('14:00:02'), acceptedAt: at('14:00:48'), deliveredAt: at('14:00:51'),
}

function lead(changes: Partial<LeadDetail> = {}): LeadDetail {
  return {
    id: 'l1', status: 'waiting', reason: null, stage: 'offered', promptness: 'pending', procedure: null, contact: null, callId: 'c1',
    createdAt: at('14:00:02'), hungUpAt: at('14:00:00'), deadlineAt: at('14:05:00'), contactedAt: null, repliedAt: null, bookedAt: null, closedAt: null,
    bookingId: null, valuePence: null, isRecovered: false, isTest: false, messages: [], offered: [], hold: null, booking: null,
    consents: [], callBack: null, mayWrite: true, ...changes,
  }
}

const wordsOf = (detail: LeadDetail, now = at('14:01:00')) => stepsOf(detail, now).map((step) => step.words)

describe('the steps of a lead', () => {
  it('has the deadline ahead while the text is due, and behind when it was missed', () => {
    const due = stepsOf(lead(), at('14:04:59')).at(-1)
    expect(due).toMatchObject({ words: 'Text due by', at: at('14:05:00'), look: 'due' })
    expect(stepsOf(lead(), at('14:05:01')).at(-1)).toMatchObject({ look: 'missed' })
  })

  it('ends where somebody closed it', () => {
    const closed = lead({ status: 'closed', promptness: 'closed', closedAt: at('14:00:30') })
    expect(stepsOf(closed, at('14:01:00')).at(-1)).toMatchObject({ words: 'Closed', at: at('14:00:30'), look: 'done' })
  })

  it('says how soon the text went, and runs through to the booking that was kept', () => {
    const steps = stepsOf(lead({
      status: 'booked', promptness: 'in_time', contactedAt: at('14:00:48'), repliedAt: at('14:02:00'),
      bookedAt: at('14:02:01'), isRecovered: true, messages: [text], booking: { id: 'b1', status: 'booked', start: at('16:00:00'), end: at('17:00:00'), practitionerId: 'p1', attended: true },
    }), at('18:00:00'))
    const words = ['Hung up', 'Text sent', 'Delivered', 'Replied', 'Booked', 'Came to the booking']
    expect(steps.map((step) => step.words)).toEqual(words)
    expect(steps[1]).toMatchObject({ note: '48 s after hanging up', look: 'done' })
    expect(steps[4]?.note).toMatch(/Recovered/)
  })

  it('never says that a text took no time', () => {
    const quick = lead({ status: 'contacted', promptness: 'in_time', contactedAt: at('14:00:00') })
    expect(stepsOf(quick, at('14:01:00'))[1]?.note).toBe('Less than a second after hanging up')
  })

  it('does not promise a text to somebody who gets none', () => {
    expect(wordsOf(lead({ status: 'not_permitted', reason: 'refused', promptness: 'not_permitted' }))).toEqual(['Hung up'])
    expect(wordsOf(lead({ status: 'held', promptness: 'held' }))).toEqual(['Hung up'])
  })

  it('does not call a text slow that was held for permitted hours', () => {
    const held = lead({ status: 'contacted', promptness: 'held', contactedAt: '2026-07-15T08:00:01+01:00' })
    expect(stepsOf(held, '2026-07-15T09:00:00+01:00')[1]).toMatchObject({ words: 'Text sent', note: 'Held until permitted hours', look: 'done' })
  })

  it('marks a late text, and a person who did not come', () => {
    const late = lead({
      status: 'booked', promptness: 'late', contactedAt: at('14:06:00'),
      booking: { id: 'b1', status: 'booked', start: at('16:00:00'), end: at('17:00:00'), practitionerId: 'p1', attended: false },
    })
    const missed = stepsOf(late, at('18:00:00')).filter((step) => step.look === 'missed')
    expect(missed.map((step) => step.words)).toEqual(['Text sent late', 'Did not come'])
  })
})
