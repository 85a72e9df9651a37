import { Siren } from 'lucide-react'
import Link from 'next/link'
import { PersonName, PhoneNumber } from '#components/shell/person-name.tsx'
import { SettleButtons } from '#components/safety/settle-buttons.tsx'
import { holdingWords, KIND_WORDS } from '#components/safety/words.ts'
import { formatTime } from '#lib/shared/format.ts'
import type { Alert } from '#lib/recovery/alert-types.ts'

type Props = { alerts: Alert[]; clinic: { id: string; slug: string }; userId: string }

/** Warns on every page, until somebody has closed it, that a caller may be in danger. Read out as soon as it appears. */
export function AlertBanner({ alerts, clinic, userId }: Props) {
  return (
    <div role="alert" className="empty:hidden">
      {alerts.length > 0 ? (
        <ul className="mb-5 flex flex-col gap-2">
          {alerts.map((alert) => (
            <li key={alert.id} className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border-2 border-bad bg-bad-soft px-4 py-3">
              <Siren aria-hidden className="size-5 shrink-0 self-start text-bad" />
              <div className="min-w-0 grow basis-56">
                <p className="text-lg font-semibold text-bad">
                  {alert.isOnLine ? 'On the line now: ' : 'Ring now: '}
                  {KIND_WORDS[alert.kind].toLowerCase()}
                </p>
                <p className="flex flex-wrap items-center gap-x-3">
                  <Caller contact={alert.contact} />
                  <span>
                    {alert.isTest ? 'Test call' : 'Call'} at {formatTime(alert.raisedAt)},{' '}
                    {alert.acknowledgedBy ? holdingWords(alert.acknowledgedBy, userId) : 'nobody has it yet'}
                  </span>
                  <Link href={`/${clinic.slug}/calls/${alert.callId}`} className="inline-flex min-h-6 items-center underline underline-offset-2">
                    See the call
                  </Link>
                </p>
              </div>
              <SettleButtons alert={alert} clinicId={clinic.id} who={`call at ${formatTime(alert.raisedAt)}`} />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}

/** Who rang, with a number to ring back. */
export function Caller({ contact }: { contact: Alert['contact'] }) {
  return (
    <>
      <span className="font-medium">{contact?.name ? <PersonName name={contact.name} /> : 'A caller who gave no name'}</span>
      {contact?.phone ? <PhoneNumber phone={contact.phone} /> : <span>No number</span>}
    </>
  )
}
