import { describe, expect, it } from 'vitest'
import {
  civilDay, formatDateLong, formatDay, formatDayNear, formatDaySpan, formatMinuteCount, formatPence, formatSeconds, formatTime, initials,
  wallMinutes,
} from '#lib/shared/format.ts'

describe('display formatting', () => {
  it('reads the wall clock written in the instant, whatever the zone of the machine', () => {
    expect(formatTime('2026-07-14T14:05:00+01:00')).toBe('14:05')
    expect(civilDay('2026-07-14T00:30:00+01:00')).toBe('2026-07-14')
    expect(wallMinutes('2026-10-25T01:30:00+00:00')).toBe(90)
  })

  it('names days without a locale database', () => {
    expect(formatDay('2026-07-14')).toBe('Tuesday 14 July')
    expect(formatDateLong('2026-07-04')).toBe('4 July 2026')
    expect(formatDayNear('2026-07-15', '2026-07-14')).toBe('Tomorrow')
    expect(formatDaySpan('2026-07-13', '2026-07-19')).toBe('13–19 July 2026')
    expect(formatDaySpan('2026-12-28', '2027-01-03')).toBe('28 December 2026 – 3 January 2027')
  })

  it('shows lengths, money and initials in one way', () => {
    expect(formatMinuteCount(90)).toBe('1 h 30 min')
    expect(formatSeconds(192)).toBe('3 min 12 s')
    expect(formatPence(125_000)).toBe('£1,250')
    expect(initials('Amelia Jane Shaw')).toBe('A. S.')
  })
})
