import type { ReactNode } from 'react'

/** A grey shape where something will be; give it the size of that thing. */
export function Skeleton({ className = '' }: { className?: string }) {
  return <span aria-hidden className={`shimmer block rounded-md ${className}`} />
}

/** Wraps skeletons: says once to a screen reader that the page is loading. */
export function Loading({ what, children }: { what: string; children: ReactNode }) {
  return (
    <div role="status">
      <span className="sr-only">Loading {what}</span>
      {children}
    </div>
  )
}
