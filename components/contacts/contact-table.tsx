import { UserRound } from 'lucide-react'
import Link from 'next/link'
import { PersonName, PhoneNumber } from '#components/shell/person-name.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx'
import { civilDay, formatDayNear, formatTime } from '#lib/shared/format.ts'
import type { ContactLine } from '#lib/calls/contact-types.ts'

const ROW_LINK =
  'font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 ' +
  'focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent'

/** The contacts, newest first. The whole row leads to the person, their number rings them. */
export function ContactTable({ contacts, slug, today }: { contacts: ContactLine[]; slug: string; today: string }) {
  const when = (instant: string | null) =>
    instant ? `${formatDayNear(civilDay(instant), today)} ${formatTime(instant)}` : null
  return (
    <Table caption="Contacts, newest first">
      <thead className="max-sm:sr-only">
        <tr>
          <HeadCell>Name</HeadCell>
          <HeadCell>Number</HeadCell>
          <HeadCell className="max-sm:hidden">Last call</HeadCell>
          <HeadCell className="max-md:hidden">Next booking</HeadCell>
          <HeadCell className="text-right max-md:hidden">Leads</HeadCell>
        </tr>
      </thead>
      <tbody>
        {contacts.map((contact) => (
          <Row key={contact.id}>
            <Cell className="max-sm:align-top">
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <Link href={`/${slug}/contacts/${contact.id}`} className={ROW_LINK}>
                  {contact.name ? <PersonName name={contact.name} /> : 'No name given'}
                </Link>
                {contact.isHumanOnly ? (
                  <StatusPill tone="neutral" icon={UserRound}>
                    No AI
                  </StatusPill>
                ) : null}
              </span>
              <span className="block text-sm text-ink-soft sm:hidden">
                {contact.lastCallAt ? `Rang ${when(contact.lastCallAt)}` : 'Never rang'}
              </span>
              {contact.nextBookingAt ? (
                <span className="block text-sm text-ink-soft md:hidden">Booked {when(contact.nextBookingAt)}</span>
              ) : null}
            </Cell>
            <Cell className="whitespace-nowrap max-sm:text-right max-sm:align-top">
              {contact.phone ? (
                <span className="relative z-1">
                  <PhoneNumber phone={contact.phone} />
                </span>
              ) : (
                <span className="text-ink-soft">No number</span>
              )}
            </Cell>
            <Cell className="whitespace-nowrap max-sm:hidden">{when(contact.lastCallAt) ?? <Nothing />}</Cell>
            <Cell className="whitespace-nowrap max-md:hidden">{when(contact.nextBookingAt) ?? <Nothing />}</Cell>
            <Cell className="text-right max-md:hidden">{contact.leadCount === 0 ? <Nothing /> : contact.leadCount}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  )
}

function Nothing() {
  return <span className="text-ink-soft">–</span>
}
