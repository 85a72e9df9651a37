import { ask, type Answer } from '#components/calendar/booking-api.ts'
import type { UkPart } from '#lib/shared/bank-holidays.ts'
import type { BookingOutside, ClinicHours, Closure, NewClosure, NewTimeOff, TimeOff, WeekSpan } from '#lib/scheduling/hours-types.ts'

/** An answer that names the bookings that lie outside of opening hours since. */
export type Changed<T> = T & { bookingsOutside: BookingOutside[] }

const send = <T>(path: string, method: string, body?: unknown): Promise<Answer<T>> =>
  ask(path, { method, headers: { 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })

/** Replaces a practitioner's usual week; owners only. */
export const saveWeek = (clinicId: string, practitionerId: string, week: WeekSpan[]): Promise<Answer<Changed<{ week: WeekSpan[] }>>> =>
  send(`/api/clinics/${clinicId}/practitioners/${practitionerId}/hours`, 'PUT', { week })

/** Closes days, or gives them hours of their own, all or none; owners only. */
export const addClosures = (clinicId: string, closures: NewClosure[]): Promise<Answer<Changed<{ items: Closure[] }>>> =>
  send(`/api/clinics/${clinicId}/closures`, 'POST', { closures })

export const removeClosure = (clinicId: string, closureId: string): Promise<Answer<Changed<{ item: Closure }>>> =>
  send(`/api/clinics/${clinicId}/closures/${closureId}`, 'DELETE')

/** Enters when a practitioner is away; owners only. */
export const addTimeOff = (clinicId: string, timeOff: NewTimeOff): Promise<Answer<Changed<{ item: TimeOff }>>> =>
  send(`/api/clinics/${clinicId}/time-off`, 'POST', timeOff)

export const removeTimeOff = (clinicId: string, timeOffId: string): Promise<Answer<TimeOff>> =>
  send(`/api/clinics/${clinicId}/time-off/${timeOffId}`, 'DELETE')

/** Keeps whose bank holidays the clinic goes by; owners only. */
export const saveBankHolidays = (clinicId: string, bankHolidays: UkPart): Promise<Answer<ClinicHours>> =>
  send(`/api/clinics/${clinicId}/hours`, 'PATCH', { bankHolidays })
