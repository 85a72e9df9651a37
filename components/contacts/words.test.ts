import { describe, expect, it } from 'vitest'
import { counted, erasurePlan, textsWords } from '#components/contacts/words.ts'

const NONE = { calls: 0, transcripts: 0, bookings: 0, coming: 0, leads: 0, textsOut: 0, textsIn: 0 }

describe('counts in words', () => {
  it('say one thing and several things differently', () => {
    expect([0, 1, 2, 12].map((n) => counted(n, 'call'))).toEqual(['no calls', 'one call', 'two calls', '12 calls'])
    expect(counted(2, 'person', 'people')).toBe('two people')
    expect(textsWords({ textsOut: 0, textsIn: 0 })).toBe('None')
    expect(textsWords({ textsOut: 2, textsIn: 1 })).toBe('2 sent, 1 received')
  })
})

describe('what an erasure will do', () => {
  it('says only what there is to delete', () => {
    const { goes, stays } = erasurePlan(NONE)
    expect(goes).toHaveLength(1)
    expect(stays.join(' ')).not.toMatch(/call/)
  })

  it('names a coming booking as cancelled, and never counts it among the earlier ones', () => {
    const { goes } = erasurePlan({ ...NONE, bookings: 3, coming: 1 })
    expect(goes).toContain('One coming booking: cancelled, here and in Google Calendar.')
    expect(goes.some((line) => line.startsWith('Two earlier bookings'))).toBe(true)
  })

  it('counts texts of both directions, transcripts and leads', () => {
    const plan = erasurePlan({ ...NONE, calls: 2, transcripts: 1, leads: 1, textsOut: 2, textsIn: 1 })
    expect(plan.goes.join('\n')).toMatch(/One transcript.*\nThree texts.*\nOne lead/)
    expect(plan.stays[0]).toMatch(/two calls/)
  })
})
