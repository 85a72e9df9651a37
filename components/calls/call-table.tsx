import Link from 'next/link'
import { endedWords } from '#components/calls/call-words.ts'
import { EmergencyPill, OutcomePill } from '#components/calls/pills.tsx'
import { PersonName } from '#components/shell/person-name.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx'
import { civilDay, formatDayNear, formatSeconds, formatTime } from '#lib/shared/format.ts'
import type { CallSummary } from '#lib/calls/types.ts'

/** The calls, newest first. The whole row leads to the call. */
export function CallTable({ calls, slug, today }: { calls: CallSummary[]; slug: string; today: string }) {
  return (
    <Table caption="Calls, newest first">
      <thead className="max-sm:sr-only">
        <tr>
          <HeadCell>Started</HeadCell>
          <HeadCell>Caller</HeadCell>
          <HeadCell className="max-md:hidden">Procedure</HeadCell>
          <HeadCell className="max-sm:hidden">Outcome</HeadCell>
          <HeadCell className="max-lg:hidden">How it ended</HeadCell>
          <HeadCell className="text-right max-sm:hidden">Length</HeadCell>
        </tr>
      </thead>
      <tbody>
        {calls.map((call) => (
          <Row key={call.id}>
            <Cell className="whitespace-nowrap max-sm:align-top">
              <Link
                href={`/${slug}/calls/${call.id}`}
                className="font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
              >
                <span className="max-sm:block">{formatDayNear(civilDay(call.startedAt), today)}</span>{' '}
                {formatTime(call.startedAt)}
              </Link>
            </Cell>
            <Cell className="max-sm:align-top">
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                {call.contact ? <PersonName name={call.contact.name} /> : <span className="text-ink-soft">Not given</span>}
                {call.isEmergency ? <EmergencyPill /> : null}
                {call.isTest ? <StatusPill tone="neutral">Test</StatusPill> : null}
              </span>
              <span className="block text-sm text-ink-soft md:hidden">{call.procedure?.name}</span>
              <span className="mt-1 block sm:hidden">
                <OutcomePill outcome={call.outcome} />
              </span>
            </Cell>
            <Cell className="max-md:hidden">{call.procedure?.name ?? <span className="text-ink-soft">–</span>}</Cell>
            <Cell className="max-sm:hidden">
              <OutcomePill outcome={call.outcome} />
            </Cell>
            <Cell className="text-ink-soft max-lg:hidden">{endedWords(call.endedReason) || '–'}</Cell>
            <Cell className="text-right whitespace-nowrap max-sm:hidden">{formatSeconds(call.durationSeconds)}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  )
}
