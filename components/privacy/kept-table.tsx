import { RetentionSpan } from '#components/privacy/retention-span.tsx'
import { SweepNote } from '#components/privacy/sweep-note.tsx'
import { counted, periodWords } from '#components/privacy/deadline.ts'
import { KEPT, type Kept } from '#components/privacy/words.ts'
import { Card } from '#components/ui/card.tsx'
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx'
import { RETENTION_LIMITS, type RetentionReport } from '#lib/privacy/rights/types.ts'

type Props = {
  report: RetentionReport
  clinicId: string
  isOwner: boolean
  today: string
  /** RFC 3339. */
  now: string
}

/** Every kind of data that is kept: why, how long, and how much of it there is. Owners set the spans in place. */
export function KeptTable({ report, clinicId, isOwner, today, now }: Props) {
  return (
    <Card title="What is kept, and how long" className="overflow-hidden">
      <Table caption="What is kept, why, how long and how much">
        <thead className="max-sm:sr-only">
          <tr>
            <HeadCell>What and why</HeadCell>
            <HeadCell className="sm:w-[15rem] lg:w-[20rem]">Kept for</HeadCell>
            <HeadCell className="text-right max-sm:hidden">Held now</HeadCell>
          </tr>
        </thead>
        <tbody>
          {KEPT.map((kept) => (
            <KeptRow key={kept.title} kept={kept} report={report} clinicId={clinicId} isOwner={isOwner} />
          ))}
        </tbody>
      </Table>
      <SweepNote report={report} today={today} now={now} />
    </Card>
  )
}

function KeptRow({ kept, report, clinicId, isOwner }: Pick<Props, 'report' | 'clinicId' | 'isOwner'> & { kept: Kept }) {
  const { period } = kept
  const held = counted(report.held[kept.held], ...kept.thing)
  return (
    <Row>
      <Cell className="py-2.5 align-top">
        <p className="font-medium">{kept.title}</p>
        <p>{kept.what}</p>
        <p className="text-sm text-ink-soft">{kept.why}</p>
        <p className="mt-1 text-sm sm:hidden">{held}</p>
      </Cell>
      <Cell className="py-2.5 align-top max-sm:w-34">
        {'words' in period ? (
          period.words
        ) : isOwner ? (
          <RetentionSpan
            clinicId={clinicId}
            span={period.span}
            days={report[period.span]}
            limits={RETENTION_LIMITS[period.span]}
          />
        ) : (
          periodWords(report[period.span])
        )}
      </Cell>
      <Cell className="py-2.5 text-right align-top whitespace-nowrap max-sm:hidden">{held}</Cell>
    </Row>
  )
}
