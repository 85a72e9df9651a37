import { scaleLinear, scalePoint } from 'd3-scale'
import { line } from 'd3-shape'
import Link from 'next/link'
import { formatDay, formatMs } from '#lib/shared/format.ts'
import { budgetMs } from '#lib/calls/latency/verdict.ts'
import type { DayFigures } from '#lib/calls/latency/types.ts'

const HEIGHT = 220
const LEFT = 48
const BOTTOM = 22

type Props = { days: readonly DayFigures[]; slug: string }

/** Day by day, half and 95 of 100 of the turns, with the line that is promised. Each point opens that day's calls. Drawn for a phone and for a desk, so that its words are as large as others. */
export function Trend(props: Props) {
  return (
    <>
      <Drawing {...props} width={340} className="sm:hidden" />
      <Drawing {...props} width={960} className="hidden sm:block" />
    </>
  )
}

function Drawing({ days, slug, width, className }: Props & { width: number; className: string }) {
  const top = Math.max(budgetMs * 1.3, ...days.map((day) => (day.turnMsP95 ?? 0) * 1.1))
  const x = scalePoint(days.map((day) => day.day), [LEFT + 8, width - 8])
  const y = scaleLinear([0, top], [HEIGHT - BOTTOM, 8]).nice()
  const path = (key: 'turnMsP50' | 'turnMsP95') =>
    line<DayFigures>().defined((day) => day[key] !== null).x((day) => x(day.day)!).y((day) => y(day[key]!))([...days]) ?? ''
  const last = days.at(-1)!
  return (
    <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="group" aria-label={`Turns day by day. On ${formatDay(last.day)} half were answered within ${formatMs(last.turnMsP50 ?? 0)}, 95 of 100 within ${formatMs(last.turnMsP95 ?? 0)}.`} className={`h-auto w-full ${className}`}>
      {y.ticks(4).map((tick) => (
        <g key={tick}>
          <line x1={LEFT} x2={width} y1={y(tick)} y2={y(tick)} className="stroke-line" />
          <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end" className="fill-ink-soft text-xs">{formatMs(tick)}</text>
        </g>
      ))}
      <line x1={LEFT} x2={width} y1={y(budgetMs)} y2={y(budgetMs)} className="stroke-bad" strokeDasharray="4 3" />
      <path d={path('turnMsP95')} className="fill-none stroke-accent" strokeWidth={2} />
      <path d={path('turnMsP50')} className="fill-none stroke-ink-soft" strokeWidth={2} strokeDasharray="2 3" />
      {days.map((day) => (day.turnMsP95 === null ? null : (
        <Link key={day.day} href={`/${slug}/calls?from=${day.day}&to=${day.day}`} aria-label={`${formatDay(day.day)}: 95 of 100 within ${formatMs(day.turnMsP95)}, ${day.n} turns`}>
          <circle cx={x(day.day)} cy={y(day.turnMsP95)} r={12} className="fill-transparent" />
          <circle cx={x(day.day)} cy={y(day.turnMsP95)} r={4} className={day.turnMsP95 > budgetMs ? 'fill-bad' : 'fill-accent'} />
        </Link>
      )))}
      {/* Above the lines, with a rim of the ground, so that none runs through its words. */}
      <text x={width} y={y(budgetMs) - 4} textAnchor="end" className="fill-bad stroke-surface text-xs [paint-order:stroke]" strokeWidth={4}>{budgetMs} ms promised</text>
      <text x={LEFT} y={HEIGHT - 5} className="fill-ink-soft text-xs">{formatDay(days[0]!.day)}</text>
      {days.length > 1 ? <text x={width} y={HEIGHT - 5} textAnchor="end" className="fill-ink-soft text-xs">{formatDay(last.day)}</text> : null}
    </svg>
  )
}
