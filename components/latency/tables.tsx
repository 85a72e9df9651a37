import Link from 'next/link'
import type { ReactNode } from 'react'
import { answerName, PARTS } from '#components/latency/words.ts'
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx'
import { civilDay, formatDay, formatMs, formatTime } from '#lib/shared/format.ts'
import { budgetMs, budgets } from '#lib/calls/latency/verdict.ts'
import type { LatencyFigures, Spread } from '#lib/calls/latency/types.ts'

const shown = (ms: number | null) => (ms === null ? '–' : formatMs(ms))
const LINK = 'inline-flex min-h-6 items-center text-accent underline underline-offset-2'

const NUMBER = 'text-right whitespace-nowrap tabular-nums max-sm:px-1.5'

/** What a telephone has no column for stands under the row's name there. */
function Named({ children, also, className = '' }: { children: ReactNode; also: string; className?: string }) {
  return (
    <Cell className={`max-sm:pr-1 ${className}`}>
      {children}
      <span className="block text-sm text-ink-soft sm:hidden">{also}</span>
    </Cell>
  )
}

/** The percentiles' names, after the column of how many there are, which a telephone has not. */
function Percentiles({ count }: { count: string }) {
  return (
    <>
      <HeadCell className="text-right max-sm:hidden">{count}</HeadCell>
      {['p50', 'p95', 'p99'].map((name) => (
        <HeadCell key={name} className="text-right max-sm:px-1.5">
          {name}
        </HeadCell>
      ))}
    </>
  )
}

const counted = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`

/** Room for a table that a name makes wider than the screen: it scrolls by itself, also by the keyboard, and the page does not. */
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
            <Percentiles count="Turns" />
            <HeadCell className="text-right max-sm:hidden">Budget</HeadCell>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, spread, budget }) => {
            const isOver = budget !== null && spread.p95 !== null && spread.p95 > budget
            return (
              <Row key={name}>
                <Named also={`${counted(spread.n, 'turn', 'turns')}${budget === null ? '' : `, budget\u00a0${budget}\u00a0ms`}`}>{name}</Named>
                <Cell className={`${NUMBER} max-sm:hidden`}>{spread.n}</Cell>
                <Cell className={NUMBER}>{shown(spread.p50)}</Cell>
                <Cell className={`${NUMBER} ${isOver ? 'font-medium text-bad' : ''}`}>{shown(spread.p95)}{isOver ? <span className="sr-only">, over its budget</span> : null}</Cell>
                <Cell className={NUMBER}>{shown(spread.p99)}</Cell>
                <Cell className={`${NUMBER} text-ink-soft max-sm:hidden`}>{budget === null ? '–' : `${budget} ms`}</Cell>
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
        <thead><tr><HeadCell>Message</HeadCell><Percentiles count="Answers" /></tr></thead>
        <tbody>
          {figures.answers.map((one) => (
            <Row key={one.kind}>
              <Named also={counted(one.n, 'answer', 'answers')}>{answerName(one.kind)}</Named>
              <Cell className={`${NUMBER} max-sm:hidden`}>{one.n}</Cell>
              {[one.p50, one.p95, one.p99].map((ms, i) => <Cell key={i} className={NUMBER}>{formatMs(ms)}</Cell>)}
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
        <thead><tr><HeadCell>Version</HeadCell><Percentiles count="Turns" /></tr></thead>
        <tbody>
          {figures.versions.map(({ version, n, turnMsP50, turnMsP95, turnMsP99 }) => (
            <Row key={version ?? ''}>
              <Named also={counted(n, 'turn', 'turns')} className="[overflow-wrap:anywhere]">{version ?? 'Not told'}</Named>
              <Cell className={`${NUMBER} max-sm:hidden`}>{n}</Cell>
              {[turnMsP50, turnMsP95, turnMsP99].map((ms, i) => <Cell key={i} className={NUMBER}>{shown(ms)}</Cell>)}
            </Row>
          ))}
        </tbody>
      </Table>
    </Scrolling>
  )
}
