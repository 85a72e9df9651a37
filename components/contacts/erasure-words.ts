import type { IdentityCheck, Processor, ReceiptState } from '#lib/privacy/rights/types.ts'

/** How the clinic made sure that it was the person who asked: in the choice, and on the receipt. */
export const IDENTITY_WORDS: Record<IdentityCheck, string> = {
  known_number: 'They rang or wrote from the number on record',
  in_person: 'They asked in person, and you know them',
  document: 'They showed a document',
  vouched: 'Somebody at the clinic vouches for them',
}

/** Where one processor stands, in a word. */
export const RECEIPT_WORDS: Record<ReceiptState, string> = { pending: 'Waiting', done: 'Deleted', refused: 'Refused' }

type ProcessorWords = { name: string; one: string; many: string }

/** Who holds a part of a person, and what that part is: one, or several. */
export const PROCESSOR_WORDS: Record<Processor, ProcessorWords> = {
  database: {
    name: 'This database',
    one: 'Name, number, transcripts, leads and texts',
    many: 'Name, number, transcripts, leads and texts',
  },
  google: { name: 'Google Calendar', one: 'event', many: 'events' },
  twilio: { name: 'Twilio', one: 'text', many: 'texts' },
  vapi: { name: 'Vapi', one: 'call', many: 'calls' },
}

export type ReceiptGroup<R> = { processor: Processor; state: ReceiptState; receipts: R[]; doneAt: string | null; reasons: string[] }

/**
 * Receipts by processor in the order in which they were written: one line a processor, however many texts it had. The worst
 * state stands for all; `doneAt` is when the last part went, null until then.
 */
export function groupReceipts<R extends { processor: Processor; state: ReceiptState; reason: string | null; doneAt: string | null }>(
  receipts: readonly R[],
): ReceiptGroup<R>[] {
  return [...Map.groupBy(receipts, (one) => one.processor)].map(([processor, some]) => {
    const has = (state: ReceiptState) => some.some((one) => one.state === state)
    const state = has('refused') ? 'refused' : has('pending') ? 'pending' : 'done'
    const times = some.map((one) => one.doneAt).filter((at) => at !== null)
    return {
      processor,
      state,
      receipts: some,
      doneAt: state === 'done' ? (times.toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? null) : null,
      reasons: [...new Set(some.filter((one) => one.state !== 'done' && one.reason).map((one) => one.reason!))],
    }
  })
}
