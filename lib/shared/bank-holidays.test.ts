import { describe, expect, test } from 'vitest'
import { bankHolidaysBetween, bankHolidaysOf, easterOf, UK_PARTS, type UkPart } from '#lib/shared/bank-holidays.ts'

const official = (part: UkPart, year: number) => bankHolidaysOf(part, year).filter(({ kind }) => kind !== 'weekend')
const daysOf = (part: UkPart, year: number) => official(part, year).map(({ day }) => day.slice(5)).join(' ')

// As published for each year; of 2026 without the one day that was proclaimed for Scotland alone.
const published: [UkPart, number, string][] = [
  ['england-and-wales', 2021, '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28'],
  ['england-and-wales', 2033, '01-03 04-15 04-18 05-02 05-30 08-29 12-26 12-27'],
  ['england-and-wales', 2024, '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26'],
  ['england-and-wales', 2025, '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26'],
  ['england-and-wales', 2026, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28'],
  ['england-and-wales', 2027, '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28'],
  ['england-and-wales', 2028, '01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26'],
  ['scotland', 2024, '01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26'],
  ['scotland', 2025, '01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26'],
  ['scotland', 2026, '01-01 01-02 04-03 05-04 05-25 08-03 11-30 12-25 12-28'],
  ['scotland', 2027, '01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28'],
  ['scotland', 2028, '01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26'],
  ['northern-ireland', 2024, '01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26'],
  ['northern-ireland', 2025, '01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26'],
  ['northern-ireland', 2026, '01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28'],
  ['northern-ireland', 2027, '01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28'],
  ['northern-ireland', 2028, '01-03 03-17 04-14 04-17 05-01 05-29 07-12 08-28 12-25 12-26'],
]

test.each(published)('%s in %i', (part, year, days) => expect(daysOf(part, year)).toBe(days))

test('of any year those of England and Wales are eight different weekdays', () => {
  for (let year = 1990; year < 2100; year += 1) {
    const days = official('england-and-wales', year).map(({ day }) => day)
    expect(new Set(days).size, String(year)).toBe(8)
    expect(days.every((day) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())), String(year)).toBe(true)
  }
})

test('Easter of known years, the earliest and the latest that there can be among them', () => {
  const known = ['1818-03-22', '1943-04-25', '1961-04-02', '2000-04-23', '2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2028-04-16', '2038-04-25', '2285-03-22']
  expect(known.map((day) => easterOf(Number(day.slice(0, 4))))).toEqual(known)
})

describe('when Christmas falls on a weekend', () => {
  const december = (year: number) => bankHolidaysOf('england-and-wales', year).filter(({ day }) => day.slice(5, 7) === '12').map(({ day, name, kind }) => `${day.slice(8)} ${name} ${kind}`)

  test('on a Saturday, both days have a weekday instead, and are themselves still there to close on', () => {
    expect(december(2027)).toEqual(['25 Christmas Day weekend', '26 Boxing Day weekend', '27 Christmas Day substitute', '28 Boxing Day substitute'])
  })

  test('on a Sunday, Boxing Day keeps its Monday and Christmas has the Tuesday', () => {
    expect(december(2022)).toEqual(['25 Christmas Day weekend', '26 Boxing Day usual', '27 Christmas Day substitute'])
  })

  test('on a Friday, only Boxing Day has a Monday instead', () => {
    expect(december(2026)).toEqual(['25 Christmas Day usual', '26 Boxing Day weekend', '28 Boxing Day substitute'])
  })
})

test('a New Year’s Day on a Sunday is 3 January in Scotland, as the Act has it', () => {
  expect(official('scotland', 2023).slice(0, 2)).toEqual([{ day: '2023-01-02', name: '2nd January', kind: 'usual' }, { day: '2023-01-03', name: 'New Year’s Day', kind: 'substitute' }])
})

test('in every year no two fall on one day, none that counts falls on a weekend, and there are as many as ever', () => {
  const counts = { 'england-and-wales': 8, scotland: 9, 'northern-ireland': 10 }
  for (const part of UK_PARTS) {
    for (let year = 1978; year <= 2100; year++) {
      const all = bankHolidaysOf(part, year)
      expect(new Set(all.map(({ day }) => day)).size, `${part} ${year}`).toBe(all.length)
      expect(official(part, year), `${part} ${year}`).toHaveLength(counts[part])
      expect(all.filter(({ day, kind }) => ([0, 6].includes(new Date(day).getUTCDay())) !== (kind === 'weekend')), `${part} ${year}`).toEqual([])
      expect(all.map(({ day }) => day)).toEqual(all.map(({ day }) => day).toSorted())
    }
  }
})

test('a span of days takes what lies in it from both years, its ends included', () => {
  expect(bankHolidaysBetween('england-and-wales', '2026-12-25', '2027-01-01').map(({ day }) => day)).toEqual(['2026-12-25', '2026-12-26', '2026-12-28', '2027-01-01'])
})
