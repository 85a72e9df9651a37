import type { Wish } from '#components/calendar/calendar-context.tsx'
import { civilDay, wallMinutes } from '#lib/shared/format.ts'
import type { LeadDetail } from '#lib/recovery/types.ts'

/**
 * What a booking for a lead begins with: the time that is kept for them, else the one they were offered first, if it is still to
 * come. `now` and `today` are the clinic's.
 */
export function wishOf({ callId, procedure, contact, hold, offered }: LeadDetail, now: string, today: string): Wish {
  const at = hold ?? offered.find(({ start }) => Date.parse(start) > Date.parse(now))
  return {
    day: at ? civilDay(at.start) : today,
    ...(at ? { practitionerId: at.practitionerId, minute: wallMinutes(at.start) } : {}),
    lead: {
      callId,
      procedure: procedure?.slug ?? null,
      contact: { name: contact?.name ?? null, phone: contact?.phone ?? null },
      kept: hold ? { start: hold.start, end: hold.end, practitionerId: hold.practitionerId } : null,
    },
  }
}
