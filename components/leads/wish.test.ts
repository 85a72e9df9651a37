import { expect, test } from 'vitest'
import { wishOf } from '#components/leads/wish.ts'
import type { LeadDetail } from '#lib/recovery/types.ts'

const now = '2026-07-14T10:00:00+01:00'
const offer = (start: string, practitionerId = 'p1') => ({ start, practitionerId })
const lead = (over: Partial<LeadDetail>) => ({
  callId: 'c1', procedure: { slug: 'facelift', name: 'Facelift' }, contact: { id: 'k1', name: 'Ada Pike', phone: '+447700900501' }, hold: null, offered: [], ...over,
}) as LeadDetail

test('a booking for a lead begins with the time that is kept for them, else with the first offer that is still to come, else today', () => {
  const offered = [offer('2026-07-14T09:00:00+01:00'), offer('2026-07-16T14:30:00+01:00', 'p2')]
  const hold = { start: '2026-07-15T11:00:00+01:00', end: '2026-07-15T12:00:00+01:00', expiresAt: '2026-07-14T10:20:00+01:00', practitionerId: 'p3' }
  const wished = (over: Partial<LeadDetail>) => {
    const { lead: _, ...rest } = wishOf(lead(over), now, '2026-07-14')
    return rest
  }
  expect(wished({ hold, offered })).toEqual({ day: '2026-07-15', practitionerId: 'p3', minute: 660 })
  expect(wished({ offered })).toEqual({ day: '2026-07-16', practitionerId: 'p2', minute: 870 })
  expect(wished({ offered: offered.slice(0, 1) })).toEqual({ day: '2026-07-14' })
})

test('and with what is known of the person, in the name of their call', () => {
  expect(wishOf(lead({}), now, '2026-07-14').lead).toEqual({ callId: 'c1', procedure: 'facelift', contact: { name: 'Ada Pike', phone: '+447700900501' }, kept: null })
  expect(wishOf(lead({ contact: null, procedure: null }), now, '2026-07-14').lead).toMatchObject({ procedure: null, contact: { name: null, phone: null } })
})
