import { TriangleAlert } from 'lucide-react'
import { counted, deadlineOf } from '#components/privacy/deadline.ts'
import type { RightsRequest } from '#lib/privacy/rights/types.ts'

/** Says how many answers are overdue; nothing while none is. */
export function DeadlineBanner({ requests, today }: { requests: RightsRequest[]; today: string }) {
  const over = requests.filter((request) => deadlineOf(request, today).urgency === 'over').length
  if (over === 0) return null
  return (
    <p className="flex items-start gap-3 rounded-lg bg-bad-soft px-4 py-3">
      <TriangleAlert aria-hidden className="mt-px size-4.5 shrink-0 text-bad" />
      <span>
        <strong className="font-semibold">{counted(over, 'request')} overdue.</strong> The law gives you a month to answer, and 30
        days to confirm a complaint. Answer now, and say why it is late.
      </span>
    </p>
  )
}
