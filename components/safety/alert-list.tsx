import { BellRing, CircleAlert, CircleCheck, CircleDashed, CircleSlash2, Clock, ShieldCheck } from 'lucide-react'
import Link from 'next/link'
import { Caller } from '#components/safety/alert-banner.tsx'
import { SettleButtons } from '#components/safety/settle-buttons.tsx'
import { capital } from '#components/leads/words.ts'
import { holdingWords, KIND_WORDS, momentWords, noticeWords } from '#components/safety/words.ts'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import { formatTime } from '#lib/shared/format.ts'
import type { ReactNode } from 'react'
import type { Alert, AlertNotice } from '#lib/recovery/alert-types.ts'

type Props = { alerts: Alert[]; clinic: { id: string; slug: string }; userId: string; today: string }

/** Every call in which somebody may have been in danger, with what was done about it and when. */
export function AlertList({ alerts, clinic, userId, today }: Props) {
  return (
    <Card title="Alerts">
      {alerts.length === 0 ? (
        <EmptyState icon={ShieldCheck} title="No alert so far">
          When a caller says something that may be an emergency, it appears here and the people on call are told.
        </EmptyState>
      ) : (
        <ul>
          {alerts.map((alert) => (
            <li key={alert.id} className="border-b border-line px-4 py-4 last:border-b-0">
              <AlertItem alert={alert} clinic={clinic} userId={userId} today={today} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function AlertItem({ alert, clinic, userId, today }: Omit<Props, 'alerts'> & { alert: Alert }) {
  const when = momentWords(alert.raisedAt, today)
  const spared = alert.notices.filter(isSpared).length
  return (
    <article aria-label={`Alert ${when}`}>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-base">
            {KIND_WORDS[alert.kind]} <StatePill alert={alert} />
          </h3>
          <p className="flex flex-wrap items-center gap-x-3 text-ink-soft">
            <Caller contact={alert.contact} />
            <span>{when}{alert.isTest ? ', a test call' : ''}</span>
            <Link href={`/${clinic.slug}/calls/${alert.callId}`} className="inline-flex min-h-6 items-center text-accent underline underline-offset-2">
              See the call
            </Link>
          </p>
        </div>
        <SettleButtons alert={alert} clinicId={clinic.id} who={`alert ${when}`} />
      </div>
      <ol className="mt-3 flex flex-col gap-1.5">
        <Line icon={BellRing} look="text-bad" at={formatTime(alert.raisedAt)}>
          {alert.isLate ? 'Heard only after the call was over: the caller has not been told to ring 999' : 'Heard while the call went on; from then on the agent says the fixed words and nothing else'}
        </Line>
        {alert.notices.filter((notice) => !isSpared(notice)).map((notice) => <NoticeLine key={notice.id} notice={notice} />)}
        {alert.notices.length === 0 ? <li className="pl-7 text-ink-soft">Nobody was on call, so only the dashboard warned.</li> : null}
        {alert.acknowledgedAt ? (
          <Line icon={CircleCheck} look="text-ok" at={formatTime(alert.acknowledgedAt)}>
            {capital(holdingWords(alert.acknowledgedBy!, userId))}
          </Line>
        ) : null}
        {spared > 0 ? <Line icon={CircleSlash2} look="text-ink-soft" at="">{spared === 1 ? 'One more step was not needed' : `${spared} more steps were not needed`}</Line> : null}
        {alert.closedAt ? <Line icon={CircleCheck} look="text-ok" at={formatTime(alert.closedAt)}>Closed</Line> : null}
      </ol>
    </article>
  )
}

/** A step that an acknowledgement came before. */
const isSpared = (notice: AlertNotice) => notice.state === 'cancelled' && notice.reason === 'acknowledged'

function StatePill({ alert }: { alert: Alert }) {
  if (alert.closedAt) return <StatusPill tone="neutral" icon={CircleCheck}>Closed</StatusPill>
  if (alert.acknowledgedAt) return <StatusPill tone="warn" icon={Clock}>Somebody has it</StatusPill>
  return <StatusPill tone="bad" icon={CircleAlert}>Nobody has it yet</StatusPill>
}

const NOTICE_LOOKS = {
  queued: { icon: Clock, look: 'text-accent' }, sending: { icon: CircleDashed, look: 'text-accent' }, unknown: { icon: CircleDashed, look: 'text-warn' },
  sent: { icon: CircleCheck, look: 'text-ok' }, failed: { icon: CircleAlert, look: 'text-bad' }, cancelled: { icon: CircleSlash2, look: 'text-ink-soft' },
} as const

function NoticeLine({ notice }: { notice: AlertNotice }) {
  const { icon, look } = NOTICE_LOOKS[notice.state]
  return <Line icon={icon} look={look} at={formatTime(notice.sentAt ?? notice.dueAt)}>{noticeWords(notice)}</Line>
}

function Line({ icon: Icon, look, at, children }: { icon: typeof Clock; look: string; at: string; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-3">
      <Icon aria-hidden className={`mt-0.5 size-4 ${look}`} />
      <span>{children}</span>
      <span className="text-ink-soft">{at}</span>
    </li>
  )
}
