import { CircleAlert, CircleCheck, Clock } from 'lucide-react'
import Link from 'next/link'
import { IDENTITY_WORDS } from '#components/contacts/erasure-words.ts'
import { erasureState } from '#components/privacy/words.ts'
import { Card } from '#components/ui/card.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import { civilDay, formatDayNear, formatTime } from '#lib/shared/format.ts'
import type { Erasure } from '#lib/privacy/rights/types.ts'

const ICONS = { ok: CircleCheck, warn: Clock, bad: CircleAlert } as const

type Props = { erasures: Erasure[]; hasMore: boolean; slug: string; today: string }

/** People who were erased, newest first: not who they were, but what became of it at each processor. */
export function ErasureList({ erasures, hasMore, slug, today }: Props) {
  return (
    <Card title="Erasures" aside={hasMore ? <span className="text-sm text-ink-soft">Last {erasures.length}</span> : null}>
      {erasures.length === 0 ? (
        <p className="px-4 py-4 text-ink-soft">
          Nobody was erased yet. An owner erases a person on their page under{' '}
          <Link href={`/${slug}/contacts`} className="text-accent underline underline-offset-2">
            Contacts
          </Link>
          .
        </p>
      ) : (
        <ul>
          {erasures.map((erasure) => {
            const { tone, words } = erasureState(erasure)
            return (
              <li key={erasure.id} className="relative border-b border-line px-4 py-3 last:border-b-0 hover:bg-canvas">
                <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
                  <Link
                    href={`/${slug}/privacy/erasures/${erasure.id}`}
                    className={
                      'font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 ' +
                      'focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent'
                    }
                  >
                    {formatDayNear(civilDay(erasure.requestedAt), today)} at {formatTime(erasure.requestedAt)}
                  </Link>
                  <StatusPill tone={tone} icon={ICONS[tone]}>
                    {words}
                  </StatusPill>
                </div>
                <p className="text-sm text-ink-soft">{IDENTITY_WORDS[erasure.identityCheck]}</p>
              </li>
            )
          })}
        </ul>
      )}
    </Card>
  )
}
