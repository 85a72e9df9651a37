import { describe, expect, it } from 'vitest'
import { groupViews, viewerWords } from '#components/calls/views.ts'

const view = (actor: string, time: string) => ({ actor, at: `2026-11-${time}:00+00:00` })

describe('who has seen a transcript', () => {
  it('is one line a person and day, from the first look to the last', () => {
    const views = [view('authenticated:a', '23T12:03'), view('authenticated:b', '23T12:02'), view('authenticated:a', '23T12:01'), view('authenticated:a', '22T09:00')]
    expect(groupViews(views, 'a').map(({ who, day, first, last }) => [who, day, first.slice(11, 16), last.slice(11, 16)])).toEqual([
      ['You', '2026-11-23', '12:01', '12:03'],
      ['Another member of the clinic', '2026-11-23', '12:02', '12:02'],
      ['You', '2026-11-22', '09:00', '09:00'],
    ])
    expect(groupViews([], 'a')).toEqual([])
  })

  it('tells a program from a member', () => {
    expect(viewerWords('api_client', 'a')).toMatch(/program/)
    expect(viewerWords('authenticated:a', 'ab')).toBe('Another member of the clinic')
  })
})
