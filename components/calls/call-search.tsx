'use client'

import { useRef, type ReactNode } from 'react'
import type { CallFilter } from '#components/calls/address.ts'
import { CallTable } from '#components/calls/call-table.tsx'
import { SearchResults } from '#components/shell/search-results.tsx'
import { useSearch } from '#components/shell/use-search.ts'
import { SearchField } from '#components/ui/search-field.tsx'
import type { CallSummary } from '#lib/calls/types.ts'

type Props = {
  clinic: { id: string; slug: string }
  /** The clinic's. */
  today: string
  filter: CallFilter
  /** When the page was drawn, RFC 3339. */
  stamp: string
  /** What narrows the list, kept while searching. */
  filters: ReactNode
  children: ReactNode
}

/** A search over the calls; while nothing is typed it shows the list inside. */
export function CallSearch({ clinic, today, filter, stamp, filters, children }: Props) {
  const { q, setQ, search, isMoreBusy, readMore } = useSearch<CallSummary>(`/api/clinics/${clinic.id}/calls/search`, filter, stamp)
  const field = useRef<HTMLInputElement>(null)

  function clear() {
    setQ('')
    // The button that was pressed goes with what it cleared.
    field.current?.focus()
  }

  return (
    <>
      <div className="mb-4 flex flex-wrap items-start gap-3">
        <SearchField label="Search calls" placeholder="Name, last digits or words" value={q} onChange={setQ} ref={field} />
        {filters}
      </div>
      {q.trim() === '' ? (
        children
      ) : (
        <SearchResults
          search={search}
          noun={['call', 'calls']}
          advice="Names, the end of a number and words that were kept of the call are searched, within the filters above."
          isMoreBusy={isMoreBusy}
          onMore={() => void readMore()}
          onClear={clear}
        >
          {(calls) => <CallTable calls={calls} slug={clinic.slug} today={today} />}
        </SearchResults>
      )}
    </>
  )
}
