import { describe, expect, it } from 'vitest'
import { callsHref, filterOf, isFiltered, readCallPlace } from '#components/calls/address.ts'

const NOTHING = { outcome: null, procedure: null, span: null, from: null, to: null, cursor: null }

describe('the address of the calls page', () => {
  it('leaves out what makes no sense', () => {
    expect(readCallPlace({})).toEqual(NOTHING)
    const query = { outcome: 'lost', procedure: "x' or 1", days: '8', from: '2026-02-30', cursor: 'x', status: ['ended'] }
    expect(readCallPlace(query)).toEqual(NOTHING)
  })

  it('says the same place again after a round through the URL', () => {
    const place = {
      outcome: 'not-booked', procedure: 'lip-filler', span: 'custom', from: '2026-11-01', to: '2026-11-09',
      cursor: '00000000-0000-4000-8000-000000000000',
    } as const
    const url = new URL(callsHref('larkspur', place), 'http://x')
    expect(readCallPlace(Object.fromEntries(url.searchParams))).toEqual(place)
    expect(callsHref('larkspur')).toBe('/larkspur/calls')
  })

  it('knows only days of one\'s own where they were asked for, and turns them round when they are backwards', () => {
    expect(readCallPlace({ days: '7', from: '2026-11-01' })).toMatchObject({ span: '7', from: null })
    expect(readCallPlace({ days: 'custom', from: '2026-11-09', to: '2026-11-01' })).toMatchObject({ from: '2026-11-01', to: '2026-11-09' })
  })

  it('still understands the address of calls in progress', () => {
    expect(readCallPlace({ status: 'in-progress' }).outcome).toBe('in-progress')
  })
})

describe('what the server filters by', () => {
  const filter = (query: Record<string, string>) => filterOf(readCallPlace(query), '2026-11-23')

  it('counts today as one of the days', () => {
    expect(filter({ days: 'today' })).toEqual({ from: '2026-11-23' })
    expect(filter({ days: '7' })).toEqual({ from: '2026-11-17' })
    expect(filter({ days: '30' })).toEqual({ from: '2026-10-25' })
    expect(filter({ days: 'custom', to: '2026-11-02' })).toEqual({ to: '2026-11-02' })
  })

  it('is nothing when nothing is asked', () => {
    expect(filter({})).toEqual({})
    expect(isFiltered(readCallPlace({}))).toBe(false)
    expect(isFiltered(readCallPlace({ days: 'custom' }))).toBe(true)
  })
})
