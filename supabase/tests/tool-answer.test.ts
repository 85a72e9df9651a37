import { describe, expect, test } from 'vitest'
import { spokenDay, spokenTime } from '#lib/calls/say.ts'
import { useDatabase } from './database.ts'

describe('what a tool says of a booking', () => {
  const db = useDatabase({ max: 1 })
  const answer = async (outcome: unknown) => (await db.sql<{ answer: Record<string, unknown> }[]>`select app.tool_answer(${db.sql.json(outcome as never)}, 201, 'On %s at %s.') as answer`)[0]!.answer
  const booking = (start: string) => ({ id: 'b', start, end: start, practitionerId: 'p', procedure: 'facelift', contactId: 'c', callId: null, status: 'booked', holdExpiresAt: null })

  test.each([
    '2026-11-26T15:00:00+00:00', '2026-07-01T09:05:00+01:00', '2026-12-31T00:00:00+00:00', '2027-02-01T12:30:00+05:45', '2026-08-09T23:45:00-02:30',
  ])('at %s it is the day and time of the clinic\'s own wall, as the agent says them elsewhere', async (start) => {
    expect(await answer({ status: 201, booking: booking(start) })).toEqual({
      status: 201, say: `On ${spokenDay(start)} at ${spokenTime(start)}.`, id: 'b', start, end: start, practitionerId: 'p', procedure: 'facelift',
    })
  })

  test('a refusal says what the database said, with its alternatives, none where there are none, and nothing of anybody', async () => {
    const slot = { start: '2026-11-26T15:00:00+00:00', end: '2026-11-26T16:00:00+00:00', practitionerId: 'p' }
    expect(await answer({ status: 409, code: 'slot_taken', reason: 'taken', say: 'Taken.', alternatives: [slot], secret: 'x' }))
      .toEqual({ status: 409, code: 'slot_taken', reason: 'taken', say: 'Taken.', alternatives: [slot] })
    expect(await answer({ status: 409, code: 'age_required', say: 'How old?' })).toEqual({ status: 409, code: 'age_required', say: 'How old?', alternatives: [] })
  })
})
