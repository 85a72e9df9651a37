import { clinicRoute, json } from '#lib/http/route.ts'
import { ledgerCsv, ledgerLines, readLedger } from '#lib/recovery/ledger.ts'
import { LedgerQuery } from '#lib/recovery/requests.ts'

export const GET = clinicRoute({ query: LedgerQuery }, async ({ actor, clinicId, query: { format, ...span } }) => {
  const lines = await ledgerLines(actor, clinicId, span)
  if (format === 'json') return json({ ...(await readLedger(actor, clinicId, span)), lines })
  return new Response(ledgerCsv(lines), {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present', 'cache-control': 'no-store',
      'content-disposition': `attachment; filename="leads-${span.from}-to-${span.to}.csv"`,
    },
  })
})
