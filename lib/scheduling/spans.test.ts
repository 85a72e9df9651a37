import { expect, test } from 'vitest'
import { spanProblems } from './spans.ts'

const span = (opens: string, closes: string) => ({ opens, closes })
const found = (...spans: { opens: string; closes: string }[]) => spanProblems(spans).map(({ index, field, message }) => `${index} ${field}: ${message}`)

test('a day may have none, one, or two with a gap, which may be nothing; it may last until midnight', () => {
  for (const spans of [[], [span('09:00', '17:00')], [span('09:00', '12:30'), span('13:15', '18:00')], [span('09:00', '12:00'), span('12:00', '18:00')], [span('00:00', '24:00')], [span('13:00', '18:00'), span('09:00', '12:00')]]) {
    expect(found(...spans)).toEqual([])
  }
})

test('what is no time, ends before it begins, or overlaps is said beside the field', () => {
  expect(found(span('', '17:00'))).toEqual(['0 opens: Enter a time, such as 09:00.'])
  expect(found(span('09:00', ''))).toEqual(['0 closes: Enter a time, such as 17:30.'])
  expect(found(span('24:00', '24:00'))).toEqual(['0 opens: Enter a time, such as 09:00.'])
  for (const closes of ['09:00', '08:59']) expect(found(span('09:00', closes))).toEqual(['0 closes: This must be after the beginning.'])
  expect(found(span('09:00', '13:00'), span('12:30', '17:00'))).toEqual(['1 opens: These hours overlap the others of the day.'])
  expect(found(span('12:30', '17:00'), span('09:00', '13:00'))).toEqual(['1 opens: These hours overlap the others of the day.'])
  expect(found(span('09:00', '17:00'), span('10:00', '11:00'))).toEqual(['1 opens: These hours overlap the others of the day.'])
})
