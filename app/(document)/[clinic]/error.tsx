'use client'

import { Problem } from '#components/shell/problem.tsx'

/** A document of the clinic could not be made. */
export default function DocumentError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="px-4">
      <Problem error={error} retry={retry} />
    </main>
  )
}
