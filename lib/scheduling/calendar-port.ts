/**
 * What scheduling needs of a calendar outside the product. The calendar is a mirror: it is written after a claim has
 * been committed and read for what else keeps a practitioner busy; it never decides who gets a slot.
 */

/** Why the outside calendar did not do it. Each is an expected outcome; only a bug is thrown. */
export type CalendarFailureKind =
  | 'reauth'
  | 'forbidden'
  | 'gone'
  | 'precondition'
  | 'not-found'
  | 'rate-limited'
  | 'temporary'
  | 'permanent'
  | 'duplicate'

/** `sentence` is what the clinic's owner reads: what is wrong and what to do. It never holds anyone's personal data. */
export type CalendarFailure = {
  ok: false
  kind: CalendarFailureKind
  sentence: string
  retryAfterSeconds?: number
}

/** The clinic's permission to use its calendars; a port opened with it can reach no other clinic's. */
export type CalendarAccount = { clinicId: string; refreshToken: string }

/** How the event stood when it was last written or read, so that a person's edit in between is noticed. */
export type KnownEvent = { etag: string; revision: number }

/** A booking as it is to stand in the outside calendar. `start` and `end` are RFC 3339 instants. */
export type MirrorEvent = {
  calendarId: string
  bookingId: string
  clinicId: string
  /** Counts up with every change of the booking. */
  revision: number
  start: string
  end: string
  timeZone: string
  /** The procedure's public label when the clinic chose to show it; null says only who booked it. */
  publicLabel: string | null
  /** Reduced to initials before it leaves; null when the person has been erased. */
  contactName: string | null
  /** Null before the first write, and after `remove`. */
  known: KnownEvent | null
}

/** `humanEdited`: a person had changed or deleted our event since we last wrote it; it now says what we say again. */
export type MirrorResult = { ok: true; etag: string; humanEdited: boolean } | CalendarFailure

/** A change in the outside calendar since the last look. `eventId` is unique in its calendar. */
export type CalendarChange =
  | { kind: 'busy'; eventId: string; start: string; end: string }
  | { kind: 'free'; eventId: string }
  | {
      kind: 'ours'
      eventId: string
      bookingId: string
      /** Null when Google tells only that it is gone. */
      revision: number | null
      etag: string | null
      cancelled: boolean
      start: string | null
      end: string | null
    }

/** `full`: this is all there is; whatever is stored for this calendar and not in `changes` has vanished. */
export type ChangesResult =
  { ok: true; changes: CalendarChange[]; nextSyncToken: string; full: boolean } | CalendarFailure

export type BusyResult = { ok: true; busy: { calendarId: string; start: string; end: string }[] } | CalendarFailure

/** `expiresAt` is the outside calendar's own word, which may be sooner than asked. */
export type WatchResult = { ok: true; resourceId: string; expiresAt: string } | CalendarFailure

export type CalendarListing = { id: string; name: string; timeZone: string; isPrimary: boolean; canWrite: boolean }

export type CalendarPort = {
  /** Writes the event so that any number of tries, with answers lost, leaves exactly one. */
  upsert(event: MirrorEvent): Promise<MirrorResult>
  /** Deletes the booking's event; already gone is success. */
  remove(event: { calendarId: string; bookingId: string }): Promise<{ ok: true } | CalendarFailure>
  /**
   * What changed since `syncToken`; all of it (from `from` on) when the token is null or no longer taken.
   * `from` is an RFC 3339 instant, used only then; `timeZone` is that of all-day events.
   */
  changes(sync: {
    calendarId: string
    syncToken: string | null
    from: string
    timeZone: string
  }): Promise<ChangesResult>
  /** When the calendars are busy, our own mirrored events included. At most 31 days and 50 calendars; unknown fails. */
  busy(query: { calendarIds: string[]; from: string; to: string }): Promise<BusyResult>
  /** Asks for a notification to `address` at every change. `channelId` is a fresh uuid, `token` a secret. */
  watch(channel: {
    calendarId: string
    channelId: string
    token: string
    address: string
    ttlSeconds: number
  }): Promise<WatchResult>
  /** Ends a channel; one that has already ended is success. */
  stopWatch(channel: { channelId: string; resourceId: string }): Promise<{ ok: true } | CalendarFailure>
  /** The calendars that the account can see, for choosing one a practitioner. */
  calendars(): Promise<{ ok: true; calendars: CalendarListing[] } | CalendarFailure>
}

/** Opens the port for one clinic. A live call passes a short timeout; the worker leaves the default. */
export type OpenCalendar = (account: CalendarAccount, options?: { timeoutMs?: number }) => CalendarPort
