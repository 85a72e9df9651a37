import 'server-only'
import { z } from 'zod'
import { ask, refusalOf } from '#lib/db/door.ts'
import { greetingVersion } from '#lib/calls/greeting.ts'
import { nameFromTool } from '#lib/calls/hearing/name.ts'
import { spokenOffer } from '#lib/calls/say.ts'
import { isToolName, toolArguments, type ToolName } from '#lib/calls/tools.ts'
import { Instant } from '#lib/shared/instant.ts'
import { cancelIn, claimIn, moveIn, timesIn } from '#lib/scheduling/bookings.ts'
import type { Slot } from '#lib/scheduling/types.ts'
import { personNameIn } from '#lib/privacy/person-name.ts'
import { toE164 } from '#lib/shared/phone.ts'
import { instantOf, isDay, rfc3339 } from '#lib/shared/time.ts'
import type { Actor } from '#lib/db/actor.ts'
import type { PendingQuery, Row, Sql } from 'postgres'

/** What a tool answers: the HTTP status it stands for, what the agent should say, and times and ids. Never a name or a number. */
export type ToolResult = { status: number; say: string; code?: string } & Record<string, unknown>

/** The call in which tools are used. `callId` is ours; the clinic comes from the secret, never from the model. */
export type Line = { actor: Actor; clinicId: string; callId: string }

type Args<N extends ToolName> = z.output<(typeof toolArguments)[N]>
/** An answer that the statement which did the work has kept already, in one trip: on the telephone every trip is heard. */
export type Kept = { kept: ToolResult; status?: undefined }
type Context = Line & { toolCallId: string; zone: string; procedures: { slug: string; name: string }[]; callerHasNumber: boolean; looked?: Looked | undefined }
/** Free times that were read when the call was opened. */
export type Looked = { procedure: string; slots: Slot[] }

const refuse = (status: number, code: string, say: string, extra: Record<string, unknown> = {}): ToolResult => ({ status, code, say, ...extra })

const squeeze = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')

/** The procedure that a model meant: its slug, or its name as the clinic writes it. */
function slugOf(context: Context, given: string): string | null {
  const wanted = squeeze(given)
  return context.procedures.find((one) => one.slug === wanted || squeeze(one.name) === wanted)?.slug ?? null
}

const unknownProcedure = (context: Context) =>
  refuse(422, 'unknown_procedure', 'Which treatment would you like to come in for?', { procedures: context.procedures.map((one) => one.slug) })

const isInstant = (text: string): boolean => Instant.safeParse(text).success

/** An instant from RFC 3339; without an offset the clinic's wall clock is meant. Null when it is no time. */
function instantIn(text: string, zone: string): string | null {
  if (isInstant(text)) return text
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::00)?$/.exec(text) ?? []
  return day && time && isDay(day) && time < '24:00' ? rfc3339(instantOf(day, time, zone), zone) : null
}

/**
 * Claims, moves or cancels and keeps what is to be said of it, in one statement. `said` is the sentence when it is done, with its day and
 * its time where %s stands.
 */
async function keep(context: Context, tool: ToolName, done: { status: number; said: string }, act: (sql: Sql) => PendingQuery<Row[]>): Promise<Kept> {
  const [kept] = await ask(context.actor, (sql) => sql<Kept[]>`
    select note_tool_call(${context.callId}, ${context.toolCallId}, ${tool}, app.tool_answer(${act(sql)}, ${done.status}, ${done.said}), null) as kept`)
  return kept!
}

/** A model's id of a tool call is its own affair: some count from nought in every conversation, so that only with the call it names one claim. */
const keyOf = ({ callId, toolCallId }: Context): string => `tool:${callId}:${toolCallId}`

const booked = { status: 201, said: 'You\'re booked for %s at %s.' }

/** A few times to say out loud: the first of each half-day, then the rest, in order. */
function pick(slots: readonly Slot[], most: number): Slot[] {
  const seen = new Set<string>()
  const first = slots.filter(({ start }) => {
    const half = `${start.slice(0, 10)}${start.slice(11, 13) < '12'}`
    return !seen.has(half) && seen.add(half)
  })
  return [...first, ...slots.filter((slot) => !first.includes(slot))].slice(0, most).sort((a, b) => Date.parse(a.start) - Date.parse(b.start))
}

/** The day that begins a text, or null when none does. */
const dayIn = (text: string | undefined): string | null => (text && isDay(text.slice(0, 10)) ? text.slice(0, 10) : null)

const wishOf = (args: Args<'check_availability'>) => ({ from: dayIn(args.from), to: dayIn(args.to), practitionerId: args.practitionerId })

async function readTimes({ actor, clinicId }: Line, procedure: string, args: Args<'check_availability'>): Promise<Slot[]> {
  const [row] = await ask(actor, (sql) => sql<{ slots: Slot[] }[]>`select ${timesIn(sql, { clinicId, procedure, ...wishOf(args) })} as slots`)
  return row!.slots
}

async function checkAvailability(context: Context, args: Args<'check_availability'>): Promise<ToolResult | Kept> {
  const procedure = slugOf(context, args.procedure)
  if (!procedure) return unknownProcedure(context)
  const startedAt = performance.now()
  const slots = context.looked?.procedure === procedure ? context.looked.slots : await readTimes(context, procedure, args)
  const result: ToolResult = slots.length === 0
    ? { status: 200, slots: [], say: 'I\'m afraid there is nothing free then. Shall I look at other days?' }
    : { status: 200, slots: pick(slots, 8), say: spokenOffer(pick(slots, 3).map((slot) => slot.start)) }
  // Whoever hangs up after this was at least interested in it.
  const [kept] = await ask(context.actor, (sql) => sql<Kept[]>`
    select note_call_details(${context.callId}, null, null, ${procedure}),
      note_tool_call(${context.callId}, ${context.toolCallId}, 'check_availability', ${sql.json(result as never)}, ${Math.round(performance.now() - startedAt)}) as kept`)
  return kept!
}

async function claim(context: Context, args: Args<'claim_slot'>): Promise<ToolResult | Kept> {
  const procedure = slugOf(context, args.procedure)
  if (!procedure) return unknownProcedure(context)
  const start = instantIn(args.start, context.zone)
  if (!start) return refuse(422, 'invalid_request', 'Which day and time would you like?', { errors: [{ path: 'start', message: 'an instant with an offset' }] })
  const phone = toE164(args.phone)
  if ((args.phone && !phone) || (!phone && !context.callerHasNumber)) {
    return refuse(422, 'invalid_request', 'What is the best number to reach you on?', { errors: [{ path: 'phone', message: 'a telephone number' }] })
  }
  // A model writes what it heard: only the name of it goes on.
  const name = personNameIn(args.name)
  if (!name) return refuse(422, 'invalid_request', 'What name shall I put it under?', { errors: [{ path: 'name', message: 'a name' }] })
  return keep(context, 'claim_slot', booked, (sql) => claimIn(sql, {
    clinicId: context.clinicId, procedure, start, practitionerId: args.practitionerId, callId: context.callId,
    contact: { name, ...(phone ? { phone } : {}) }, ageConfirmed: args.ageConfirmed, key: keyOf(context),
  }))
}

/** What a tool can do in the exchange that opens its call; `isLasting`: it is told as done, so that its commit waits for the disk. */
export type AtOnce = { isLasting: boolean; act: (sql: Sql) => PendingQuery<Row[]> }

/**
 * What can be understood of a tool call before anything is known of its clinic, as what to do once there is a `state` of open_call; null when
 * nothing can. A row has a claim's answer as `kept`, or free times as `looked`; there is none where the call is not as it must be. What the
 * database refuses it throws, and has done nothing: the longer way finds the words for it.
 */
export function atOnce({ id, name, arguments: given }: { id: string; name: string; arguments: Record<string, unknown> | null }): AtOnce | null {
  if (name === 'claim_slot') return claimAtOnce(id, toolArguments.claim_slot.safeParse(given).data)
  if (name === 'check_availability') return lookAtOnce(toolArguments.check_availability.safeParse(given).data)
  return null
}

/** Nothing is done in danger, or twice. */
const isOpen = (sql: Sql) => sql`state ->> 'danger' is null and state -> 'answered' = '[]'`

function lookAtOnce(args: Args<'check_availability'> | undefined): AtOnce | null {
  if (!args) return null
  const procedure = squeeze(args.procedure)
  return {
    isLasting: false,
    act: (sql) => sql`
      select null::jsonb as kept, jsonb_build_object('procedure', ${procedure}::text, 'slots', ${timesIn(sql, { clinicId: sql`app.token_clinic()`, procedure, ...wishOf(args) })}) as looked
      where ${isOpen(sql)}`,
  }
}

function claimAtOnce(id: string, args: Args<'claim_slot'> | undefined): AtOnce | null {
  if (!args || !isInstant(args.start)) return null
  const [phone, name] = [toE164(args.phone), personNameIn(args.name)]
  if (!name || (args.phone && !phone)) return null
  const callId = (sql: Sql) => sql`(state ->> 'id')::uuid`
  return {
    isLasting: true,
    act: (sql) => sql`
      select note_tool_call(${callId(sql)}, ${id}, 'claim_slot', app.tool_answer(${claimIn(sql, {
        clinicId: sql`app.token_clinic()`, procedure: squeeze(args.procedure), start: args.start, practitionerId: args.practitionerId, callId: callId(sql),
        contact: { name, ...(phone ? { phone } : {}) }, ageConfirmed: args.ageConfirmed, key: sql`concat('tool:', state ->> 'id', ':', ${id}::text)`,
      })}, ${booked.status}, ${booked.said}), null) as kept, null::jsonb as looked
      where ${isOpen(sql)} and (${phone !== null} or (state ->> 'callerHasNumber')::boolean)`,
  }
}

async function captureLead(context: Context, args: Args<'capture_lead'>): Promise<Kept> {
  const phone = args.phone ? toE164(args.phone) : null
  const procedure = args.procedure ? slugOf(context, args.procedure) : null
  const name = nameFromTool(personNameIn(args.name) ?? undefined)
  const texts = args.textsOk === undefined ? null : args.textsOk ? 'granted' : 'refused'
  const result: ToolResult = args.phone && !phone
    ? refuse(422, 'invalid_request', 'Could you say that number once more?', { errors: [{ path: 'phone', message: 'a telephone number' }] })
    : { status: 200, say: 'Thank you, I\'ve made a note of that.' }
  // What the caller answered is evidence (UK GDPR Art. 7(1)). A false callBack says nothing: nobody refuses what they did not ask for.
  const [kept] = await ask(context.actor, (sql) => sql<Kept[]>`
    select note_call_details(${context.callId}, ${name}, ${phone}, ${procedure}),
      case when ${texts}::text is not null then note_consent(${context.callId}, 'text', ${texts}, 'textsOk', 'tool', ${greetingVersion}) end,
      case when ${args.callBack === true} then note_consent(${context.callId}, 'call', 'granted', 'callBack', 'tool', ${greetingVersion}) end,
      note_tool_call(${context.callId}, ${context.toolCallId}, 'capture_lead', ${sql.json(result as never)}, null) as kept`)
  return kept!
}

/** The booking the caller means: the one that was named, else their next. Whether it is theirs is for the database to say. */
async function meant(context: Context, bookingId: string | undefined): Promise<string | null> {
  if (bookingId) return bookingId
  const [row] = await ask(context.actor, (sql) => sql<{ id: string }[]>`select booking_id as id from caller_bookings(${context.callId}) limit 1`)
  return row?.id ?? null
}

const noBooking = () => refuse(404, 'no_booking', 'I can\'t find a booking under the number you are ringing from. Shall I ask the team to ring you back?')

async function reschedule(context: Context, args: Args<'reschedule_booking'>): Promise<ToolResult | Kept> {
  const start = instantIn(args.start, context.zone)
  if (!start) return refuse(422, 'invalid_request', 'Which day and time would suit you better?', { errors: [{ path: 'start', message: 'an instant with an offset' }] })
  const bookingId = await meant(context, args.bookingId)
  if (!bookingId) return noBooking()
  return keep(context, 'reschedule_booking', { status: 200, said: 'I\'ve moved it to %s at %s.' }, (sql) => moveIn(sql, bookingId, {
    start, practitionerId: args.practitionerId, callId: context.callId, key: keyOf(context),
  }))
}

async function cancel(context: Context, args: Args<'cancel_booking'>): Promise<ToolResult | Kept> {
  const bookingId = await meant(context, args.bookingId)
  if (!bookingId) return noBooking()
  return keep(context, 'cancel_booking', { status: 200, said: 'Your booking on %s at %s is cancelled.' }, (sql) => cancelIn(sql, bookingId, context.callId))
}

async function transfer(context: Context): Promise<ToolResult> {
  const [row] = await ask(context.actor, (sql) => sql<{ canTransfer: boolean }[]>`
    select ask_for_person(${context.callId}, 'call_back'), (select transfer_number is not null from clinics where id = ${context.clinicId}) as "canTransfer"`)
  return row?.canTransfer
    ? { status: 200, transfer: true, say: 'Of course, I\'ll put you through now.' }
    : { status: 200, transfer: false, say: 'Of course. I\'ve asked a member of the team to ring you back.' }
}

const run: { [N in ToolName]: (context: Context, args: Args<N>) => Promise<ToolResult | Kept> } = {
  check_availability: checkAvailability,
  claim_slot: claim,
  capture_lead: captureLead,
  reschedule_booking: reschedule,
  cancel_booking: cancel,
  transfer_to_human: transfer,
}

/**
 * Does what one tool call asks, once: under the same id the same booking, and the same words. Everything that can be
 * expected to go wrong is an answer for the agent to say; only the unexpected is thrown.
 */
export async function runToolCall(line: Line, facts: Pick<Context, 'zone' | 'procedures' | 'callerHasNumber' | 'looked'>, call: { id: string; name: string; arguments: Record<string, unknown> | null }): Promise<ToolResult | Kept> {
  // Nothing could be read of it, not even which tool was meant: the model asks again, under another id.
  if (call.name === '') return refuse(422, 'invalid_request', 'I\'m sorry, could you say that again?')
  if (!isToolName(call.name)) return refuse(422, 'unknown_tool', 'Let me ask a member of the team to ring you back.')
  const args = toolArguments[call.name].safeParse(call.arguments)
  if (!args.success) {
    const errors = args.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
    return refuse(422, 'invalid_request', 'I\'m sorry, could you say that again?', { errors })
  }
  try {
    return await run[call.name]({ ...line, ...facts, toolCallId: call.id }, args.data as never)
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal?.status === 403) return refuse(403, 'forbidden', 'I\'m sorry, I can\'t find that. Shall we look at the times again?')
    if (refusal?.status === 503) return refuse(503, 'busy', 'One moment please, let me try that again.')
    if (refusal) return refuse(422, 'invalid_request', 'I\'m sorry, could you say that again?', { errors: [{ path: refusal.field ?? '', message: refusal.message }] })
    throw error
  }
}
