import type { LeadSummary } from '#lib/recovery/types.ts'

/** A lead as the API shows it: the procedure by its slug, as in a booking, with its name beside. */
export const leadJson = <T extends LeadSummary>({ procedure, ...lead }: T) => ({ ...lead, procedure: procedure?.slug ?? null, procedureName: procedure?.name ?? null })
