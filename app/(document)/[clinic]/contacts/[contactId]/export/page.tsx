import { ChevronLeft, Compass, Download } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { z } from 'zod'
import { ExportAbout } from '#components/contacts/export-about.tsx'
import { ExportPart, ExportSection } from '#components/contacts/export-section.tsx'
import { PrintButton } from '#components/contacts/print-button.tsx'
import { PersonName } from '#components/shell/person-name.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { exportContact } from '#lib/privacy/rights/export.ts'
import { civilDay, formatDateLong, formatTime } from '#lib/shared/format.ts'
import { readContact } from '#lib/tenancy/contacts.ts'
import { requireMember } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Export' }

type Props = { params: Promise<{ clinic: string; contactId: string }> }

/**
 * All that is held about a person, to read or to print. It stands outside the dashboard's frame, which reads its page again
 * while it is open: each reading here is an export, and is on record.
 */
export default async function ExportPage({ params }: Props) {
  const { clinic: clinicSlug, contactId } = await params
  const { actor, clinic } = await requireMember(clinicSlug)
  const mayExport = clinic.role === 'owner' && z.uuid().safeParse(contactId).success
  const contact = mayExport ? await readContact(actor, clinic.id, contactId) : null
  if (!contact) {
    return (
      <main className="px-4 py-10">
        <EmptyState
          icon={Compass}
          level={1}
          title="There is nothing to export"
          action={
            <Link href={`/${clinic.slug}/contacts`} className={buttonClass('secondary')}>
              Back to the contacts
            </Link>
          }
        >
          {clinic.role === 'owner' ? 'The person is not among your contacts any more.' : 'Only an owner of the clinic can export a person.'}
        </EmptyState>
      </main>
    )
  }
  const held = await exportContact(actor, clinic.id, contactId)
  const at = `${formatDateLong(civilDay(held.exportedAt))}, ${formatTime(held.exportedAt)}`
  return (
    <main id="content" className="mx-auto max-w-3xl px-4 py-6 print:max-w-none print:p-0">
      <nav aria-label="Document" className="mb-6 flex flex-wrap items-center justify-between gap-3 print:hidden">
        <Link
          href={`/${clinic.slug}/contacts/${contact.id}`}
          className="-ml-1 inline-flex h-9 items-center gap-1 rounded-sm pr-2 text-ink-soft hover:text-ink"
        >
          <ChevronLeft aria-hidden className="size-4" /> Back to the contact
        </Link>
        <span className="flex flex-wrap gap-2">
          <PrintButton />
          <a href={`/api/clinics/${clinic.id}/contacts/${contact.id}/export`} download className={buttonClass('primary')}>
            <Download aria-hidden />
            Download the file
          </a>
        </span>
      </nav>
      <header>
        <h1 className="text-2xl">What {held.clinic.name} holds about {contact.name ? <PersonName name={contact.name} /> : 'you'}</h1>
        <p className="mt-1 text-ink-soft">
          Exported {at}. The file that comes with it holds the same for a machine, with the ids of every row.
        </p>
      </header>
      <ExportSection title="Who you are" rows={held.contacts} name={contact.name} />
      <ExportSection title="Bookings" rows={held.bookings} name={contact.name} />
      <ExportSection title="Calls" rows={held.calls} name={contact.name} />
      <ExportSection title="Enquiries without a booking" rows={held.leads} name={contact.name} />
      <ExportSection title="Texts" rows={held.texts} name={contact.name} />
      <ExportSection title="What you allowed and refused" rows={held.consents} name={contact.name} />
      {held.textsStopped ? (
        <ExportPart title="Texts are stopped">
          <p>You asked for no more texts. A fingerprint of your number is kept, so that none goes out.</p>
        </ExportPart>
      ) : null}
      {held.callBacks.length > 0 ? <ExportSection title="Calls back" rows={held.callBacks} name={contact.name} /> : null}
      {held.tasks.length > 0 ? <ExportSection title="Notes for the team" rows={held.tasks} name={contact.name} /> : null}
      {held.requests.length > 0 ? <ExportSection title="Requests you made" rows={held.requests} name={contact.name} /> : null}
      <ExportSection title="Who has looked" rows={held.views} name={contact.name} />
      <ExportAbout about={held.about} />
    </main>
  )
}
