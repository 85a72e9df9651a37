import { randomUUID } from 'node:crypto'
import { apiOf, anyPhone, freeTimes, lineTo, twoOClocks, type Slot } from '#lib/audit/probes/asking.ts'
import { notesFor, percentile, tally, type Notes } from '#lib/audit/probes/notes.ts'
import type { Probe, ProbeTarget, SyntheticClinic } from '#lib/audit/types.ts'

type Claimed = { status: number; code?: string; say?: string; id?: string; alternatives: Slot[]; tookMs: number; slot: Slot }
type Wish = { procedure: string; slot: Slot }
type Way = (wish: Wish) => Promise<Claimed>

/** The two ways to a booking: the voice agent's tool, and a program's request. Each claim is a call, or a person, of its own. */
function waysOf(target: ProbeTarget, clinic: SyntheticClinic): { webhook: Way; api: Way } {
  return {
    webhook: async ({ procedure, slot }) => {
      const { result, tookMs } = await lineTo(target, clinic).tool('claim_slot', { procedure, start: slot.start, practitionerId: slot.practitionerId, name: 'Robin Ashdown', ageConfirmed: true })
      return { status: result.status, code: result.code, say: result.say, id: result.id, alternatives: result.alternatives ?? [], tookMs, slot }
    },
    api: async ({ procedure, slot }) => {
      const { status, body, tookMs } = await apiOf(target, clinic)('/bookings', {
        body: { procedure, practitionerId: slot.practitionerId, start: slot.start, contact: { name: 'Robin Ashdown', phone: anyPhone() }, ageConfirmed: true },
        headers: { 'idempotency-key': randomUUID() },
      })
      return { status, code: body.code, say: body.say, id: body.id, alternatives: body.alternatives ?? [], tookMs, slot }
    },
  }
}

const won = (one: Claimed) => one.status === 201
const lost = (one: Claimed) => one.status === 409 && one.code === 'slot_taken'

/** As a receptionist says a wall-clock time: "3:00 PM". */
function spoken(start: string): string {
  const [hour, minute] = [Number(start.slice(11, 13)), start.slice(14, 16)]
  return `${hour % 12 === 0 ? 12 : hour % 12}:${minute} ${hour < 12 ? 'AM' : 'PM'}`
}

/** "I'm sorry, that slot was just taken—how about 3:00 PM?", with the time of the first alternative; another day is named before it. */
const saysIt = ({ say = '', alternatives }: Claimed) =>
  /^I'm sorry, that slot was just taken(?:—|, )how about .+\?$/.test(say) && alternatives[0] !== undefined && say.endsWith(`${spoken(alternatives[0].start)}?`)

/** One winner of one time, and nothing but the refusal of the contract for everybody else. */
function judgeRace(notes: Notes, what: string, claims: readonly Claimed[]): void {
  const winners = claims.filter(won)
  const losers = claims.filter(lost)
  const seen = tally(claims.map((one) => (won(one) ? '201' : `${one.status}${one.code ? ` ${one.code}` : ''}`)))
  const tookMs = Math.max(...claims.map((one) => one.tookMs))
  notes.note(what, `1 x 201, ${claims.length - 1} x 409 slot_taken`, {
    observed: seen, ok: winners.length === 1 && losers.length === claims.length - 1, tookMs,
    flaw: winners.length > 1 ? 'collision/double-booking' : winners.length === 0 ? 'collision/no-winner' : 'collision/loser-error',
  })
  const without = losers.filter((one) => one.alternatives.length === 0 || one.alternatives.some((slot) => slot.start === one.slot.start && slot.practitionerId === one.slot.practitionerId))
  notes.note(`${what}: what the others are offered`, 'each another time, never the one that is gone', {
    observed: `${losers.length - without.length} of ${losers.length} offered another time`, ok: without.length === 0, flaw: 'collision/no-alternative',
  })
  const wrong = losers.filter((one) => one.alternatives.length > 0 && !saysIt(one))
  notes.note(`${what}: what the others hear`, '"I\'m sorry, that slot was just taken—how about 3:00 PM?" with the first alternative\'s time', {
    observed: wrong.length === 0 ? `said to ${losers.length} of ${losers.length}` : `other words to ${wrong.length} of ${losers.length}`, ok: wrong.length === 0, flaw: 'collision/wrong-words',
  })
}

/** The time that a loser was offered can really be had. */
async function judgeOffer(notes: Notes, what: string, claims: readonly Claimed[], procedure: string, claim: Way): Promise<Claimed | null> {
  const offer = claims.find(lost)?.alternatives[0]
  if (!offer) return null
  const answer = await claim({ procedure, slot: offer })
  notes.note(`${what}: the loser takes what was offered`, '201', { observed: String(answer.status), ok: won(answer), tookMs: answer.tookMs, flaw: 'collision/alternative-not-free' })
  return answer
}

/** The same claim again, as networks and impatient models send it: one booking, the same answer. */
async function judgeRetries(notes: Notes, target: ProbeTarget, clinic: SyntheticClinic, [first, second]: readonly [Slot, Slot]): Promise<string[]> {
  const key = { 'idempotency-key': randomUUID() }
  const body = { procedure: 'rhinoplasty', practitionerId: first.practitionerId, start: first.start, contact: { name: 'Robin Ashdown', phone: anyPhone() } }
  const posts = await Promise.all([0, 1, 2].map(() => apiOf(target, clinic)('/bookings', { body, headers: key })))
  const line = lineTo(target, clinic)
  const args = { procedure: 'rhinoplasty', start: second.start, practitionerId: second.practitionerId, name: 'Robin Ashdown' }
  const tools = await Promise.all([0, 1, 2].map(() => line.tool('claim_slot', args, 'probe_again')))
  const again = [...posts.map((one) => [one.status, String(one.body.id)] as const), ...tools.map((one) => [one.result.status, String(one.result.id)] as const)]
  const ids = new Set(again.filter(([status]) => status === 201).map(([, id]) => id))
  notes.note('The same claim sent three times at once, by each way', '201 and one booking by each way', {
    observed: `${tally(again.map(([status]) => status))}, ${ids.size} bookings`, ok: ids.size === 2 && again.every(([status]) => status === 201), flaw: 'collision/retry-books-twice',
  })
  return [...ids]
}

/** Claims of different lengths that overlap in different ways, for one practitioner's afternoon. */
function tangle(day: Slot, count: number): Wish[] {
  const kinds = ['rhinoplasty', 'facelift', 'lip-filler'] as const
  const at = (quarters: number) => new Date(Date.parse(day.start) + quarters * 15 * 60_000).toISOString()
  return Array.from({ length: count }, (_, n) => ({ procedure: kinds[n % 3]!, slot: { ...day, start: at((n * 5) % 8) } }))
}

/** Live bookings that overlap with another of the same practitioner. */
function overlapping(bookings: readonly { practitionerId: string; start: string; end: string; status: string }[]): number {
  const live = bookings.filter((one) => one.status === 'booked' || one.status === 'held')
  return live.filter((a, n) => live.some((b, m) => m > n && a.practitionerId === b.practitionerId && Date.parse(a.start) < Date.parse(b.end) && Date.parse(b.start) < Date.parse(a.end))).length
}

async function judgeRows(notes: Notes, target: ProbeTarget, clinic: SyntheticClinic, acknowledged: number): Promise<number> {
  const bookings = await target.observe.bookings(clinic.id)
  const pairs = overlapping(bookings)
  notes.note('Every booking in the database, compared with every other', 'no two of one practitioner overlap', { observed: `${bookings.length} bookings, ${pairs} overlap`, ok: pairs === 0, flaw: 'collision/double-booking' })
  const booked = bookings.filter((one) => one.status === 'booked').length
  notes.note('Bookings that were confirmed to somebody', `${acknowledged} in the database`, {
    observed: String(booked), ok: booked === acknowledged, flaw: booked < acknowledged ? 'collision/lost-booking' : 'collision/retry-books-twice',
  })
  return pairs
}

/**
 * Promise 1: of any number of agents who want overlapping time at the same instant, exactly one books. `crowd` is how many ask at once
 * where it is not just two.
 */
export const collisionProbe = (crowd = 20): Probe => async (target) => {
  const notes = notesFor(target)
  const [clinic] = target.clinics
  const { webhook, api } = waysOf(target, clinic)
  const days = twoOClocks(await freeTimes(target, clinic, 'rhinoplasty'), clinic.practitionerIds[0]!)
  const found = notes.note('Free times at 2:00 PM', 'at least six days of them', { observed: `${days.length} days`, ok: days.length >= 6, flaw: 'collision/no-winner' })
  if (!found) return notes.outcome({ claims: 0, winners: 0, overlaps: null })
  const all: Claimed[] = []
  const race = async (what: string, wishes: readonly (readonly [Way, Wish])[]) => {
    const claims = await Promise.all(wishes.map(([way, wish]) => way(wish)))
    all.push(...claims)
    return claims
  }
  const same = (slot: Slot): Wish => ({ procedure: 'rhinoplasty', slot })

  for (const [what, ways, slot, way] of [
    ['Two calls, the same 2:00 PM rhinoplasty, the same instant', [webhook, webhook], days[0]!, webhook],
    ['Two programs, the same 2:00 PM rhinoplasty, the same instant', [api, api], days[1]!, api],
    [`${crowd} agents, half by call and half by API, one 2:00 PM`, Array.from({ length: crowd }, (_, n) => (n % 2 ? webhook : api)), days[2]!, api],
  ] as const) {
    const claims = await race(what, ways.map((one) => [one, same(slot)] as const))
    judgeRace(notes, what, claims)
    const taken = await judgeOffer(notes, what, claims, 'rhinoplasty', way)
    if (taken) all.push(taken)
  }
  const tangled = await race('tangle', tangle(days[3]!, crowd).map((wish, n) => [n % 2 ? webhook : api, wish] as const))
  notes.note(`${crowd} agents, times of different lengths that overlap`, 'at least one 201, every other 409', {
    observed: tally(tangled.map((one) => one.status)), ok: tangled.some(won) && tangled.every((one) => won(one) || one.status === 409), tookMs: Math.max(...tangled.map((one) => one.tookMs)),
    flaw: tangled.some(won) ? 'collision/loser-error' : 'collision/no-winner',
  })
  const kept = await judgeRetries(notes, target, clinic, [days[4]!, days[5]!])
  const overlaps = await judgeRows(notes, target, clinic, new Set([...all.filter(won).map((one) => one.id), ...kept]).size)
  const times = all.map((one) => one.tookMs)
  return notes.outcome({ claims: all.length, winners: all.filter(won).length, refused: all.filter((one) => one.status === 409).length, overlaps, claimMsP50: percentile(times, 50), claimMsP95: percentile(times, 95) })
}
