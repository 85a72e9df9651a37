import { CloudAlert, CloudCheck, CloudOff, CloudUpload } from 'lucide-react'
import { buttonClass } from '#components/ui/button.tsx'
import { civilDay, formatDayNear, formatTime } from '#lib/shared/format.ts'
import type { CalendarConnection } from '#lib/scheduling/types.ts'

type ConnectionNoteProps = {
  connection: CalendarConnection
  /** Today's civil day, YYYY-MM-DD. */
  today: string
  /** Where an owner connects; null for whoever may not. */
  connectHref: string | null
  /** Whether the person has just come back from Google without a permission that is enough. */
  isRefused: boolean
}

/** How the link to Google Calendar stands, in a sentence, with what to do. */
export function ConnectionNote({ connection, today, connectHref, isRefused }: ConnectionNoteProps) {
  const { state, sentence, pendingCount, since } = connection
  const isWell = state === 'connected' && sentence === ''
  const isOff = state === 'off'
  const Icon = isOff ? CloudOff : !isWell ? CloudAlert : pendingCount > 0 ? CloudUpload : CloudCheck
  const look = isWell ? 'text-ok' : isOff ? 'text-ink-soft' : 'text-bad'
  return (
    <section
      aria-label="Google Calendar"
      className={`flex items-start gap-3 rounded-lg border px-4 py-3 ${isWell || isOff ? 'border-line' : 'border-transparent bg-bad-soft'}`}
    >
      <Icon aria-hidden className={`mt-px size-4.5 shrink-0 ${look}`} />
      <p className={`min-w-0 flex-1 ${isWell || isOff ? 'text-ink-soft' : 'text-ink'}`}>
        {isRefused && !isWell ? `${REFUSED} ` : ''}
        {sentence || (isOff ? OFF : wellSentence(pendingCount))}
        {since && !isWell ? ` Since ${dayWords(civilDay(since), today)} at ${formatTime(since)}.` : ''}
        {!isWell && !isOff && pendingCount > 0 ? ` ${countOf(pendingCount)} waiting to be copied; none is lost.` : ''}
      </p>
      {/* A route that sends on to Google, so no link of Next's: nothing of it may be fetched ahead. */}
      {connectHref && (isOff || state === 'needs_reauth') ? (
        <a href={connectHref} className={buttonClass('secondary')}>
          {isOff ? 'Connect' : 'Connect again'}
        </a>
      ) : null}
    </section>
  )
}

const REFUSED = 'Google was not connected: not everything that is needed was allowed.'
const OFF = 'Google Calendar is not connected. The diary here is complete without it.'

/** 'today' within a sentence, but 'Tue 14 Jul'. */
function dayWords(day: string, today: string): string {
  const words = formatDayNear(day, today)
  return /\d/.test(words) ? words : words.toLowerCase()
}

function countOf(count: number): string {
  return count === 1 ? '1 change is' : `${count} changes are`
}

function wellSentence(pendingCount: number): string {
  if (pendingCount === 0) return 'Google Calendar is connected and up to date.'
  return `Google Calendar is connected. ${countOf(pendingCount)} on the way.`
}
