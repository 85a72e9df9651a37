import Link from 'next/link'
import type { ReactNode } from 'react'

export type Segment = { href: string; label: ReactNode; isCurrent: boolean }

/** A few views of the same thing. Each is a link, so that the choice is in the URL and works without script. */
export function Segmented({ label, segments, className = '' }: { label: string; segments: Segment[]; className?: string }) {
  return (
    <nav aria-label={label} className={`rounded-md bg-sunken p-0.5 ${className}`}>
      <ul className="flex flex-wrap">
        {segments.map((segment) => (
          <li key={segment.href} className="grow">
            <Link
              href={segment.href}
              scroll={false}
              aria-current={segment.isCurrent ? 'true' : undefined}
              className={
                'flex h-8 items-center justify-center rounded-[0.4rem] px-3 whitespace-nowrap text-ink-soft ' +
                'transition-colors outline-offset-0 hover:text-ink ' +
                'aria-[current=true]:bg-raised aria-[current=true]:font-medium aria-[current=true]:text-ink ' +
                'aria-[current=true]:shadow-raised'
              }
            >
              {segment.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
