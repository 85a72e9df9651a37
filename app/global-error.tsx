'use client'

import { Problem } from '#components/shell/problem.tsx'
import './globals.css'

/** The last resort, when even the document could not be drawn; follows the device's theme. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en-GB">
      <body>
        <title>Something went wrong · CallWaiting</title>
        <main className="px-4">
          <Problem error={error} retry={retry} />
        </main>
      </body>
    </html>
  )
}
