import { formatClock } from '#lib/recovery/clock.ts'
import { civilDay } from '#lib/shared/format.ts'
import type { Offer } from '#lib/recovery/types.ts'

/** What became of a press of "Book", for the form to show. A booking that succeeded leads to another page instead. */
export type BookState = {
  /** Counts the answers, so that the same refusal twice is said twice. */
  answers: number
  problem: string | null
  fields: { age?: string; name?: string; time?: string }
  alternatives: Offer[]
  /** What was filled in, because a form is emptied when it has been sent. */
  given: { name: string; isAdult: boolean; time: string }
}

export const NOTHING_SENT: BookState = {
  answers: 0,
  problem: null,
  fields: {},
  alternatives: [],
  given: { name: '', isAdult: false, time: '' },
}

/** A time as the value of a button or a radio button. */
export function timeValue(offer: Offer): string {
  return `${offer.start} ${offer.practitionerId}`
}

// An RFC 3339 instant, and the practitioner's uuid.
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

/** The time behind a value; null for anything else that was sent. Whether it is free is for the diary to say. */
export function timeFrom(value: string): Offer | null {
  const [, start, practitionerId] = TIME.exec(value) ?? []
  return start && practitionerId && Number.isFinite(Date.parse(start)) ? { start, practitionerId } : null
}

/** That a time is not to be had any more, in the page's own clock; the alternatives stand below it. */
export function goneWords(start: string, alternatives: readonly Offer[]): string {
  return `Sorry, ${formatClock(start)} is no longer free. ${alternatives.length > 0 ? 'These times are:' : 'Please choose another time.'}`
}

/** Times by day, in order, each start once, without the one that is kept: it has its own button. */
export function byDay(slots: readonly Offer[], kept: Offer | null): { day: string; slots: Offer[] }[] {
  const days = new Map<string, Map<string, Offer>>()
  for (const slot of [...slots].sort((a, b) => Date.parse(a.start) - Date.parse(b.start))) {
    if (kept && Date.parse(kept.start) === Date.parse(slot.start)) continue
    const day = days.get(civilDay(slot.start)) ?? new Map<string, Offer>()
    if (!day.has(slot.start)) day.set(slot.start, slot)
    days.set(civilDay(slot.start), day)
  }
  return [...days].map(([day, times]) => ({ day, slots: [...times.values()] }))
}
