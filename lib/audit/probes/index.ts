import { collisionProbe } from '#lib/audit/probes/collision.ts'
import { handoffProbe } from '#lib/audit/probes/handoff.ts'
import { latencyProbe, type CallFigures } from '#lib/audit/probes/latency.ts'
import { redactionProbe } from '#lib/audit/probes/redaction.ts'
import { siloProbe } from '#lib/audit/probes/silo.ts'
import type { Probe, TaskId } from '#lib/audit/types.ts'

/** How hard is tried, and what is known besides: `crowd` agents at once, and what the clinic's own calls were like. */
export type ProbeOptions = { crowd?: number | undefined; callFigures?: (() => Promise<CallFigures | null>) | undefined }

/** The five promises, each as something that is tried. */
export const probesWith = ({ crowd, callFigures }: ProbeOptions = {}): Record<TaskId, Probe> => ({
  'atomic-collision': collisionProbe(crowd), 'contextual-handoff': handoffProbe(), silo: siloProbe(), redaction: redactionProbe(), latency: latencyProbe(callFigures),
})

export const probes: Record<TaskId, Probe> = probesWith()
