import { CircleCheck, CircleX, Clock } from 'lucide-react'
import { groupReceipts, PROCESSOR_WORDS, RECEIPT_WORDS, type ReceiptGroup } from '#components/contacts/erasure-words.ts'
import { Card } from '#components/ui/card.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import { civilDay, formatDayNear } from '#lib/shared/format.ts'
import type { Receipt } from '#lib/privacy/rights/types.ts'

const LOOKS = {
  done: { tone: 'ok', icon: CircleCheck },
  pending: { tone: 'warn', icon: Clock },
  refused: { tone: 'bad', icon: CircleX },
} as const

/** Who has deleted their part of a person and when, who still has to, and who refused and why. */
export function Receipts({ receipts, today }: { receipts: Receipt[]; today: string }) {
  return (
    <Card title="Who has deleted it">
      <ul>
        {groupReceipts(receipts).map((group) => (
          <li key={group.processor} className="border-b border-line px-4 py-3 last:border-b-0">
            <div className="flex items-start justify-between gap-4">
              <p className="min-w-0">
                <span className="block font-medium">{PROCESSOR_WORDS[group.processor].name}</span>
                <span className="block text-ink-soft">{partWords(group)}</span>
              </p>
              <div className="flex shrink-0 flex-col items-end gap-1">
                <StatusPill tone={LOOKS[group.state].tone} icon={LOOKS[group.state].icon}>
                  {RECEIPT_WORDS[group.state]}
                </StatusPill>
                <span className="text-sm text-ink-soft">{whenWords(group, today)}</span>
              </div>
            </div>
            {group.reasons.map((reason) => (
              <p key={reason} className={group.state === 'refused' ? 'mt-1 text-bad' : 'mt-1 text-ink-soft'}>
                {reason}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function partWords({ processor, receipts }: ReceiptGroup<Receipt>): string {
  const { one, many } = PROCESSOR_WORDS[processor]
  if (processor === 'database') return one
  const done = receipts.filter((receipt) => receipt.state === 'done').length
  const all = `${receipts.length} ${receipts.length === 1 ? one : many}`
  return done === 0 || done === receipts.length ? all : `${all}, ${done} of them deleted`
}

/** When the last part went, or when those that remain are asked for again. */
function whenWords({ doneAt, receipts }: ReceiptGroup<Receipt>, today: string): string {
  const at = doneAt ?? receipts.map((one) => one.nextAt).filter((one) => one !== null).toSorted((a, b) => Date.parse(a) - Date.parse(b))[0]
  if (!at) return ''
  const time = `${civilDay(at) === today ? '' : `${formatDayNear(civilDay(at), today)} `}${at.slice(11, 19)}`
  return doneAt ? time : `Next try ${time}`
}
