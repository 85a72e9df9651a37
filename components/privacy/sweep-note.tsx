import { CircleAlert } from 'lucide-react'
import { nightsOf, sweptWords } from '#components/privacy/words.ts'
import { civilDay, formatDayNear, formatTime, minutesBetween } from '#lib/shared/format.ts'
import type { RetentionReport } from '#lib/privacy/rights/types.ts'

/** The sweep is nightly: after this long without one something is wrong. */
const SILENT_AFTER_MINUTES = 26 * 60

type Props = { report: RetentionReport; today: string; now: string }

/** When data that was too old was last removed and how much, with the nights before; a warning when the sweep has stopped. */
export function SweepNote({ report, today, now }: Props) {
  const [lastRun, ...before] = nightsOf(report.runs)
  const when = (at: string) => `${formatDayNear(civilDay(at), today)} at ${formatTime(at)}`
  const inside = (words: string) => words.replace(/^(Today|Yesterday)/, (word) => word.toLowerCase())
  const isSilent = lastRun !== undefined && minutesBetween(lastRun.at, now) > SILENT_AFTER_MINUTES
  return (
    <div className="border-t border-line px-4 py-3">
      {isSilent ? (
        <p className="mb-1 flex items-start gap-1.5 text-bad">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          The nightly sweep has not run for more than a day, so nothing is removed. Tell whoever runs this system.
        </p>
      ) : null}
      <p className="text-ink-soft">
        {lastRun
          ? `Last swept ${inside(when(lastRun.at))}: ${sweptWords(lastRun.swept)}.`
          : 'Not swept yet. What is too old is removed each night at 03:17.'}
      </p>
      {before.length > 0 ? (
        <details className="mt-1">
          <summary className="w-fit py-0.5 text-accent underline underline-offset-2">Sweeps before</summary>
          <ul className="mt-1 text-sm text-ink-soft">
            {before.map((run) => (
              <li key={run.at} className="py-0.5">
                {when(run.at)}: {sweptWords(run.swept)}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  )
}
