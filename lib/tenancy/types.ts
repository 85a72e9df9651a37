import type { Scope } from '#lib/shared/scopes.ts'

/** What a signed-in member may know about a clinic they belong to. */
export type ClinicSummary = {
  id: string
  slug: string
  name: string
  timeZone: string
  phoneNumber: string
  role: 'owner' | 'staff'
}

/** A person known to the clinic, as lists show them. */
export type ContactSummary = {
  id: string
  /** Null for a number that rang and gave no name. */
  name: string | null
  /** E.164. */
  phone: string | null
  email: string | null
  /** Asked not to deal with a machine: their calls go to a person. */
  isHumanOnly: boolean
  createdAt: string
}

/** Everything that is held of a person by itself; what they did is in calls, leads and bookings. */
export type Contact = ContactSummary & {
  /** 'YYYY-MM-DD'. */
  dob: string | null
  postcode: string | null
  address: string | null
}

/** Somebody who belongs to a clinic. */
export type Member = { userId: string; role: 'owner' | 'staff' }

/** A key that a program of the clinic shows, without its secret. Instants in the clinic's time. */
export type ClinicKey = {
  id: string
  label: string
  scopes: Scope[]
  /** Role and user id (`authenticated:<id>`); `none` for the key that came with the clinic. */
  createdBy: string
  createdAt: string
  /** To the minute. */
  lastUsedAt: string | null
  expiresAt: string | null
  revokedAt: string | null
}

/** One line of the trail: who did what to which thing. Never a value. */
export type Deed = {
  id: string
  at: string
  /** Role and subject: `authenticated:<user id>`, `api_client:<key id>`, `none` for the operator. */
  actor: string
  /** The thing and what was done: `key.added`, `clinic.changed`. */
  action: string
  subjectId: string | null
  /** The columns that were changed. */
  changed: string[]
}
