'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { MoreMenu } from '#components/shell/more-menu.tsx'
import { isOn, MAIN_PAGES, MORE_PAGES } from '#components/shell/pages.ts'

const LOOK = 'text-ink-soft transition-colors hover:text-ink aria-[current=page]:font-medium aria-[current=page]:text-accent '
const SIDE = 'flex h-9 items-center gap-2.5 rounded-md px-2.5 hover:bg-sunken aria-[current=page]:bg-accent-soft'
const BOTTOM = 'flex h-14 flex-col items-center justify-center gap-1 text-xs outline-offset-[-3px]'

/** The pages of a clinic: a column at the left, or at the bottom of a phone a row whose last place opens the rest. */
export function NavLinks({ slug, placement }: { slug: string; placement: 'side' | 'bottom' }) {
  const pathname = usePathname()
  const isSide = placement === 'side'
  return (
    <ul className={isSide ? 'flex flex-col gap-0.5' : 'grid grid-cols-5'}>
      {(isSide ? [...MAIN_PAGES, ...MORE_PAGES] : MAIN_PAGES).map((page) => (
        <li key={page.path}>
          <Link
            href={`/${slug}${page.path}`}
            aria-current={isOn(pathname, slug, page) ? 'page' : undefined}
            className={LOOK + (isSide ? SIDE : BOTTOM)}
          >
            <page.icon aria-hidden className={isSide ? 'size-4.5' : 'size-5'} />
            <span>{page.label}</span>
          </Link>
        </li>
      ))}
      {isSide ? null : (
        <li>
          <MoreMenu slug={slug} pathname={pathname} className={LOOK + BOTTOM} />
        </li>
      )}
    </ul>
  )
}
