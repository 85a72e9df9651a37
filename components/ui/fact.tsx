import type { ReactNode } from 'react'

/** A term and its value on a line of a description list. */
export function Fact({ term, children }: { term: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-9 items-baseline justify-between gap-4 py-1.5">
      <dt className="shrink-0 text-ink-soft">{term}</dt>
      <dd className="min-w-0 text-right">{children}</dd>
    </div>
  )
}
