import { Download } from 'lucide-react'
import { buttonClass } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { formatDaySpan } from '#lib/shared/format.ts'
import type { Ledger } from '#lib/recovery/types.ts'

const LINES: { key: 'inTime' | 'late' | 'pending' | 'held' | 'notPermitted' | 'needsPerson'; words: string; note: string }[] = [
  { key: 'inTime', words: 'In time', note: 'The carrier had the text within five minutes.' },
  { key: 'late', words: 'Late', note: 'It took longer than five minutes.' },
  { key: 'pending', words: 'On the way', note: 'The five minutes are not over.' },
  { key: 'held', words: 'Held', note: 'Your clinic texts only in daytime hours.' },
  { key: 'notPermitted', words: 'Not permitted', note: 'They said no, or were never told.' },
  { key: 'needsPerson', words: 'Needs a person', note: 'There was no way to text them.' },
]

/** How the five-minute promise was kept over a span of days. Only texts that were permitted at once count towards its speed. */
export function LedgerCard({ ledger, clinicId }: { ledger: Ledger; clinicId: string }) {
  const csv = `/api/clinics/${clinicId}/ledger?${new URLSearchParams({ from: ledger.from, to: ledger.to, format: 'csv' })}`
  return (
    <Card
      title="A text within five minutes"
      aside={
        <a href={csv} download className={buttonClass('quiet', '-mr-2')}>
          <Download aria-hidden />
          Download CSV
        </a>
      }
    >
      <div className="grid gap-x-8 gap-y-4 p-4 md:grid-cols-[15rem_minmax(0,1fr)]">
        <div>
          <p className="text-sm text-ink-soft">{formatDaySpan(ledger.from, ledger.to)}</p>
          <dl className="mt-2 grid grid-cols-2 gap-3">
            <Speed term="Half within" seconds={ledger.secondsP50} />
            <Speed term="95 in 100 within" seconds={ledger.secondsP95} />
          </dl>
          <p className="mt-2 text-sm text-ink-soft">
            {ledger.counted === 0
              ? 'No text was due in these days.'
              : `From hanging up to the carrier, of ${ledger.counted} ${ledger.counted === 1 ? 'text' : 'texts'} permitted at once.`}
          </p>
        </div>
        <dl className="grid gap-x-6 sm:grid-cols-2">
          {LINES.map(({ key, words, note }) => (
            <div key={key} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 border-t border-line py-2">
              <dt>
                <span className={key === 'late' && ledger.late > 0 ? 'font-medium text-bad' : 'font-medium'}>{words}</span>
                <span className="block text-sm text-ink-soft">{note}</span>
              </dt>
              <dd className="text-right font-medium">{ledger[key]}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Card>
  )
}

function Speed({ term, seconds }: { term: string; seconds: number | null }) {
  return (
    <div>
      <dt className="text-sm text-ink-soft">{term}</dt>
      <dd className="text-xl font-semibold">{seconds === null ? '–' : `${Math.round(seconds)} s`}</dd>
    </div>
  )
}
