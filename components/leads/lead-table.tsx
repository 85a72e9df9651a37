import Link from 'next/link'
import { LeadPill } from '#components/leads/pills.tsx'
import { TimeLeft } from '#components/leads/time-left.tsx'
import { afterWords, isReason, PROMPTNESS_WORDS, REASON_WORDS, STAGE_WORDS } from '#components/leads/words.ts'
import { PersonName } from '#components/shell/person-name.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx'
import { civilDay, formatDayNear, formatPence, formatTime } from '#lib/shared/format.ts'
import type { LeadSummary } from '#lib/recovery/types.ts'

type Props = {
  leads: LeadSummary[]
  slug: string
  today: string
  /** RFC 3339. */
  now: string
  /** Whether the leads' worth is shown, where some of them have one. */
  hasValue: boolean
}

const ROW_LINK =
  'font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 ' +
  'focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent'

/** The leads, newest first. The whole row leads to the lead. */
export function LeadTable({ leads, slug, today, now, hasValue }: Props) {
  return (
    <Table caption="Leads, newest first">
      <thead className="max-sm:sr-only">
        <tr>
          <HeadCell>Name</HeadCell>
          <HeadCell className="max-md:hidden">Procedure</HeadCell>
          <HeadCell className="max-lg:hidden">Reached</HeadCell>
          <HeadCell className="max-sm:text-right">Hung up</HeadCell>
          <HeadCell className="max-sm:hidden">Status</HeadCell>
          <HeadCell className="max-md:hidden">Text</HeadCell>
          {hasValue ? <HeadCell className="text-right max-sm:hidden">Value</HeadCell> : null}
        </tr>
      </thead>
      <tbody>
        {leads.map((lead) => (
          <LeadRow key={lead.id} lead={lead} slug={slug} today={today} now={now} hasValue={hasValue} />
        ))}
      </tbody>
    </Table>
  )
}

function LeadRow({ lead, slug, today, now, hasValue }: Omit<Props, 'leads'> & { lead: LeadSummary }) {
  return (
    <Row>
      <Cell className="max-sm:align-top">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link href={`/${slug}/leads/${lead.id}`} className={ROW_LINK}>
            {lead.contact?.name ? <PersonName name={lead.contact.name} /> : 'No name given'}
          </Link>
          {lead.isTest ? <StatusPill tone="neutral">Test</StatusPill> : null}
        </span>
        <span className="block text-sm text-ink-soft md:hidden">{lead.procedure?.name}</span>
        <span className="block text-sm text-ink-soft sm:hidden">{STAGE_WORDS[lead.stage]}</span>
        <span className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 sm:hidden">
          <LeadPill status={lead.status} isRecovered={lead.isRecovered} />
          <TextState lead={lead} now={now} />
        </span>
      </Cell>
      <Cell className="max-md:hidden">{lead.procedure?.name ?? <span className="text-ink-soft">–</span>}</Cell>
      <Cell className="text-sm text-ink-soft max-lg:hidden">{STAGE_WORDS[lead.stage]}</Cell>
      <Cell className="whitespace-nowrap max-sm:text-right max-sm:align-top">
        <span className="max-sm:block">{formatDayNear(civilDay(lead.hungUpAt), today)}</span> {formatTime(lead.hungUpAt)}
        {hasValue && lead.valuePence !== null ? (
          <span className="mt-1 block font-medium sm:hidden">{formatPence(lead.valuePence)}</span>
        ) : null}
      </Cell>
      <Cell className="max-sm:hidden">
        <LeadPill status={lead.status} isRecovered={lead.isRecovered} />
        <span className="mt-1 block text-sm md:hidden">
          <TextState lead={lead} now={now} />
        </span>
      </Cell>
      <Cell className="max-md:hidden">
        <TextState lead={lead} now={now} />
      </Cell>
      {hasValue ? (
        <Cell className="text-right whitespace-nowrap max-sm:hidden">
          {lead.valuePence === null ? <span className="text-ink-soft">–</span> : formatPence(lead.valuePence)}
        </Cell>
      ) : null}
    </Row>
  )
}

/** How the promise stands: counting down, how soon it was kept, or why there is no text. */
function TextState({ lead, now }: { lead: LeadSummary; now: string }) {
  if (lead.status === 'waiting') return <TimeLeft deadlineAt={lead.deadlineAt} now={now} />
  if (lead.contactedAt && lead.promptness !== 'held') {
    const seconds = (Date.parse(lead.contactedAt) - Date.parse(lead.hungUpAt)) / 1000
    const isLate = lead.promptness === 'late'
    return (
      <span className={isLate ? 'text-warn' : 'text-ink-soft'}>{afterWords(seconds, isLate)}</span>
    )
  }
  const why = isReason(lead.reason) ? REASON_WORDS[lead.reason].short : PROMPTNESS_WORDS[lead.promptness]
  return <span className="text-ink-soft">{why}</span>
}
