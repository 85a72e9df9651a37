import { describe, expect, it } from 'vitest'
import { daysOfMonth, leadsHref, readLeadPlace, stepMonth } from '#components/leads/address.ts'

describe('the address of the leads page', () => {
  it('shows the open leads unless it names another view', () => {
    expect(readLeadPlace({})).toEqual({ view: 'open', month: null, cursor: null })
    expect(readLeadPlace({ view: 'everything', month: '2026-13', cursor: '1; drop' })).toEqual({ view: 'open', month: null, cursor: null })
    expect(readLeadPlace({ view: ['texted', 'all'] }).view).toBe('open')
  })

  it('keeps a month only for recovered leads', () => {
    expect(readLeadPlace({ view: 'recovered', month: '2026-07' }).month).toBe('2026-07')
    expect(readLeadPlace({ view: 'texted', month: '2026-07' }).month).toBeNull()
    expect(readLeadPlace({ view: 'recovered', month: '2026-7' }).month).toBeNull()
  })

  it('reads back what it wrote', () => {
    const place = { view: 'recovered', month: '2026-07', cursor: '0b5f1c5e-31a4-4c5e-9a6e-2f4f0c1d2e3f' } as const
    const url = new URL(leadsHref('larkspur', place), 'http://clinic.example')
    expect(url.pathname).toBe('/larkspur/leads')
    expect(readLeadPlace(Object.fromEntries(url.searchParams))).toEqual(place)
    expect(leadsHref('larkspur', { view: 'open' })).toBe('/larkspur/leads')
  })

  it('steps over the turn of a year and knows how long a month is', () => {
    expect(stepMonth('2026-12', 1)).toBe('2027-01')
    expect(stepMonth('2026-01', -1)).toBe('2025-12')
    expect(daysOfMonth('2028-02')).toEqual(['2028-02-01', '2028-02-29'])
  })
})
