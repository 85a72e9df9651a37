import Link from 'next/link'
import type { ReactNode } from 'react'
import { answerName, PARTS } from '#components/latency/words.ts'
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx'
import { civilDay, formatDay, formatMs, formatTime } from '#lib/shared/format.ts'
import { budgetMs, budgets } from '#lib/calls/latency/verdict.ts'
import type { LatencyFigures, Spread } from '#lib/calls/latency/types.ts'

const shown = (ms: number | null) => (ms === null ? '–' : formatMs(ms))
const LINK = 'inline-flex min-h-6 items-center text-accent underline underline-offset-2'

/** Room for a table that is wider than a telephone: it scrolls by itself, also by the keyboard, and the page does not. */
function Scrolling({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div tabIndex={0} role="region" aria-label={label} className="overflow-x-auto">
      {children}
    </div>
  )
}

/** Percentiles of the whole and of each part, against what each may take. */
export function PartsTable({ figures }: { figures: LatencyFigures }) {
  const rows: { name: string; spread: Spread; budget: number | null }[] = [
    { name: 'Whole turn, as reported', spread: figures.turns, budget: budgetMs },
    { name: 'Heard by the caller', spread: figures.gapHeard, budget: null },
    ...PARTS.map(({ key, label }) => ({ name: label, spread: figures.parts[key], budget: budgets[key] })),
  ]
  return (
    <Scrolling label="Percentiles by part">
      <Table caption="Percentiles by part">
        <thead>
          <tr>
            <HeadCell>Part</HeadCell>
            {['Turns', 'p50', 'p95', 'p99', 'Budget'].map((name) => <HeadCell key={name} className="text-right">{name}</HeadCell>)}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, spread, budget }) => {
            const isOver = budget !== null && spread.p95 !== null && spread.p95 > budget
            return (
              <Row key={name}>
                <Cell>{name}</Cell>
                <Cell className="text-right whitespace-nowrap tabular-nums">{spread.n}</Cell>
                <Cell className="text-right whitespace-nowrap tabular-nums">{shown(spread.p50)}</Cell>
                <Cell className={`text-right whitespace-nowrap tabular-nums ${isOver ? 'font-medium text-bad' : ''}`}>{shown(spread.p95)}{isOver ? <span className="sr-only">, over its budget</span> : null}</Cell>
                <Cell className="text-right whitespace-nowrap tabular-nums">{shown(spread.p99)}</Cell>
                <Cell className="text-right whitespace-nowrap tabular-nums text-ink-soft">{budget === null ? '–' : `${budget} ms`}</Cell>
              </Row>
            )
          })}
        </tbody>
      </Table>
    </Scrolling>
  )
}

/** The turns that took longest; each opens its call. */
export function SlowestTable({ figures, slug }: { figures: LatencyFigures; slug: string }) {
  return (
    <Table caption="The slowest turns">
      <thead><tr><HeadCell>Call</HeadCell><HeadCell className="text-right">Turn</HeadCell><HeadCell className="text-right">Took</HeadCell></tr></thead>
      <tbody>
        {figures.slowest.map((turn) => (
          <Row key={`${turn.callId} ${turn.position}`}>
            <Cell><Link href={`/${slug}/calls/${turn.callId}`} className={LINK}>{formatDay(civilDay(turn.at))}, {formatTime(turn.at)}</Link></Cell>
            <Cell className="text-right whitespace-nowrap tabular-nums">{turn.position + 1}</Cell>
            <Cell className="text-right whitespace-nowrap tabular-nums">{formatMs(turn.turnMs)}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  )
}

/** Our own part: how long we took to answer the voice platform. */
export function AnswersTable({ figures }: { figures: LatencyFigures }) {
  if (figures.answers.length === 0) return <p className="px-4 py-6 text-ink-soft">We have answered nothing in this time yet.</p>
  return (
    <Scrolling label="Our own answers to the voice platform">
      <Table caption="Our own answers to the voice platform">
        <thead><tr><HeadCell>Message</HeadCell><HeadCell className="text-right">Answers</HeadCell><HeadCell className="text-right">p50</HeadCell><HeadCell className="text-right">p95</HeadCell><HeadCell className="text-right">p99</HeadCell></tr></thead>
        <tbody>
          {figures.answers.map((one) => (
            <Row key={one.kind}>
              <Cell>{answerName(one.kind)}</Cell>
              <Cell className="text-right whitespace-nowrap tabular-nums">{one.n}</Cell>
              <Cell className="text-right whitespace-nowrap tabular-nums">{formatMs(one.p50)}</Cell>
              <Cell className="text-right whitespace-nowrap tabular-nums">{formatMs(one.p95)}</Cell>
              <Cell className="text-right whitespace-nowrap tabular-nums">{formatMs(one.p99)}</Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </Scrolling>
  )
}

/** The same turns by the settings that the assistant had, the latest first: what a change of them was worth. */
export function VersionsTable({ figures }: { figures: LatencyFigures }) {
  return (
    <Scrolling label="By version of the assistant">
      <Table caption="By version of the assistant">
        <thead><tr><HeadCell>Version</HeadCell>{['Turns', 'p50', 'p95', 'p99'].map((name) => <HeadCell key={name} className="text-right">{name}</HeadCell>)}</tr></thead>
        <tbody>
          {figures.versions.map(({ version, n, turnMsP50, turnMsP95, turnMsP99 }) => (
            <Row key={version ?? ''}>
              <Cell className="[overflow-wrap:anywhere]">{version ?? 'Not told'}</Cell>
              <Cell className="text-right whitespace-nowrap tabular-nums">{n}</Cell>
              {[turnMsP50, turnMsP95, turnMsP99].map((ms, i) => <Cell key={i} className="text-right whitespace-nowrap tabular-nums">{shown(ms)}</Cell>)}
            </Row>
          ))}
        </tbody>
      </Table>
    </Scrolling>
  )
}
