'use client'

import { useId, useRef } from 'react'
import { flushSync } from 'react-dom'
import { PersonName } from '#components/shell/person-name.tsx'
import { useSearch } from '#components/shell/use-search.ts'
import { Button } from '#components/ui/button.tsx'
import { SearchField } from '#components/ui/search-field.tsx'
import type { ContactSummary } from '#lib/tenancy/types.ts'

/** As many as can be looked through in a dialog; more words find fewer. */
const SHOWN = { limit: 5 }

export type Picked = Pick<ContactSummary, 'id' | 'name' | 'phone'>
type Props = { clinicId: string; picked: Picked | null; onPick: (person: Picked | null) => void }

/** Finds the person whom something is about, by name or number. Nobody is an answer too: they may not be on record. */
export function PersonPicker({ clinicId, picked, onPick }: Props) {
  const id = useId()
  const box = useRef<HTMLFieldSetElement>(null)
  const { q, setQ, search } = useSearch<ContactSummary>(`/api/clinics/${clinicId}/contacts/search`, SHOWN, '')
  const found = search.found?.items ?? []

  function pick(person: Picked | null) {
    // What was pressed goes; what stands in its place takes the focus, before the dialog looks for one itself.
    flushSync(() => {
      onPick(person)
      setQ('')
    })
    box.current?.querySelector<HTMLElement>('input, button')?.focus()
  }

  return (
    <fieldset ref={box} aria-describedby={`${id}-note`}>
      <legend className="mb-1 text-sm font-medium">Person (optional)</legend>
      {picked ? (
        <p className="flex items-center justify-between gap-3 rounded-md bg-sunken py-1 pr-1 pl-3">
          <Who person={picked} />
          <Button tone="quiet" onClick={() => pick(null)}>
            Change<span className="sr-only"> the person</span>
          </Button>
        </p>
      ) : (
        <>
          <div className="flex [&>div]:max-w-none">
            <SearchField label="Find the person" placeholder="Name or number" value={q} onChange={setQ} />
          </div>
          <p id={`${id}-note`} role="status" className={`mt-1 text-sm ${search.problem ? 'text-bad' : 'text-ink-soft'}`}>
            {search.problem ?? resultWords(q, search.isPending, search.found ? found.length : null)}
          </p>
          {found.length > 0 ? (
            <ul className="mt-1 rounded-md border border-line p-1">
              {found.map((person) => (
                <li key={person.id}>
                  <button
                    type="button"
                    onClick={() => pick(person)}
                    className="flex min-h-9 w-full items-center rounded-sm px-2 text-left hover:bg-sunken"
                  >
                    <Who person={person} />
                  </button>
                </li>
              ))}
            </ul>
          ) : null}
        </>
      )}
    </fieldset>
  )
}

function resultWords(q: string, isPending: boolean, count: number | null): string {
  if (q.trim() === '') return 'Leave empty when they are not on record.'
  if (isPending || count === null) return 'Searching'
  if (count === 0) return 'Nobody found.'
  return count === SHOWN.limit ? `The first ${count}. More letters find fewer.` : `${count} found. Choose one.`
}

/** A name with the end of the number, which tells two of a name apart and shows no more than that. */
function Who({ person }: { person: Picked }) {
  return (
    <span className="min-w-0">
      {person.name ? <PersonName name={person.name} /> : 'No name given'}
      {person.phone ? <span className="ml-2 text-ink-soft">ending {person.phone.slice(-3)}</span> : null}
    </span>
  )
}
