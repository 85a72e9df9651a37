import { scaleLinear } from 'd3-scale'
import { apart, lateIn, totalOf } from '#components/latency/answered.ts'
import { PARTS } from '#components/latency/words.ts'
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx'
import { formatMs } from '#lib/shared/format.ts'
import { budgetMs } from '#lib/calls/latency/verdict.ts'
import type { TurnLatency } from '#lib/calls/latency/types.ts'

const ROW = 22
const WIDTH = 600

const shown = (ms: number | null) => (ms === null ? '–' : formatMs(ms))

/** A call turn by turn: each part after the other, what was heard as a mark, and the line that is promised. The table says the same. */
export function Waterfall({ turns }: { turns: readonly TurnLatency[] }) {
  const longest = Math.max(budgetMs * 1.25, ...turns.map((turn) => Math.max(totalOf(turn), turn.gapHeardMs ?? 0)))
  const x = scaleLinear([0, longest], [0, WIDTH])
  const { told, heardOnly } = apart(turns)
  const rows = [...told, ...heardOnly]
  const height = rows.length * ROW + 20
  const more = heardOnly.length > 0 ? ` What the caller heard is below them: ${heardOnly.length} waits, ${lateIn(heardOnly, budgetMs)} of them longer.` : ''
  const summary = `${told.length} ${told.length === 1 ? 'turn' : 'turns'}, ${lateIn(told, budgetMs)} of them answered later than ${budgetMs} milliseconds.${more}`
  return (
    <div className="px-4 py-3">
      <p className="mb-2 text-ink-soft">{summary}</p>
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={summary} className="h-auto w-full">
        {rows.map((turn, n) => {
          let at = 0
          return (
            <g key={n} transform={`translate(0 ${n * ROW})`}>
              {PARTS.map(({ key, fill }) => {
                const from = at
                at += turn[key] ?? 0
                return <rect key={key} x={x(from)} y={4} width={Math.max(0, x(at) - x(from))} height={ROW - 8} className={fill} />
              })}
              {turn.turnMs !== null && turn.turnMs > at ? <rect x={x(at)} y={8} width={x(turn.turnMs) - x(at)} height={ROW - 16} className="fill-line" /> : null}
              {turn.gapHeardMs === null ? null : <rect x={x(turn.gapHeardMs) - 1} y={1} width={2} height={ROW - 2} className="fill-ink" />}
            </g>
          )
        })}
        <line x1={x(budgetMs)} x2={x(budgetMs)} y1={0} y2={rows.length * ROW} className="stroke-bad" strokeDasharray="4 3" />
        <text x={x(budgetMs) + 4} y={height - 5} className="fill-bad text-xs max-sm:text-lg">{budgetMs} ms</text>
      </svg>
      <Legend />
      <div tabIndex={0} role="region" aria-label="Each turn in milliseconds" className="mt-3 overflow-x-auto">
        <Table caption="Each turn in milliseconds">
          <thead>
            <tr>
              <HeadCell>Turn</HeadCell>
              {PARTS.map(({ key, label }) => <HeadCell key={key} className="text-right">{label}</HeadCell>)}
              <HeadCell className="text-right">Reported</HeadCell>
              <HeadCell className="text-right">Heard</HeadCell>
            </tr>
          </thead>
          <tbody>
            {rows.map((turn, n) => (
              <Row key={n}>
                <Cell>{n < told.length ? n + 1 : 'Heard'}</Cell>
                {PARTS.map(({ key }) => <Cell key={key} className="text-right tabular-nums">{shown(turn[key])}</Cell>)}
                <Cell className="text-right tabular-nums">{shown(turn.turnMs)}</Cell>
                <Cell className="text-right tabular-nums">{shown(turn.gapHeardMs)}</Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </div>
    </div>
  )
}

/** What the colours mean. */
export function Legend() {
  return (
    <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-soft">
      {PARTS.map(({ key, label, look }) => (
        <li key={key} className="flex items-center gap-1.5"><span aria-hidden className={`size-2.5 ${look}`} />{label}</li>
      ))}
      <li className="flex items-center gap-1.5"><span aria-hidden className="h-3 w-0.5 bg-ink" />Heard by the caller</li>
    </ul>
  )
}
