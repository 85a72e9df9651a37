import 'server-only'
import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { spokenDay, spokenTime } from '#lib/calls/say.ts'
import { Caller, type Emit, type Exchange, type Persona } from '#lib/calls/simulated-caller.ts'
import type { LeadDetail, LeadMessage, LeadStatus, MessageKind } from '#lib/recovery/types.ts'
import type { Slot } from '#lib/scheduling/types.ts'
import { addDays, dayOf } from '#lib/shared/time.ts'

/** What becomes of a caller who hung up, and the telephone on which the texts arrive. */
export type Aftermath = {
  /** The lead of a call, by our own id of the call; null while there is none. */
  leadOf: (callId: string) => Promise<LeadDetail | null>
  /** Sends a text from the caller's phone; null where texts go to real phones, and nobody has an invented one. */
  reply: ((from: string, body: string) => Promise<void>) | null
}

// Ofcom keeps these numbers for drama: nobody has them.
const callers: readonly [Persona, Persona] = [
  { name: 'Amelia Hartley', first: 'Amelia', phone: '+447700900801' },
  { name: 'Jonah Whitfield', first: 'Jonah', phone: '+447700900802' },
]

const nothingFree = { type: 'problem', title: 'Nothing is free', detail: 'There is no free time for this procedure in the coming month, so there is nothing to book.' } as const

/** A call that becomes a booking: greeting, name and procedure, free times, a choice, a claim, the report. */
export async function simulateBooking(to: Exchange, emit: Emit): Promise<void> {
  const caller = new Caller(1, callers[0], to, emit)
  await caller.greet()
  await caller.say('assistant', `Lovely, ${caller.who.first}. Let me look at the diary.`)
  const offer = await offerTo(caller, to)
  const choice = offer.slots?.[1] ?? offer.slots?.[0]
  if (!choice) return emit(nothingFree)
  await caller.say('assistant', offer.say!)
  await caller.say('caller', `${spokenDay(choice.start)} at ${spokenTime(choice.start)} would be perfect. And yes, I'm over eighteen. I should say that I have asthma, and I use a steroid inhaler.`)
  const booked = await caller.tool('claim_slot', caller.claimOf(choice))
  await caller.say('assistant', booked.say!)
  if (booked.status === 201) caller.announce(booked)
  await caller.say('caller', booked.status === 201 ? 'Thank you, goodbye.' : 'I\'ll ring again, thank you.')
  await caller.hangUp(booked.status === 201 ? 'booked' : 'refused', 'customer-ended-call')
}

function offerTo(caller: Caller, to: Exchange) {
  const from = addDays(dayOf(new Date(), to.timeZone), 1)
  return caller.tool('check_availability', { procedure: to.procedure.slug, from, to: addDays(from, 13) })
}

/** Two o'clock with three free after it, if there is one in the coming month; else any time, so that the race is always a real one. */
function slotToFightOver(slots: readonly Slot[]): Slot | undefined {
  const isAt = (slot: Slot, time: string) => slot.start.slice(11, 16) === time
  const twoOClock = slots.find((slot) => isAt(slot, '14:00')
    && slots.some((next) => next.practitionerId === slot.practitionerId && next.start.slice(0, 10) === slot.start.slice(0, 10) && isAt(next, '15:00')))
  return twoOClock ?? slots[0]
}

/** Two callers, one time: both claims leave at the same instant, and what each hears is what the database decided. */
export async function simulateRace(to: Exchange, slots: readonly Slot[], emit: Emit): Promise<void> {
  const slot = slotToFightOver(slots)
  if (!slot) return emit(nothingFree)
  const rivals = [new Caller(1, callers[0], to, emit), new Caller(2, callers[1], to, emit)]
  await Promise.all(rivals.map(async (caller) => {
    await caller.greet()
    await caller.say('caller', `Could I have ${spokenDay(slot.start)} at ${spokenTime(slot.start)}?`)
    await caller.say('assistant', 'One moment while I book that.')
  }))
  await Promise.all(rivals.map(async (caller) => {
    const result = await caller.tool('claim_slot', caller.claimOf(slot))
    await caller.say('assistant', result.say!)
    if (result.status === 201) caller.announce(result)
    await caller.say('caller', result.status === 201 ? 'Thank you, goodbye.' : 'Let me think about it, thank you.')
    await caller.hangUp(result.status === 201 ? 'booked' : 'refused', 'customer-ended-call')
  }))
}

/** A caller who is unwell after a treatment: hears the fixed words, is sold nothing, and the clinic's people are alerted. */
export async function simulateUnwell(to: Exchange, emit: Emit): Promise<void> {
  const caller = new Caller(1, somebodyNew(), to, emit)
  await caller.ring()
  await caller.say('caller', 'Hi, I had lip filler yesterday, and my top lip has gone grey and it really hurts.')
  // The words came from the alert, over whatever the model was about to say; its next tool answers with them too.
  const answer = await caller.tool('check_availability', { procedure: to.procedure.slug })
  await caller.say('assistant', answer.say!)
  await caller.say('caller', 'Right. I\'ll hang up and call them now.')
  const callId = await caller.leave('customer-ended-call')
  caller.done('helped', callId, null)
}

const names = [
  'Rosalind Achebe', 'Bethan Prewitt', 'Marguerite Sloane', 'Ffion Hallam', 'Damaris Quayle', 'Philippa Ngata', 'Corinne Ashby', 'Tabitha Merrow',
  'Yasmin Thorpe', 'Eleri Vance', 'Delphine Okoro', 'Winifred Castle', 'Nerys Dunmore', 'Soraya Fenwick', 'Cordelia Marsh', 'Lucinda Bhatt',
  'Octavia Penrose', 'Maeve Standish', 'Honor Adeleke', 'Sidony Hearn',
]

// 07700 900810 to 900899, again numbers that nobody has.
const firstNumber = 810
const numberCount = 90
let undealt: string[] = []

/** Somebody new: numbers are dealt like cards, so that none comes twice before all have come once. */
function somebodyNew(): Persona {
  if (undealt.length === 0) undealt = Array.from({ length: numberCount }, (_, n) => `+447700900${firstNumber + n}`)
  const [phone] = undealt.splice(randomInt(undealt.length), 1)
  const name = names[randomInt(names.length)]!
  return { name, first: name.split(' ')[0]!, phone: phone! }
}

/** A caller who is offered times and is gone before choosing; then, where texts can be answered, Sarah's text and what it leads to. */
export async function simulateHangUp(to: Exchange, after: Aftermath, emit: Emit): Promise<void> {
  const caller = new Caller(1, somebodyNew(), to, emit)
  await caller.greet()
  await caller.say('assistant', `Thank you, ${caller.who.first}. If we get cut off, shall I text you to finish booking?`)
  await caller.say('caller', 'Yes, please do.')
  await caller.tool('capture_lead', { textsOk: true })
  await caller.say('assistant', 'Lovely. Let me look at the diary.')
  const offer = await offerTo(caller, to)
  await caller.say('assistant', offer.say!)
  await caller.say('caller', 'Oh, hang on, somebody\'s at the door')
  const callId = await caller.leave('customer-ended-call')
  const lead = after.reply ? await answerTexts(caller, callId, to, { ...after, reply: after.reply }) : await after.leadOf(callId)
  const booking = lead?.status === 'booked' ? lead.booking : null
  if (booking) caller.announce({ ...booking, status: 201, procedure: lead!.procedure?.slug ?? to.procedure.slug })
  caller.done(booking ? 'recovered' : 'hung-up', callId, lead?.id ?? null)
}

/** How long a text is waited for: it usually comes within seconds of hanging up. */
const patienceMs = 60_000
const lookEveryMs = 400
/** About as long as reading a text takes. */
const readingMs = 2_500
/** More texts than any conversation here can have: recovery, age, name, another offer, booked. */
const mostTexts = 6
/** No text is on its way to these: they wait for a person, for the morning, or for nothing. */
const silent = new Set<LeadStatus>(['held', 'not_permitted', 'needs_person', 'closed'])

/** What the caller texts back; undefined when there is nothing to answer. */
const answersTo = (name: string): Partial<Record<MessageKind, string>> => ({ recovery: '1', offer: '1', ask_age: '18', ask_name: name })

/** Reads each text as it arrives and answers it, until booked or until none comes. Answers how the lead stands then. */
async function answerTexts(
  caller: Caller, callId: string, to: Exchange, after: { leadOf: Aftermath['leadOf']; reply: NonNullable<Aftermath['reply']> },
): Promise<LeadDetail | null> {
  const read = new Set<string>()
  for (let count = 0; count < mostTexts; count += 1) {
    const { lead, text } = await nextText(callId, read, to, after)
    if (!text) return lead
    read.add(text.id)
    caller.text('out', text.body ?? '')
    const answer = answersTo(caller.who.name)[text.kind]
    if (!answer) return lead
    await pause(readingMs, undefined, { signal: to.signal })
    caller.text('in', answer)
    await after.reply(caller.who.phone, answer)
  }
  return after.leadOf(callId)
}

/** The next text that has reached the caller, and the lead as it was then; no text when none is coming, or patience is out. */
async function nextText(
  callId: string, read: ReadonlySet<string>, to: Exchange, after: Pick<Aftermath, 'leadOf'>,
): Promise<{ lead: LeadDetail | null; text: LeadMessage | null }> {
  const until = Date.now() + patienceMs
  while (true) {
    const lead = await after.leadOf(callId)
    const text = lead?.messages.find((one) => one.direction === 'out' && one.state === 'accepted' && !read.has(one.id))
    if (text) return { lead, text }
    if (!lead || silent.has(lead.status) || Date.now() > until) return { lead, text: null }
    await pause(lookEveryMs, undefined, { signal: to.signal })
  }
}
