import { CalendarCheck2, CircleX, LoaderCircle } from 'lucide-react'
import Link from 'next/link'
import { Bubble } from '#components/calls/bubble.tsx'
import type { CallLine, Moment } from '#components/calls/simulation.ts'
import { ToolCard } from '#components/calls/tool-card.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import { civilDay, formatDay, formatMs, formatTime } from '#lib/shared/format.ts'

type Props = { title: string; line: CallLine; slug: string; isRunning: boolean }

/** One caller's conversation as it happens; read out politely as it grows. */
export function Conversation({ title, line, slug, isRunning }: Props) {
  return (
    <Card title={title} aside={<LineState line={line} isRunning={isRunning} />} className="flex min-h-80 flex-col">
      <div role="log" aria-live="polite" aria-label={title} className="grow p-4">
        <ol className="flex flex-col gap-3">
          {line.moments.map((moment, n) => (
            <li key={n} className="flex">
              <MomentView moment={moment} />
            </li>
          ))}
        </ol>
      </div>
      {line.done ? <Ending line={line} slug={slug} /> : null}
    </Card>
  )
}

function MomentView({ moment }: { moment: Moment }) {
  if (moment.kind === 'turn') {
    return <Bubble speaker={moment.role === 'assistant' ? 'agent' : 'caller'}>{moment.text}</Bubble>
  }
  if (moment.kind === 'tool') return <ToolCard tool={moment} />
  return (
    <p className="flex w-full items-baseline gap-2 text-xs text-ink-soft">
      <span className="truncate">{moment.message}</span>
      <span aria-hidden className="h-px grow self-center bg-line" />
      <span className="shrink-0">
        {moment.status}, {formatMs(moment.tookMs)}
      </span>
    </p>
  )
}

function LineState({ line, isRunning }: { line: CallLine; isRunning: boolean }) {
  if (line.done?.outcome === 'booked') {
    return (
      <StatusPill tone="ok" icon={CalendarCheck2}>
        Confirmed
      </StatusPill>
    )
  }
  if (line.done) {
    return (
      <StatusPill tone="warn" icon={CircleX}>
        Told it was taken
      </StatusPill>
    )
  }
  if (!isRunning) return null
  return (
    <span className="flex items-center gap-1.5 text-sm text-ink-soft">
      <LoaderCircle aria-hidden className="size-4 animate-spin" /> On the line
    </span>
  )
}

function Ending({ line, slug }: { line: CallLine; slug: string }) {
  const { booking, done } = line
  const day = booking ? civilDay(booking.start) : null
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-3">
      <p className="basis-full text-ink-soft">
        {booking && day ? `In the diary: ${formatDay(day)} at ${formatTime(booking.start)}.` : 'No booking was made.'}
      </p>
      <div className="flex flex-wrap gap-2">
        {booking ? (
          <Link
            href={`/${slug}/calendar?day=${day}&practitioner=${booking.practitionerId}#booking-${booking.id}`}
            className={buttonClass('secondary')}
          >
            Show in the calendar
          </Link>
        ) : null}
        {done ? (
          <Link href={`/${slug}/calls/${done.callId}`} className={buttonClass('quiet', booking ? '' : '-ml-3.5')}>
            See the call
          </Link>
        ) : null}
      </div>
    </div>
  )
}
