'use client'

import { Trash2 } from 'lucide-react'
import { useRef, useState, type ReactNode } from 'react'
import { IconButton } from '#components/ui/button.tsx'

export type Entry = { id: string; title: string; facts: string[]; aside?: ReactNode }
type Props = {
  entries: Entry[]
  isOwner: boolean
  /** Takes one away; what follows is a toast with Undo. */
  onRemove: (id: string) => Promise<void>
}

/** Dated things of the clinic's, soonest first, each of which an owner takes away with one press. */
export function EntryList({ entries, isOwner, onRemove }: Props) {
  const list = useRef<HTMLUListElement>(null)
  const [busyId, setBusyId] = useState<string | null>(null)

  async function remove(id: string) {
    setBusyId(id)
    await onRemove(id)
    setBusyId(null)
    // The button that was pressed goes with its entry.
    list.current?.focus({ preventScroll: true })
  }

  return (
    <ul ref={list} tabIndex={-1} className="outline-none">
      {entries.map(({ id, title, facts, aside }) => (
        <li key={id} className="flex items-center gap-3 border-b border-line py-2.5 pr-2 pl-4 last:border-b-0">
          <div className="min-w-0 grow">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <span className="font-medium">{title}</span>
              {aside}
            </p>
            <p className="text-sm break-words text-ink-soft">{facts.filter(Boolean).join(' · ')}</p>
          </div>
          {isOwner ? (
            <IconButton
              label={`Remove ${title}`}
              aria-disabled={busyId !== null || undefined}
              onClick={() => (busyId === null ? void remove(id) : undefined)}
            >
              <Trash2 aria-hidden />
            </IconButton>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
