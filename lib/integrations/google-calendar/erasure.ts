import 'server-only'
import type { ForgetfulCalendar, Forgotten } from '#lib/privacy/rights/processor-port.ts'
import type { CalendarFailureKind, OpenCalendar } from '#lib/scheduling/calendar-port.ts'

const later = new Map<CalendarFailureKind, string>([
  ['temporary', 'Google Calendar did not answer.'],
  ['rate-limited', 'Google asked us to slow down.'],
  ['precondition', 'Somebody changed the event at the same moment.'],
])
const refused = new Map<CalendarFailureKind, string>([
  ['reauth', 'Google no longer lets us into the calendar. Connect Google Calendar again, then try once more.'],
  ['forbidden', 'Google refuses the permission to delete the event. Connect Google Calendar again and leave every box ticked.'],
])

/** Erasure in Google Calendar: the booking's event, whose title carries initials, is deleted; one that is gone is done. */
export function googleErasure(openCalendar: OpenCalendar): ForgetfulCalendar {
  return {
    async forget({ clinicId, refreshToken, calendarId, bookingId }): Promise<Forgotten> {
      const removed = await openCalendar({ clinicId, refreshToken }).remove({ calendarId, bookingId })
      if (removed.ok) return { outcome: 'done' }
      const wait = later.get(removed.kind)
      if (wait) return { outcome: 'later', reason: wait }
      return { outcome: 'refused', reason: refused.get(removed.kind) ?? `Google Calendar refused to delete the event (${removed.kind}).` }
    },
  }
}
