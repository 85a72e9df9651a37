import type { Provider } from './types.ts'

export const FAULT_KINDS = [
  'timeout',
  'drop-after-commit',
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

/** The faults that are switched on, first in first out; each is used up as requests meet it. */
export function createFaults() {
  let waiting: { provider: Provider; kind: FaultKind; count: number }[] = []
  return {
    add(provider: Provider, kind: FaultKind, count: number) {
      if (count === 0) waiting = waiting.filter((fault) => fault.provider !== provider || fault.kind !== kind)
      else waiting.push({ provider, kind, count })
    },
    take(provider: Provider, ...kinds: string[]): FaultKind | null {
      const fault = waiting.find((one) => one.provider === provider && kinds.includes(one.kind))
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
