'use client'

import { Ellipsis } from 'lucide-react'
import Link from 'next/link'
import { useRef } from 'react'
import { isOn, MORE_PAGES } from '#components/shell/pages.ts'

const ID = 'more-pages'

/**
 * The last place of the row at the bottom of a phone: opens the pages that have none there. The list is a native popover:
 * Escape and a press elsewhere close it, with no script. The button is marked while one of its pages is the current one.
 */
export function MoreMenu({ slug, pathname, className }: { slug: string; pathname: string; className: string }) {
  const list = useRef<HTMLDivElement>(null)
  const current = MORE_PAGES.find((page) => isOn(pathname, slug, page))
  return (
    <>
      <button
        type="button"
        popoverTarget={ID}
        data-current={current ? '' : undefined}
        className={`w-full data-current:font-medium data-current:text-accent ${className}`}
      >
        <Ellipsis aria-hidden className="size-5" />
        <span>
          More<span className="sr-only"> pages{current ? `, now ${current.label}` : ''}</span>
        </span>
      </button>
      <div
        ref={list}
        id={ID}
        popover="auto"
        className={
          'popover-menu right-2 bottom-[calc(3.75rem+env(safe-area-inset-bottom))] w-56 rounded-md border border-line ' +
          'bg-surface p-1 text-ink shadow-float'
        }
      >
        <ul>
          {MORE_PAGES.map((page) => (
            <li key={page.path}>
              <Link
                href={`/${slug}${page.path}`}
                aria-current={page === current ? 'page' : undefined}
                // The page changes under the list without being loaded anew; the focus goes back to the button.
                onClick={() => list.current?.hidePopover()}
                className={
                  'flex min-h-11 items-center gap-3 rounded-sm px-3 hover:bg-sunken aria-[current=page]:bg-accent-soft ' +
                  'aria-[current=page]:font-medium aria-[current=page]:text-accent'
                }
              >
                <page.icon aria-hidden className="size-4.5" />
                {page.label}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}
