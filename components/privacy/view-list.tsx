import Link from 'next/link'
import { looksOf, viewWords, whoWords, type Look } from '#components/privacy/words.ts'
import { Card } from '#components/ui/card.tsx'
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx'
import { civilDay, formatDayNear, formatTime } from '#lib/shared/format.ts'
import type { View } from '#lib/privacy/rights/types.ts'
import type { Member } from '#lib/tenancy/types.ts'

type Props = {
  views: View[]
  hasMore: boolean
  slug: string
  /** Whose screen this is, and who else belongs to the clinic. */
  me: string
  members: readonly Member[]
  today: string
}

/** Longer lists are for a search, not for a page. */
const MOST_SHOWN = 50

/** Who looked at what, newest first. */
export function ViewList({ views, hasMore, slug, me, members, today }: Props) {
  const all = looksOf(views)
  const looks = all.slice(0, MOST_SHOWN)
  return (
    <Card
      title="Who looked"
      aside={hasMore || looks.length < all.length ? <span className="text-sm text-ink-soft">Last {looks.length}</span> : null}
      className="overflow-hidden"
    >
      {views.length === 0 ? (
        <p className="px-4 py-4 text-ink-soft">Nobody has opened a transcript, a lead or a contact yet.</p>
      ) : (
        <Table caption="Who looked at what, newest first">
          <thead>
            <tr>
              <HeadCell>When</HeadCell>
              <HeadCell>Who</HeadCell>
              <HeadCell>What</HeadCell>
            </tr>
          </thead>
          <tbody>
            {looks.map((look) => (
              <LookRow
                key={`${look.actor} ${look.kind} ${look.subjectId} ${look.last}`}
                look={look}
                who={whoWords(look.actor, me, members)}
                slug={slug}
                today={today}
              />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  )
}

function LookRow({ look, who, slug, today }: { look: Look; who: string; slug: string; today: string }) {
  const { words, href } = viewWords(look, slug)
  const [first, last] = [formatTime(look.first), formatTime(look.last)]
  return (
    <Row>
      <Cell className="whitespace-nowrap">
        <span className="max-sm:block">{formatDayNear(civilDay(look.last), today)}</span> {first}
        {last === first ? '' : `–${last}`}
      </Cell>
      <Cell>{who}</Cell>
      <Cell>
        <Link href={href} prefetch={false} className="inline-block min-h-6 py-0.5 text-accent underline underline-offset-2">
          {words}
        </Link>
      </Cell>
    </Row>
  )
}
