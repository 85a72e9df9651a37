import { createHash } from 'node:crypto'
import type { CalendarChange, MirrorEvent } from '#lib/scheduling/calendar-port.ts'
import { instantOfLocal } from './zone.ts'

/** The part of Google's event resource that the product reads or writes. */
export type GoogleEvent = {
  id?: string | null
  etag?: string | null
  status?: string | null
  summary?: string | null
  start?: GoogleTime
  end?: GoogleTime
  transparency?: string | null
  visibility?: string | null
  extendedProperties?: { private?: Record<string, string> } | null
}
export type GoogleTime = { date?: string | null; dateTime?: string | null; timeZone?: string | null }

const OUR_ID = /^bk([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/

/** The event's id, the same for every try. Google takes only a-v and 0-9, which `bk` and hex digits are. */
export function eventIdOf(bookingId: string): string {
  return `bk${bookingId.replaceAll('-', '').toLowerCase()}`
}

/** The booking whose event this id would be, or null for an id that is not ours. */
export function bookingIdOf(eventId: string): string | null {
  const parts = OUR_ID.exec(eventId)
  return parts ? parts.slice(1).join('-') : null
}

/** First letters of the first and last word of a name; empty for an erased person. */
export function initialsOf(name: string | null): string {
  const words = (name ?? '').match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? []
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : words
  return ends
    .map((word) => (word ? [...word][0] : ''))
    .join('')
    .toUpperCase()
}

/**
 * The event's body. Everyone the diary is shared with sees it, on lock screens too, so it holds no telephone number,
 * no symptom and no name beyond initials; a procedure only under its public label and only when the clinic chose so.
 */
export function eventBodyOf(event: MirrorEvent) {
  const title = event.publicLabel ?? 'Booked via Voxanne'
  const initials = initialsOf(event.contactName)
  return {
    summary: initials ? `${title} (${initials})` : title,
    status: 'confirmed',
    visibility: 'private',
    transparency: 'opaque',
    start: { dateTime: event.start, timeZone: event.timeZone },
    end: { dateTime: event.end, timeZone: event.timeZone },
    extendedProperties: {
      private: { appt: event.bookingId, clinic: event.clinicId, rev: String(event.revision) },
    },
  }
}

/** True when the event belongs to this booking of this clinic. A deleted event may come with its id alone. */
export function isOurs(found: GoogleEvent, event: MirrorEvent): boolean {
  const marks = found.extendedProperties?.private
  if (!marks && found.status === 'cancelled') return found.id === eventIdOf(event.bookingId)
  return marks?.appt === event.bookingId && marks.clinic === event.clinicId
}

/** True when the event already says what it should, whoever wrote it so. */
export function saysTheSame(found: GoogleEvent, event: MirrorEvent): boolean {
  const body = eventBodyOf(event)
  return (
    found.status !== 'cancelled' &&
    found.summary === body.summary &&
    found.transparency !== 'transparent' &&
    found.extendedProperties?.private?.rev === body.extendedProperties.private.rev &&
    instantOf(found.start, event.timeZone) === Date.parse(event.start) &&
    instantOf(found.end, event.timeZone) === Date.parse(event.end)
  )
}

/** A Google event as scheduling sees it: one of ours, busy, or free. `timeZone` is that of all-day events. */
export function changeOf(found: GoogleEvent, timeZone: string): CalendarChange | null {
  const eventId = found.id
  if (!eventId) return null
  const start = instantOf(found.start, timeZone)
  const end = instantOf(found.end, timeZone)
  const cancelled = found.status === 'cancelled'
  const bookingId = found.extendedProperties?.private?.appt ?? bookingIdOf(eventId)
  if (bookingId && eventId === eventIdOf(bookingId)) {
    const rev = found.extendedProperties?.private?.rev
    return {
      kind: 'ours',
      eventId,
      bookingId,
      revision: rev && /^\d+$/.test(rev) ? Number(rev) : null,
      etag: found.etag ?? null,
      cancelled,
      start: start === null ? null : new Date(start).toISOString(),
      end: end === null ? null : new Date(end).toISOString(),
    }
  }
  if (cancelled || found.transparency === 'transparent' || start === null || end === null || end <= start) {
    return { kind: 'free', eventId }
  }
  return { kind: 'busy', eventId, start: new Date(start).toISOString(), end: new Date(end).toISOString() }
}

/** The instant in milliseconds; an all-day date begins at midnight of the calendar's own zone. Null when absent. */
export function instantOf(time: GoogleTime | undefined, timeZone: string): number | null {
  const zone = time?.timeZone ?? timeZone
  if (time?.date) return instantOfLocal(time.date, timeZone)
  if (!time?.dateTime) return null
  return /(Z|[+-]\d\d:?\d\d)$/i.test(time.dateTime) ? Date.parse(time.dateTime) : instantOfLocal(time.dateTime, zone)
}

/** A short name for an account's tokens, for telling clients apart without holding the secret as a key. */
export function fingerprintOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
