import Link from 'next/link'
import { placeHref } from '#components/calendar/address.ts'
import { AttendedButtons } from '#components/leads/attended-buttons.tsx'
import { callBackWords, failureWords } from '#components/leads/words.ts'
import { PersonName, PhoneNumber } from '#components/shell/person-name.tsx'
import { Card } from '#components/ui/card.tsx'
import { Fact } from '#components/ui/fact.tsx'
import { civilDay, formatDayShort, formatMinuteCount, formatPence, formatTime, minutesBetween } from '#lib/shared/format.ts'
import type { CallBack, LeadDetail, Offer } from '#lib/recovery/types.ts'

type Props = {
  lead: LeadDetail
  clinic: { id: string; slug: string }
  /** RFC 3339. */
  now: string
  nameOf: (practitionerId: string) => string
}

const LINK = 'inline-flex min-h-6 items-center text-accent underline underline-offset-2'

/** The agent names two or three times; the rest it had at hand. */
const OFFERS_SHOWN = 3

/** What is known of a lead: how to reach them, what they were offered, what is kept or booked for them. */
export function LeadFacts({ lead, clinic, now, nameOf }: Props) {
  const { contact, offered, hold, booking, callBack, valuePence } = lead
  return (
    <Card title="The lead">
      <dl className="px-4 py-2">
        {contact ? (
          <Fact term="Person">
            <Link href={`/${clinic.slug}/contacts/${contact.id}`} className={LINK}>
              {contact.name ? <PersonName name={contact.name} /> : 'No name given'}
            </Link>
          </Fact>
        ) : null}
        <Fact term="Phone">{contact?.phone ? <PhoneNumber phone={contact.phone} /> : 'Not known'}</Fact>
        <Fact term="The call">
          <Link href={`/${clinic.slug}/calls/${lead.callId}`} className={LINK}>
            See the call
          </Link>
        </Fact>
        {offered.length > 0 ? (
          <Fact term={offered.length === 1 ? 'Time offered' : 'Times offered'}>
            <Offers offers={offered} nameOf={nameOf} />
          </Fact>
        ) : null}
        {hold ? (
          <Fact term="Kept for them">
            <CalendarLink slug={clinic.slug} slot={hold} note={leftWords(now, hold.expiresAt)} />
          </Fact>
        ) : null}
        {booking ? (
          <Fact term={booking.status === 'booked' ? 'Booked' : 'Booking cancelled'}>
            <CalendarLink slug={clinic.slug} slot={booking} bookingId={booking.id} note={nameOf(booking.practitionerId)} />
          </Fact>
        ) : null}
        {valuePence === null ? null : <Fact term="Value">{formatPence(valuePence)}</Fact>}
        {callBack ? (
          <Fact term="Call-back">
            <CallBackState callBack={callBack} />
          </Fact>
        ) : null}
        {lead.isTest ? <Fact term="Kind">Test with an invented caller</Fact> : null}
      </dl>
      {booking?.status === 'booked' && Date.parse(booking.start) <= Date.parse(now) ? (
        <div className="border-t border-line px-4 py-3">
          <p className="mb-2 text-sm font-medium">Did they come?</p>
          <AttendedButtons clinicId={clinic.id} bookingId={booking.id} attended={booking.attended} />
        </div>
      ) : null}
    </Card>
  )
}

type CalendarLinkProps = { slug: string; slot: Offer; bookingId?: string; note: string }

/** A time that is kept or booked, leading to its place in the calendar. */
function CalendarLink({ slug, slot, bookingId, note }: CalendarLinkProps) {
  const href = placeHref(slug, { day: civilDay(slot.start), view: 'day', practitionerId: slot.practitionerId })
  return (
    <>
      <Link href={bookingId ? `${href}#booking-${bookingId}` : href} className={LINK}>
        {whenWords(slot)}
      </Link>
      <span className="block text-sm text-ink-soft">{note}</span>
    </>
  )
}

function CallBackState({ callBack }: { callBack: CallBack }) {
  return (
    <>
      {callBackWords(callBack.state)}
      <span className="block text-sm text-ink-soft">
        {callBack.placedAt ? '' : 'Due '}
        {whenWords({ start: callBack.placedAt ?? callBack.dueAt })}
      </span>
      {callBack.reason ? <span className="block text-sm text-ink-soft">{failureWords(callBack.reason)}</span> : null}
    </>
  )
}

function Offers({ offers, nameOf }: { offers: Offer[]; nameOf: Props['nameOf'] }) {
  const rest = offers.slice(OFFERS_SHOWN)
  return (
    <>
      <ul>
        {offers.slice(0, OFFERS_SHOWN).map((offer) => (
          <li key={offer.start + offer.practitionerId} className="py-0.5">
            {whenWords(offer)} <span className="block text-sm text-ink-soft">{nameOf(offer.practitionerId)}</span>
          </li>
        ))}
      </ul>
      {rest.length > 0 ? (
        <details>
          <summary className="min-h-6 text-accent">{rest.length} more</summary>
          <Offers offers={rest} nameOf={nameOf} />
        </details>
      ) : null}
    </>
  )
}

const whenWords = ({ start }: { start: string }): string => `${formatDayShort(civilDay(start))}, ${formatTime(start)}`

/** How long a hold still lives; under a minute it is not counted any more. */
function leftWords(now: string, expiresAt: string): string {
  const minutes = minutesBetween(now, expiresAt)
  return minutes < 1 ? 'For less than a minute' : `For ${formatMinuteCount(minutes)} more, until ${formatTime(expiresAt)}`
}
