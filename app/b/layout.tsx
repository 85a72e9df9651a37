import type { Metadata } from 'next'
import type { ReactNode } from 'react'

/**
 * For every page behind a link, those of dead links too. There is no loading.tsx here on purpose: what is streamed in behind
 * a skeleton never shows without script, and a page that waits can still answer 404.
 */
export const metadata: Metadata = {
  title: 'Your time',
  description: 'Book a time that is free.',
  robots: { index: false, follow: false },
  // The address is the key: no other site may see it. "no-referrer" would also hide the origin of our own form, which is then refused.
  referrer: 'same-origin',
}

export default function LinkLayout({ children }: { children: ReactNode }) {
  return children
}
