import { CircleAlert } from 'lucide-react'
import { namePartsOf } from '#components/leads/name-parts.ts'
import { failureWords, KIND_WORDS, stateWords } from '#components/leads/words.ts'
import { PersonName } from '#components/shell/person-name.tsx'
import { civilDay, formatDayNear, formatTime } from '#lib/shared/format.ts'
import type { LeadMessage } from '#lib/recovery/types.ts'

/** The texts to and from a person, oldest first: ours at the left, theirs at the right, as the calls' transcripts have it. */
export function Thread({ messages, name, today }: { messages: LeadMessage[]; name: string | null; today: string }) {
  return (
    <div role="log" aria-live="polite" aria-label="Texts" className="grow p-4">
      {messages.length === 0 ? <p className="text-ink-soft">No texts yet.</p> : null}
      <ol className="flex flex-col gap-4">
        {messages.map((message) => (
          <li key={message.id} className="flex">
            <TextBubble message={message} name={name} today={today} />
          </li>
        ))}
      </ol>
    </div>
  )
}

function TextBubble({ message, name, today }: { message: LeadMessage; name: string | null; today: string }) {
  const isOurs = message.direction === 'out'
  const at = message.acceptedAt ?? message.createdAt
  const day = civilDay(at)
  const isLost = message.state === 'failed' || message.state === 'needs_review' || message.state === 'cancelled'
  const isUndelivered = message.delivery === 'undelivered' || message.delivery === 'failed'
  const why = isOurs && (isLost || isUndelivered) ? failureWords(message.reason) : ''
  return (
    <div className={`max-w-[86%] ${isOurs ? '' : 'ml-auto'}`}>
      <p className={`mb-0.5 text-xs text-ink-soft ${isOurs ? '' : 'text-right'}`}>{KIND_WORDS[message.kind]}</p>
      <p
        className={
          'w-fit rounded-lg px-3.5 py-2 break-words whitespace-pre-line ' +
          (isLost ? 'border border-dashed border-line-strong ' : isOurs ? 'bg-accent-soft ' : 'bg-sunken ') +
          (isOurs ? 'rounded-bl-sm' : 'ml-auto rounded-br-sm')
        }
      >
        {message.body === null ? (
          <span className="text-ink-soft">{message.acceptedAt || !isOurs ? 'The words were erased.' : 'Not written yet.'}</span>
        ) : (
          namePartsOf(message.body, name).map((part, n) => (part.isName ? <PersonName key={n} name={part.text} /> : part.text))
        )}
      </p>
      <p className={`mt-0.5 text-xs ${isOurs ? '' : 'text-right'} ${isLost || isUndelivered ? 'text-bad' : 'text-ink-soft'}`}>
        {stateWords(message)}, {day === today ? '' : `${formatDayNear(day, today)} `}
        {formatTime(at)}
      </p>
      {why ? (
        <p className="mt-0.5 flex items-start gap-1.5 text-sm text-bad">
          <CircleAlert aria-hidden className="mt-px size-4 shrink-0" />
          {why}
        </p>
      ) : null}
    </div>
  )
}
