import type { Provider } from './types.ts'

export const FAULT_KINDS = [
  'timeout',
  'drop-after-commit',
  // Done at once, answered late
  'late',
  '429',
  '500',
  'invalid-grant',
  // Google only
  '401',
  '403',
  '403-rate',
  '410',
  '412',
  'freebusy-errors',
  // Twilio only: what becomes of the status callbacks of the next messages
  'callbacks-none',
  'callbacks-reversed',
  'callbacks-duplicated',
  'callbacks-forged',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

type Fault = { provider: Provider; kind: FaultKind; count: number; method?: string | undefined }

/** The faults that are switched on, first in first out; each is used up as requests meet it. */
export function createFaults() {
  let waiting: Fault[] = []
  return {
    /** With a `method` it waits for a request of that method, and lets the others pass. A count of 0 takes it back. */
    add({ provider, kind, count, method }: Fault) {
      if (count === 0) waiting = waiting.filter((fault) => fault.provider !== provider || fault.kind !== kind)
      else waiting.push({ provider, kind, count, ...(method ? { method } : {}) })
    },
    take(method: string, provider: Provider, ...kinds: string[]): FaultKind | null {
      const fault = waiting.find(
        (one) => one.provider === provider && kinds.includes(one.kind) && (one.method ?? method) === method,
      )
      if (!fault) return null
      fault.count -= 1
      if (fault.count === 0) waiting = waiting.filter((one) => one !== fault)
      return fault.kind
    },
    clear() {
      waiting = []
    },
    list: () => waiting.map((fault) => ({ ...fault })),
  }
}
