import type { UkPart } from '#lib/shared/bank-holidays.ts'

/** From and until when, on the clinic's wall clock: '09:00', '24:00' at the end of a day. */
export type Span = { opens: string; closes: string }

/** A span of the usual week, ISO weekday 1 (Monday) to 7. */
export type WeekSpan = Span & { weekday: number }

export type PractitionerHours = { id: string; name: string; title: string; week: WeekSpan[] }

/** A run of days that are not like their weekdays. No spans: closed. No practitioner: the whole clinic. Days 'YYYY-MM-DD'. */
export type Closure = { id: string; practitionerId: string | null; from: string; to: string; spans: Span[]; label: string }
export type NewClosure = Omit<Closure, 'id'>

/** When a practitioner is away. Instants in the clinic's time. */
export type TimeOff = { id: string; practitionerId: string; start: string; end: string; label: string }
export type NewTimeOff = Omit<TimeOff, 'id'>

/** A booking, or a live hold, that lies where nothing could be booked now. */
export type BookingOutside = { id: string; status: 'held' | 'booked'; start: string; end: string; practitionerId: string; reason: 'outside_hours' | 'time_off' }

/** When the clinic is open in its usual weeks, and what was booked outside of its hours all the same. */
export type ClinicHours = {
  timeZone: string
  /** Whose bank holidays the clinic goes by; null until an owner has said so. */
  bankHolidays: UkPart | null
  practitioners: PractitionerHours[]
  bookingsOutside: BookingOutside[]
}
