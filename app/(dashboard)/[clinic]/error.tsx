'use client'

import { Problem } from '#components/shell/problem.tsx'

/** A page of the clinic failed; the navigation around it still works. */
export default function ClinicError({ error, retry }: { error: unknown; retry: () => void }) {
  return <Problem error={error} retry={retry} />
}
