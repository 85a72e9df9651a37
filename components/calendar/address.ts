import { addDays, isDay, mondayOf } from '#lib/shared/time.ts'

export type CalendarView = 'day' | 'week'
export type CalendarPlace = { day: string; view: CalendarView; practitionerId: string | null }

/** In place of a practitioner's id, in a week: all of them. */
export const EVERYBODY = 'everybody'

type Query = Record<string, string | string[] | undefined>

/** What the calendar's URL asks for; anything that makes no sense becomes today's day view. */
export function readPlace(query: Query, today: string): CalendarPlace {
  const day = typeof query.day === 'string' && isDay(query.day) ? query.day : today
  const practitionerId = typeof query.practitioner === 'string' ? query.practitioner : null
  return { day, view: query.view === 'week' ? 'week' : 'day', practitionerId }
}

/** The calendar's URL for a place. */
export function placeHref(slug: string, place: CalendarPlace): string {
  const query = new URLSearchParams({ day: place.day })
  if (place.view === 'week') query.set('view', 'week')
  if (place.practitionerId) query.set('practitioner', place.practitionerId)
  return `/${slug}/calendar?${query}`
}

/** The days that a place shows. */
export function daysShown(place: CalendarPlace): { from: string; days: number } {
  return place.view === 'week' ? { from: mondayOf(place.day), days: 7 } : { from: place.day, days: 1 }
}

/** The place one step earlier or later. */
export function stepPlace(place: CalendarPlace, direction: 1 | -1): CalendarPlace {
  return { ...place, day: addDays(place.day, place.view === 'week' ? 7 * direction : direction) }
}
