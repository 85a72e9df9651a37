import { randomUUID } from 'node:crypto'
import type { Booking, Slot } from '#lib/scheduling/types.ts'
import { overlaps } from '../support/database.ts'
import { randomFrom } from '#lib/commands/demo-data.ts'
import { apiOf, claimOf, newCall, vapiOf } from '../support/http.ts'
import { startSecondServer } from '../support/second-server.ts'
import { expect, test } from '../support/test.ts'

test.describe('two servers on one database', () => {
  let second: Awaited<ReturnType<typeof startSecondServer>>
  test.beforeAll(async ({ directory }) => { second = await startSecondServer(directory) })
  test.afterAll(async () => second?.stop())

  test('two hundred agents want one time at the same instant: one has it, every other is offered another', async ({ runtime, larkspur, sql }) => {
    test.setTimeout(120_000)
    const api = apiOf(runtime, larkspur)
    const slot = (await api.slots('rhinoplasty', { ahead: 40, days: 20 })).find((one) => one.start.slice(11, 16) === '14:00')!
    const urls = [runtime.appUrl, second.url]
    const outcomes = await Promise.all(Array.from({ length: 200 }, async (_, n): Promise<{ status: number; code?: string; say?: string; alternatives?: Slot[] }> => {
      const url = urls[n % 2]!
      const phone = `+4477009005${String(n % 100).padStart(2, '0')}`
      if (n % 4 < 2) {
        const answer = await apiOf(runtime, larkspur, undefined, url).post('/bookings', claimOf('rhinoplasty', slot, { name: `Rival ${n}`, phone }), { 'idempotency-key': randomUUID() })
        return { ...answer.body, status: answer.status }
      }
      return vapiOf(runtime, larkspur, url).tool(newCall(phone), 'claim_slot', { procedure: 'rhinoplasty', start: slot.start, practitionerId: slot.practitionerId, name: `Rival ${n}` })
    }))
    const refused = outcomes.filter((one) => one.status !== 201)
    expect(outcomes.length - refused.length).toBe(1)
    for (const one of refused) {
      expect(one).toMatchObject({ status: 409, code: 'slot_taken', say: expect.stringMatching(/^I'm sorry, that slot was just taken—how about /) })
      expect(one.alternatives!.length).toBeGreaterThan(0)
      expect(one.alternatives).not.toContainEqual(slot)
    }
    expect(await sql`select id from bookings where practitioner_id = ${slot.practitionerId} and status = 'booked' and during && tstzrange(${slot.start}, ${slot.end})`).toHaveLength(1)
    expect(await overlaps(sql)).toEqual([])
  })

  test('bookings, moves and cancellations of different lengths, hammered: never two at once', async ({ runtime, quillmere, sql }) => {
    test.setTimeout(120_000)
    const random = randomFrom(20_261_122)
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
    const urls = [runtime.appUrl, second.url]
    const wishes = new Map<string, Slot[]>()
    for (const procedure of ['rhinoplasty', 'lip-filler', 'dermaplaning', 'chemical-peel']) wishes.set(procedure, await apiOf(runtime, quillmere).slots(procedure, { ahead: 43, days: 3 }))
    const live: Booking[] = []
    const counts = new Map<number, number>()
    const step = async () => {
      const api = apiOf(runtime, quillmere, undefined, pick(urls))
      const procedure = pick([...wishes.keys()])
      const slot = pick(wishes.get(procedure)!)
      const mine = random() < 0.5 ? live.splice(Math.floor(random() * live.length), 1)[0] : undefined
      const answer = mine && random() < 0.6
        ? await api.patch<Booking>(`/bookings/${mine.id}`, { start: pick(wishes.get(mine.procedure)!).start })
        : mine ? await api.delete<Booking>(`/bookings/${mine.id}`) : await api.post<Booking>('/bookings', claimOf(procedure, slot, { name: 'Wren Castellan' }))
      counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1)
      if (answer.status < 300 && answer.body.status === 'booked') live.push(answer.body)
      else if (mine && answer.status === 409) live.push(mine)
    }
    await Promise.all(Array.from({ length: 16 }, async () => { for (let n = 0; n < 15; n++) await step() }))
    expect([...counts.keys()].filter((status) => ![200, 201, 409].includes(status)), JSON.stringify([...counts])).toEqual([])
    expect(counts.get(409), 'it was a contest').toBeGreaterThan(10)
    expect(await overlaps(sql)).toEqual([])
    const stored = await sql<{ id: string }[]>`select id from bookings where id = any (${live.map((one) => one.id)}) and status = 'booked'`
    expect(stored).toHaveLength(new Set(live.map((one) => one.id)).size)
  })
})
