import { ChevronLeft, FileText } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { z } from 'zod'
import { ContactFacts } from '#components/contacts/contact-facts.tsx'
import { EraseButton } from '#components/contacts/erase-button.tsx'
import { ContactHistory } from '#components/contacts/history.tsx'
import { erasurePlan } from '#components/contacts/words.ts'
import { ConsentList } from '#components/leads/consent-list.tsx'
import { NothingHere } from '#components/shell/nothing-here.tsx'
import { PersonName } from '#components/shell/person-name.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { PageHeader } from '#components/ui/card.tsx'
import { readContactLog } from '#lib/calls/contact-log.ts'
import { noteView } from '#lib/privacy/rights/access-log.ts'
import { dayOf } from '#lib/shared/time.ts'
import { readContact } from '#lib/tenancy/contacts.ts'
import { requireMember } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Contact' }

export default async function ContactPage({ params }: { params: Promise<{ clinic: string; contactId: string }> }) {
  const { clinic: clinicSlug, contactId } = await params
  const { actor, clinic } = await requireMember(clinicSlug)
  const isId = z.uuid().safeParse(contactId).success
  const contact = isId ? await readContact(actor, clinic.id, contactId) : null
  // The answer is already streaming, so it cannot become a 404 any more; it says so in words.
  if (!contact) return <NothingHere />
  const [log] = await Promise.all([readContactLog(actor, clinic.id, contactId), noteView(actor, 'contact', contactId)])
  const here = `/${clinic.slug}/contacts`
  return (
    <>
      <Link href={here} className="mb-2 -ml-1 inline-flex h-7 items-center gap-1 rounded-sm pr-2 text-ink-soft hover:text-ink">
        <ChevronLeft aria-hidden className="size-4" /> Contacts
      </Link>
      <PageHeader
        title={contact.name ? <PersonName name={contact.name} /> : 'A caller who gave no name'}
        note={clinic.role === 'owner' ? undefined : 'An owner of the clinic can export or erase this person.'}
        actions={
          clinic.role === 'owner' ? (
            <>
              <Link href={`${here}/${contact.id}/export`} prefetch={false} className={buttonClass('secondary')}>
                <FileText aria-hidden />
                Export
              </Link>
              <EraseButton
                clinic={{ id: clinic.id, slug: clinic.slug }}
                contact={{ id: contact.id, name: contact.name }}
                plan={erasurePlan(log.counts)}
              />
            </>
          ) : null
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <ContactHistory log={log} slug={clinic.slug} today={dayOf(new Date(), clinic.timeZone)} />
          {log.consents.length > 0 ? <ConsentList consents={log.consents} /> : null}
        </div>
        <div className="min-w-0 max-lg:order-first">
          <ContactFacts contact={contact} counts={log.counts} />
        </div>
      </div>
    </>
  )
}
