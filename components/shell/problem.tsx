'use client'

import { TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from '#components/ui/button.tsx'

/** What happened, what to do now, and the number that finds it in the server's log. */
export function Problem({ error, retry }: { error: unknown; retry: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="mx-auto flex max-w-xl flex-col items-start gap-3 py-14">
      <span className="inline-flex size-11 items-center justify-center rounded-full bg-bad-soft text-bad">
        <TriangleAlert aria-hidden className="size-5" />
      </span>
      <h1 ref={heading} tabIndex={-1} className="text-xl outline-none">
        This page could not be loaded
      </h1>
      <p className="text-ink-soft">
        Nothing was lost: bookings and calls are kept whether or not this page shows. Try again; if it keeps happening,
        tell support the reference below.
      </p>
      {digest ? (
        <p className="text-ink-soft">
          Reference <code className="rounded-sm bg-sunken px-1.5 py-0.5 text-ink">{digest}</code>
        </p>
      ) : null}
      <Button tone="primary" onClick={retry}>
        Try again
      </Button>
    </div>
  )
}
