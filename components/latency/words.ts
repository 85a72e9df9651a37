import type { Part } from '#lib/calls/latency/types.ts'

/** How the parts of a turn look and are called; the order is that in which they happen. */
export const PARTS: { key: Part; label: string; look: string; fill: string }[] = [
  { key: 'endpointingMs', label: 'End of turn', look: 'bg-ink-soft', fill: 'fill-ink-soft' },
  { key: 'transcriberMs', label: 'Transcriber', look: 'bg-line-strong', fill: 'fill-line-strong' },
  { key: 'modelMs', label: 'Model', look: 'bg-accent', fill: 'fill-accent' },
  { key: 'voiceMs', label: 'Voice', look: 'bg-warn-edge', fill: 'fill-warn-edge' },
]

export const RANGES = [7, 30, 90] as const

/** How many days an address asks for; thirty when it asks for none that there are. */
export const rangeIn = (given: string | undefined): (typeof RANGES)[number] => RANGES.find((days) => String(days) === given) ?? 30

/** 'tool:check_availability' -> 'Tool: check availability'. */
export function answerName(kind: string): string {
  const words = kind.replace(':', ': ').replaceAll(/[_-]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
