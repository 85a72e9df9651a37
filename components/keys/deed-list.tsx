import { deedWords, doerWords } from '#components/keys/words.ts'
import { Card } from '#components/ui/card.tsx'
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx'
import { civilDay, formatDayNear, formatTime } from '#lib/shared/format.ts'
import type { ClinicKey, Deed, Member } from '#lib/tenancy/types.ts'

type Props = { deeds: Deed[]; hasMore: boolean; me: string; members: readonly Member[]; keys: readonly ClinicKey[]; today: string }

/** Who did what, newest first. Nobody can change it, the clinic's own people included. */
export function DeedList({ deeds, hasMore, me, members, keys, today }: Props) {
  return (
    <Card title="Who did what" aside={hasMore ? <span className="text-sm text-ink-soft">Last {deeds.length}</span> : null} className="overflow-hidden">
      {deeds.length === 0 ? (
        <p className="px-4 py-4 text-ink-soft">Nothing has been changed yet.</p>
      ) : (
        <Table caption="Who did what, newest first">
          <thead>
            <tr>
              <HeadCell>When</HeadCell>
              <HeadCell>Who</HeadCell>
              <HeadCell>What</HeadCell>
            </tr>
          </thead>
          <tbody>
            {deeds.map((deed) => (
              <Row key={deed.id}>
                <Cell className="whitespace-nowrap">
                  <span className="max-sm:block">{formatDayNear(civilDay(deed.at), today)}</span> {formatTime(deed.at)}
                </Cell>
                <Cell>{doerWords(deed.actor, me, members, keys)}</Cell>
                <Cell>
                  {deedWords(deed)}
                  {deed.subjectId ? <span className="text-sm whitespace-nowrap text-ink-soft"> (id ending {deed.subjectId.slice(-4)})</span> : null}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  )
}
