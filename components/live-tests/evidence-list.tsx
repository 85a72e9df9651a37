import { CircleAlert, CircleCheck } from 'lucide-react'
import { formatMs } from '#lib/shared/format.ts'
import type { Evidence } from '#lib/audit/types.ts'

/** Each thing that was tried, what had to come of it and what did; what was wrong first. */
export function EvidenceList({ evidence }: { evidence: readonly Evidence[] }) {
  const sorted = [...evidence].sort((a, b) => Number(a.ok) - Number(b.ok))
  return (
    <ul className="mt-2 flex flex-col gap-2.5">
      {sorted.map((one, n) => (
        <li key={`${n} ${one.what}`} className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5">
          {one.ok ? <CircleCheck role="img" aria-label="As it must be" className="mt-0.5 size-4 text-ok" /> : <CircleAlert role="img" aria-label="Not as it must be" className="mt-0.5 size-4 text-bad" />}
          <div className="min-w-0 wrap-anywhere">
            <p>{one.what}</p>
            <p className="text-sm text-ink-soft">
              {one.ok ? null : <>Must be: {one.expected}. </>}
              <span className={one.ok ? '' : 'font-medium text-bad'}>{one.ok ? one.observed : `Was: ${one.observed}`}</span>
              {one.tookMs === undefined ? '' : `, ${formatMs(one.tookMs)}`}
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}
