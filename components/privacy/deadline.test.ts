import { describe, expect, test } from 'vitest'
import { counted, dayWords, deadlineOf, periodWords, type Clock } from '#components/privacy/deadline.ts'

const open: Clock = { dueOn: '2027-03-31', acknowledgeBy: null, acknowledgedAt: null, stoppedAt: null, completedAt: null }
const at = '2027-03-14T10:00:00+00:00'
const on = (today: string, more: Partial<Clock> = {}) => deadlineOf({ ...open, ...more }, today)

describe('a request\'s clock', () => {
  test('counts civil days, also over the night in which the clocks go forward', () => {
    expect(on('2027-03-27').words).toBe('4 days left')
    expect(on('2027-03-12')).toEqual({ urgency: 'calm', words: '19 days left' })
  })

  test('stands out in its last week, on its last day, and after it', () => {
    expect(on('2027-03-23').urgency).toBe('calm')
    expect(on('2027-03-24')).toEqual({ urgency: 'soon', words: '7 days left' })
    expect(on('2027-03-30')).toEqual({ urgency: 'soon', words: '1 day left' })
    expect(on('2027-03-31')).toEqual({ urgency: 'soon', words: 'Due today' })
    expect(on('2027-04-01')).toEqual({ urgency: 'over', words: 'Overdue by 1 day' })
  })

  test('of a complaint runs to the day by which it must be confirmed, and from then on to the answer', () => {
    const complaint = { acknowledgeBy: '2027-03-20' }
    expect(on('2027-03-12', complaint)).toEqual({ urgency: 'calm', words: '8 days left to confirm' })
    expect(on('2027-03-20', complaint)).toEqual({ urgency: 'soon', words: 'Due today, to confirm' })
    expect(on('2027-03-22', complaint)).toEqual({ urgency: 'over', words: 'Overdue by 2 days, to confirm' })
    expect(on('2027-03-22', { ...complaint, acknowledgedAt: at })).toEqual({ urgency: 'calm', words: '9 days left' })
  })

  test('stands still when it was stopped, and is of no more interest once closed', () => {
    expect(on('2027-05-01', { stoppedAt: at })).toEqual({ urgency: 'none', words: 'Clock stopped' })
    expect(on('2027-05-01', { stoppedAt: at, completedAt: at })).toEqual({ urgency: 'none', words: 'Closed' })
  })
})

test('counts say their thing once or many times', () => {
  expect(counted(1, 'text')).toBe('1 text')
  expect(counted(0, 'text')).toBe('0 texts')
  expect(counted(1204, 'person', 'people')).toBe('1,204 people')
  expect(counted(1_234_567, 'call')).toBe('1,234,567 calls')
})

test('a day names its year only where it is another', () => {
  expect(dayWords('2027-01-04', '2027-12-30')).toBe('Mon 4 Jan')
  expect(dayWords('2028-01-04', '2027-12-30')).toBe('Tue 4 Jan 2028')
})

test('thirteen months are said as such, every other span in days', () => {
  expect(periodWords(395)).toBe('13 months')
  expect(periodWords(90)).toBe('90 days')
  expect(periodWords(1)).toBe('1 day')
})
