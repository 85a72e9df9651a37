import { latencyFigures } from '#lib/calls/latency/figures.ts'
import { latencyVerdict } from '#lib/calls/latency/verdict.ts'
import { LatencyQuery } from '#lib/calls/requests.ts'
import { clinicRoute, json } from '#lib/http/route.ts'
import { readClinicZone } from '#lib/tenancy/clinics.ts'
import { addDays, dayOf } from '#lib/shared/time.ts'

const usualDays = 30

/** How the clinic's calls were answered: percentiles of the whole and of each part, day by day, and what exceeds its budget. Thirty days unless said. */
export const GET = clinicRoute({ query: LatencyQuery }, async ({ actor, clinicId, query }) => {
  const to = query.to ?? dayOf(new Date(), await readClinicZone(actor, clinicId))
  const figures = await latencyFigures(actor, clinicId, { from: query.from ?? addDays(to, 1 - usualDays), to })
  return json({ ...figures, verdict: latencyVerdict(figures) })
})
