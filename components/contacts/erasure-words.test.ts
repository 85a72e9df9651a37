import { describe, expect, it } from 'vitest'
import { groupReceipts } from '#components/contacts/erasure-words.ts'
import type { Processor, ReceiptState } from '#lib/privacy/rights/types.ts'

const receipt = (processor: Processor, state: ReceiptState, more: { reason?: string; doneAt?: string } = {}) => ({
  processor, state, reason: more.reason ?? null, doneAt: more.doneAt ?? null,
})

describe('receipts by processor', () => {
  it('are one line each, in their order, with the worst state', () => {
    const groups = groupReceipts([
      receipt('database', 'done', { doneAt: '2026-11-23T12:00:00Z' }),
      receipt('twilio', 'done', { doneAt: '2026-11-23T12:00:01Z' }),
      receipt('twilio', 'pending', { reason: 'Still on its way.' }),
      receipt('vapi', 'refused', { reason: 'The key was refused.' }),
      receipt('vapi', 'pending'),
    ])
    expect(groups.map(({ processor, state }) => [processor, state])).toEqual([['database', 'done'], ['twilio', 'pending'], ['vapi', 'refused']])
    expect(groups[1]).toMatchObject({ doneAt: null, reasons: ['Still on its way.'] })
  })

  it('are done when the last part is, at that moment, whatever the offsets are written as', () => {
    const [google] = groupReceipts([
      receipt('google', 'done', { doneAt: '2026-11-23T13:00:00+01:00' }),
      receipt('google', 'done', { doneAt: '2026-11-23T12:30:00Z' }),
    ])
    expect(google).toMatchObject({ state: 'done', doneAt: '2026-11-23T12:30:00Z' })
  })

  it('say the same reason once', () => {
    const [twilio] = groupReceipts([receipt('twilio', 'refused', { reason: 'No.' }), receipt('twilio', 'refused', { reason: 'No.' })])
    expect(twilio!.reasons).toEqual(['No.'])
  })
})
