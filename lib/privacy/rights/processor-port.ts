/**
 * What erasure needs of those who hold something of a person on the clinic's behalf. Every `forget` may be repeated: what is not
 * there any more is forgotten. None throws for what a provider may answer; `find` throws when the provider cannot say.
 */

/** `later`: not now, ask again. `refused`: somebody has to mend something. `reason` is a sentence for the owner and holds nobody's data. */
export type Forgotten = { outcome: 'done' } | { outcome: 'later' | 'refused'; reason: string }

export type ForgetfulCalendar = {
  /** Deletes the event of a booking. `refreshToken` is the clinic's own permission, unsealed. */
  forget(event: { clinicId: string; refreshToken: string; calendarId: string; bookingId: string }): Promise<Forgotten>
}

export type ForgetfulCarrier = {
  /** Empties a text, whichever way it went, and deletes its record. */
  forget(sid: string): Promise<Forgotten>
  /** The id of a text of exactly this body that went from one number to the other since then, or null. */
  find(text: { from: string; to: string; body: string; since: Date; except: readonly string[] }): Promise<string | null>
}

export type ForgetfulVoice = {
  /** Deletes a call with its words and recordings. */
  forget(vapiCallId: string): Promise<Forgotten>
  /** The outbound call that carries this call-back's id, made since then, or null. */
  find(call: { callBackId: string; since: Date }): Promise<string | null>
}

export type Processors = { google: ForgetfulCalendar; twilio: ForgetfulCarrier; vapi: ForgetfulVoice }
