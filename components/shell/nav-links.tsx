'use client'

import { CalendarDays, MessageSquareText, PhoneCall, Phone, Sun, UserRoundCheck } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'

/** `more` completes the label where there is room for it; the row at the bottom of a phone only speaks it. */
const PAGES = [
  { path: '', label: 'Today', icon: Sun },
  { path: '/leads', label: 'Leads', icon: UserRoundCheck },
  { path: '/calendar', label: 'Calendar', icon: CalendarDays },
  { path: '/calls', label: 'Calls', icon: Phone },
  { path: '/try', label: 'Try', more: ' a call', icon: PhoneCall },
  { path: '/texts', label: 'Texts', icon: MessageSquareText },
]

/** The pages of a clinic: a column at the left, or a row at the bottom of a phone. */
export function NavLinks({ slug, placement }: { slug: string; placement: 'side' | 'bottom' }) {
  const pathname = usePathname()
  const isSide = placement === 'side'
  return (
    <ul className={isSide ? 'flex flex-col gap-0.5' : 'grid grid-cols-6'}>
      {PAGES.map(({ path, label, more, icon: Icon }) => {
        const href = `/${slug}${path}`
        const isCurrent = path === '' ? pathname === href : pathname === href || pathname.startsWith(`${href}/`)
        return (
          <li key={path}>
            <Link
              href={href}
              aria-current={isCurrent ? 'page' : undefined}
              className={
                'text-ink-soft transition-colors hover:text-ink aria-[current=page]:font-medium ' +
                (isSide
                  ? 'flex h-9 items-center gap-2.5 rounded-md px-2.5 hover:bg-sunken aria-[current=page]:bg-accent-soft ' +
                    'aria-[current=page]:text-accent'
                  : 'flex h-14 flex-col items-center justify-center gap-1 text-xs outline-offset-[-3px] ' +
                    'aria-[current=page]:text-accent')
              }
            >
              <Icon aria-hidden className={isSide ? 'size-4.5' : 'size-5'} />
              <span>
                {label}
                {more ? <span className={isSide ? '' : 'sr-only'}>{more}</span> : null}
              </span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
