import { describe, expect, it } from 'vitest'
import { freeQuarters, nearestSlot } from '#components/calendar/free-times.ts'
import type { Diary, DiaryBooking, DiaryColumn } from '#lib/scheduling/types.ts'

const at = (time: string, day = '2026-07-14') => `${day}T${time}:00+01:00`
const span = (from: string, to: string) => ({ start: at(from), end: at(to) })

const practitioner = (over: Partial<DiaryColumn> = {}): DiaryColumn => ({
  id: 'p1', name: 'Dr Elm', title: '', open: [span('09:00', '11:00')], busy: [], timeOff: [], ...over,
})
const diary = (over: Partial<Diary> = {}): Diary => ({
  timeZone: 'Europe/London', today: '2026-07-13', lastDay: '2026-10-12', now: at('08:00', '2026-07-13'), days: ['2026-07-14'],
  practitioners: [practitioner()], bookings: [], ...over,
})
const booking = (from: string, to: string, practitionerId = 'p1') =>
  ({ practitionerId, start: at(from), end: at(to), blockStart: at(from), blockEnd: at(to) }) as DiaryBooking
const timesOf = (minutes: number[]) => minutes.map((minute) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`)
const free = (of: Diary, who = practitioner(), day = '2026-07-14') => timesOf(freeQuarters(of, day, who))

describe('the times of a column that can be pointed at', () => {
  it('are the quarters of its open hours', () => {
    expect(free(diary())).toEqual(['9:00', '9:15', '9:30', '9:45', '10:00', '10:15', '10:30', '10:45'])
    expect(free(diary(), practitioner({ open: [span('09:05', '09:40')] }))).toEqual(['9:15'])
    expect(free(diary(), practitioner({ open: [] }))).toEqual([])
  })

  it('are not those that a booking with the time kept around it, time off or another calendar takes', () => {
    const kept = { ...booking('09:30', '09:45'), blockStart: at('09:20'), blockEnd: at('09:50') }
    expect(free(diary({ bookings: [kept, booking('10:00', '10:30', 'p2')] }))).toEqual(['9:00', '10:00', '10:15', '10:30', '10:45'])
    const away = practitioner({ timeOff: [{ ...span('09:00', '10:00'), label: '' }], busy: [span('10:20', '10:40')] })
    expect(free(diary(), away)).toEqual(['10:00', '10:45'])
  })

  it('are still to come, on a day that the clinic takes bookings for', () => {
    const today = diary({ today: '2026-07-14', now: at('10:20') })
    expect(free(today)).toEqual(['10:30', '10:45'])
    expect(free(diary({ today: '2026-07-15', now: at('08:00', '2026-07-15') }))).toEqual([])
    expect(free(diary({ lastDay: '2026-07-13' }))).toEqual([])
  })
})

describe('the slot for a time that was pointed at', () => {
  const slots = ['09:00', '09:40', '10:20'].map((time) => ({ start: at(time), end: at(time), practitionerId: 'p1' }))
  const nearest = (wished: number) => nearestSlot(slots, wished)?.start.slice(11, 16)

  it('is that very time when it is free, else the nearest, of two as near the later', () => {
    expect([540, 545, 560, 640, 0].map(nearest)).toEqual(['09:00', '09:00', '09:40', '10:20', '09:00'])
    expect(nearestSlot([], 540)).toBeUndefined()
  })
})
