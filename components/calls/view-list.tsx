import { groupViews } from '#components/calls/views.ts'
import { formatDayNear, formatTime } from '#lib/shared/format.ts'
import type { View } from '#lib/privacy/rights/types.ts'

type Props = { views: Pick<View, 'actor' | 'at'>[]; userId: string; today: string }

/** Who has read a transcript and when, behind a disclosure. */
export function ViewList({ views, userId, today }: Props) {
  const groups = groupViews(views, userId)
  if (groups.length === 0) return null
  return (
    <details className="border-t border-line">
      <summary className="min-h-9 px-4 py-2 text-sm text-ink-soft hover:text-ink">Who has read it</summary>
      <ul className="px-4 pb-3 text-sm">
        {groups.map(({ who, day, first, last }) => (
          <li key={`${day}${who}${last}`} className="flex flex-wrap justify-between gap-x-4 py-1">
            <span>{who}</span>
            <span className="text-ink-soft">
              {formatDayNear(day, today)} {formatTime(first)}
              {formatTime(last) === formatTime(first) ? '' : ` to ${formatTime(last)}`}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
