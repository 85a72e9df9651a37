import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { answerToolCalls, noteStatus, type CallFacts } from '#lib/calls/webhook.ts'
import { voiceAgent } from './claiming.ts'
import { aWednesday, makeClinic, useDatabase } from './database.ts'
import { anyMobile } from './leads.ts'
import { useDoor } from './recovery/texting.ts'

describe('tool calls, through the webhook\'s own door', () => {
  const db = useDatabase({ max: 2 })
  useDoor(db)
  const start = aWednesday().toISOString()

  async function ringing() {
    const clinic = await makeClinic(db.sql)
    const call: CallFacts = { id: randomUUID(), at: new Date(), phone: anyMobile(), isTest: false, isOutbound: false, greetingVersion: null }
    const use = async (name: string, given: Record<string, unknown>, id: string = randomUUID(), within = call) =>
      (await answerToolCalls(voiceAgent(clinic.id), clinic.id, within, [{ id, name, arguments: given }]))[0]!.result
    const version = async () => (await db.sql<{ version: string }[]>`select ctid::text || ' ' || xmax::text as version from calls where vapi_call_id = ${call.id}`)[0]!.version
    return { clinic, call, use, version }
  }
  const claim = { procedure: 'facelift', start, name: 'Philippa Underwood' }

  test('what a call knows already neither writes nor locks its row', async () => {
    const { clinic, call, use, version } = await ringing()
    const told = { procedure: 'facelift', name: 'Philippa Underwood' }
    await use('capture_lead', told)
    const [place] = (await version()).split(' ')
    await noteStatus(voiceAgent(clinic.id), clinic.id, call, 'in-progress', null)
    const untouched = await version()
    await noteStatus(voiceAgent(clinic.id), clinic.id, call, 'in-progress', null)
    expect(await version()).toBe(untouched)
    await use('capture_lead', told)
    await use('check_availability', { procedure: 'facelift' })
    expect((await use('claim_slot', claim)).status).toBe(201)
    expect((await version()).split(' ')[0]).toBe(place)
    // What is new still is.
    await use('capture_lead', { procedure: 'lip-filler' })
    expect((await version()).split(' ')[0]).not.toBe(place)
  })

  test('two calls may use one id of a tool call, as models do that count from nought: each has its own booking', async () => {
    const { call, use } = await ringing()
    expect((await use('claim_slot', claim, 'call_0')).status).toBe(201)
    const later = new Date(Date.parse(start) + 7 * 86_400_000).toISOString()
    expect(await use('claim_slot', { ...claim, start: later }, 'call_0', { ...call, id: randomUUID(), phone: anyMobile() })).toMatchObject({ status: 201 })
    expect((await use('claim_slot', claim, 'call_0')).status).toBe(201)
  })

  test('a booking and its answer are one: what cannot be remembered is not booked', async () => {
    const { clinic, use } = await ringing()
    await db.sql.unsafe(`create function app.forgetful() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
      create trigger forgetful before insert on public.tool_calls for each row execute function app.forgetful()`)
    try {
      expect((await use('claim_slot', claim)).status).toBe(500)
      expect(await db.sql`select 1 from bookings where clinic_id = ${clinic.id}`).toHaveLength(0)
    } finally {
      await db.sql.unsafe('drop trigger forgetful on public.tool_calls; drop function app.forgetful()')
    }
    expect((await use('claim_slot', claim)).status).toBe(201)
  })
})
