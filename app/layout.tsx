import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { NAMES_COOKIE, THEME_COOKIE, themeFrom } from '#components/shell/preferences.ts'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'CallWaiting', template: '%s · CallWaiting' },
  description: 'Your clinic’s calls, answered and booked.',
  robots: { index: false, follow: false },
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f7f8f8' },
    { media: '(prefers-color-scheme: dark)', color: '#0f1315' },
  ],
}

/** The document. Theme and name hiding come from cookies here, so that the first paint is already as chosen. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies()
  const theme = themeFrom(jar.get(THEME_COOKIE)?.value)
  return (
    <html
      lang="en-GB"
      className={GeistSans.variable}
      data-theme={theme === 'system' ? undefined : theme}
      data-names={jar.get(NAMES_COOKIE)?.value === 'hidden' ? 'hidden' : 'shown'}
    >
      <body>{children}</body>
    </html>
  )
}
