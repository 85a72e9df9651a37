import { beforeAll, expect, test } from 'vitest'
import { mirrorBooking } from '#lib/scheduling/mirror.ts'
import { claim } from './claiming.ts'
import { aWednesday, useDatabase } from './database.ts'
import { anyMobile } from './leads.ts'
import { makeConnectedClinic, useProcessors } from './privacy/erasing.ts'
import { secret, useDoor } from './recovery/texting.ts'

const db = useDatabase({ max: 8 })
useDoor(db)
const world = useProcessors(db)
let clinic: Awaited<ReturnType<typeof makeConnectedClinic>>
beforeAll(async () => { clinic = await makeConnectedClinic(db.sql, world.sandbox()) })

const stateOf = async (bookingId: string) => (await db.sql<{ state: string }[]>`select state from booking_mirrors where booking_id = ${bookingId}`)[0]!.state
const deps = (openCalendar = world.openCalendar) => ({ sql: db.sql, openCalendar, secret })

test('a try that fails after another has succeeded does not say that the booking still waits', async () => {
  const { booking } = await claim(db.sql, clinic, { start: aWednesday(9), contact: { name: 'Odette Larch', phone: anyMobile() } })
  let refuse = () => {}
  const held = new Promise<void>((resolve) => { refuse = resolve })
  let hasRead = () => {}
  const reading = new Promise<void>((resolve) => { hasRead = resolve })
  const late: typeof world.openCalendar = (...args) => ({
    ...world.openCalendar(...args),
    upsert: async () => { hasRead(); await held; return { ok: false, kind: 'temporary', sentence: 'The calendar did not answer.' } },
  })
  const failing = mirrorBooking(deps(late), booking!.id)
  const failed = expect(failing).rejects.toThrow('temporary')
  await reading
  await mirrorBooking(deps(), booking!.id)
  expect(await stateOf(booking!.id)).toBe('synced')
  refuse()
  await failed
  expect(await stateOf(booking!.id)).toBe('synced')
})

test('a booking that was left as waiting although the calendar has followed it is put right by the next run', async () => {
  const { booking } = await claim(db.sql, clinic, { start: aWednesday(10), contact: { name: 'Odette Larch', phone: anyMobile() } })
  await mirrorBooking(deps(), booking!.id)
  await db.sql`update booking_mirrors set state = 'pending' where booking_id = ${booking!.id}`
  await mirrorBooking(deps(), booking!.id)
  expect(await stateOf(booking!.id)).toBe('synced')
})
