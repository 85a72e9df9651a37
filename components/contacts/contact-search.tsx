'use client'

import { useRef, type ReactNode } from 'react'
import { ContactTable } from '#components/contacts/contact-table.tsx'
import { SearchResults } from '#components/shell/search-results.tsx'
import { useSearch } from '#components/shell/use-search.ts'
import { SearchField } from '#components/ui/search-field.tsx'
import type { ContactLine } from '#lib/calls/contact-types.ts'

type Props = {
  clinic: { id: string; slug: string }
  /** The clinic's. */
  today: string
  /** When the page was drawn, RFC 3339. */
  stamp: string
  children: ReactNode
}

const NO_FILTER = {}

/** A search over the contacts; while nothing is typed it shows the list inside. */
export function ContactSearch({ clinic, today, stamp, children }: Props) {
  const { q, setQ, search, isMoreBusy, readMore } = useSearch<ContactLine>(`/api/clinics/${clinic.id}/contacts/search`, NO_FILTER, stamp)
  const field = useRef<HTMLInputElement>(null)

  function clear() {
    setQ('')
    // The button that was pressed goes with what it cleared.
    field.current?.focus()
  }

  return (
    <>
      <div className="mb-4 flex">
        <SearchField label="Search contacts" placeholder="Name, number, email or postcode" value={q} onChange={setQ} ref={field} />
      </div>
      {q.trim() === '' ? (
        children
      ) : (
        <SearchResults
          search={search}
          noun={['contact', 'contacts']}
          advice="Try part of the name, or three digits or more of the number."
          isMoreBusy={isMoreBusy}
          onMore={() => void readMore()}
          onClear={clear}
        >
          {(contacts) => <ContactTable contacts={contacts} slug={clinic.slug} today={today} />}
        </SearchResults>
      )}
    </>
  )
}
