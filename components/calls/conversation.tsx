import { CalendarCheck2, CircleX, LoaderCircle, PhoneMissed, Siren } from 'lucide-react'
import Link from 'next/link'
import { Bubble } from '#components/calls/bubble.tsx'
import { hasHungUp, type CallLine, type Moment } from '#components/calls/simulation.ts'
import { ToolCard } from '#components/calls/tool-card.tsx'
import { TextBubble } from '#components/texts/text-bubble.tsx'
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
  if (moment.kind === 'text') {
    const isOut = moment.direction === 'out'
    return (
      <TextBubble direction={moment.direction} label={isOut ? 'Text message from Sarah' : 'Text message from the caller'}>
        {moment.body}
      </TextBubble>
    )
  }
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

const OUTCOMES = {
  booked: { tone: 'ok', icon: CalendarCheck2, words: 'Confirmed' },
  recovered: { tone: 'ok', icon: CalendarCheck2, words: 'Booked by text' },
  refused: { tone: 'warn', icon: CircleX, words: 'Told it was taken' },
  'hung-up': { tone: 'neutral', icon: PhoneMissed, words: 'Hung up' },
  helped: { tone: 'bad', icon: Siren, words: 'Sent to 999, alert raised' },
} as const

function LineState({ line, isRunning }: { line: CallLine; isRunning: boolean }) {
  if (line.done) {
    const { tone, icon, words } = OUTCOMES[line.done.outcome]
    return (
      <StatusPill tone={tone} icon={icon}>
        {words}
      </StatusPill>
    )
  }
  if (!isRunning) return null
  return (
    <span className="flex items-center gap-1.5 text-sm text-ink-soft">
      <LoaderCircle aria-hidden className="size-4 animate-spin" /> {hasHungUp(line) ? 'Hung up, now by text' : 'On the line'}
    </span>
  )
}

function endingSentence({ booking, done }: CallLine): string {
  const when = booking ? `${formatDay(civilDay(booking.start))} at ${formatTime(booking.start)}` : null
  if (when) return done?.outcome === 'recovered' ? `Won back, and in the diary: ${when}.` : `In the diary: ${when}.`
  if (done?.outcome === 'helped') return 'Nothing was sold and no text is sent to the caller. The people on call were told; the page Safety shows how.'
  if (done?.outcome !== 'hung-up') return 'No booking was made.'
  return done.leadId
    ? 'No booking yet. The lead shows which text went, or why none did.'
    : 'No booking was made, and nobody is left to follow up.'
}

function Ending({ line, slug }: { line: CallLine; slug: string }) {
  const { booking, done } = line
  const day = booking ? civilDay(booking.start) : null
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-3">
      <p className="basis-full text-ink-soft">
        {endingSentence(line)}
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
        {done?.leadId ? (
          <Link href={`/${slug}/leads/${done.leadId}`} className={buttonClass('secondary')}>
            See the lead
          </Link>
        ) : null}
        {done ? (
          <Link href={`/${slug}/calls/${done.callId}`} className={buttonClass('quiet', booking || done.leadId ? '' : '-ml-3.5')}>
            See the call
          </Link>
        ) : null}
      </div>
    </div>
  )
}
