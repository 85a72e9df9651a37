import type { ReactNode } from 'react'

type Props = { title?: ReactNode; aside?: ReactNode; children: ReactNode; className?: string }

/** A quiet surface with an optional heading row. */
export function Card({ title, aside, children, className = '' }: Props) {
  return (
    <section className={`rounded-lg border border-line bg-surface shadow-raised ${className}`}>
      {title ? (
        <div className="flex min-h-12 items-center justify-between gap-3 border-b border-line px-4 py-2">
          <h2 className="text-base font-semibold">{title}</h2>
          {aside}
        </div>
      ) : null}
      {children}
    </section>
  )
}

/** A page's title with its actions at the right. */
export function PageHeader({ title, note, actions }: { title: ReactNode; note?: ReactNode; actions?: ReactNode }) {
  return (
    <header className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-2xl">{title}</h1>
        {note ? <p className="mt-0.5 text-ink-soft">{note}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  )
}
