import { expect, test } from 'vitest'
import { timeLeft } from '#components/leads/countdown.ts'

const deadline = Date.UTC(2026, 6, 14, 13, 5)
const before = (seconds: number) => timeLeft(deadline, deadline - seconds * 1000)

test.each([
  [300, '5:00 left', 'calm'],
  [247, '4:07 left', 'calm'],
  [60, '1:00 left', 'calm'],
  [59, '0:59 left', 'soon'],
  [0.4, '0:01 left', 'soon'],
  [0, 'Overdue by 0:00', 'over'],
  [-12, 'Overdue by 0:12', 'over'],
  [-3599, 'Overdue by 59:59', 'over'],
  [-7500, 'Overdue by 2 h 05 min', 'over'],
])('%d seconds before the deadline reads "%s"', (seconds, words, urgency) => {
  expect(before(seconds)).toEqual({ words, urgency })
})
