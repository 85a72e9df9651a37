import Link from 'next/link'
import { leadsHref, VIEW_WORDS, VIEWS, type LeadPlace, type LeadView } from '#components/leads/address.ts'
import { buttonClass } from '#components/ui/button.tsx'
import { Segmented } from '#components/ui/segmented.tsx'

/** The ways to look at leads, each with how many it holds. */
export function LeadViews({ slug, view, counts }: { slug: string; view: LeadView; counts: Record<LeadView, number> }) {
  return (
    <Segmented
      label="Show"
      className="mb-4 w-fit max-w-full"
      segments={VIEWS.map((one) => ({
        href: leadsHref(slug, { view: one }),
        label: (
          <>
            {VIEW_WORDS[one]} <span className="ml-1.5 text-ink-soft">{counts[one]}</span>
          </>
        ),
        isCurrent: one === view,
      }))}
    />
  )
}

/** Back to the newest leads and on to older ones; nothing when all are on the page. */
export function LeadPages({ slug, place, nextCursor }: { slug: string; place: LeadPlace; nextCursor: string | null }) {
  if (!place.cursor && !nextCursor) return null
  return (
    <nav aria-label="More leads" className="flex justify-between gap-2">
      {place.cursor ? (
        <Link href={leadsHref(slug, { ...place, cursor: null })} className={buttonClass('secondary')}>
          Newest
        </Link>
      ) : (
        <span />
      )}
      {nextCursor ? (
        <Link href={leadsHref(slug, { ...place, cursor: nextCursor })} className={buttonClass('secondary')}>
          Older
        </Link>
      ) : null}
    </nav>
  )
}
