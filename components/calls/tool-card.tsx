import { LoaderCircle, Wrench } from 'lucide-react'
import { toolWords } from '#components/calls/call-words.ts'
import { ToolPill } from '#components/calls/pills.tsx'
import type { Moment } from '#components/calls/simulation.ts'
import { formatMs, formatTime } from '#lib/shared/format.ts'

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/

function shown(value: unknown): string {
  if (typeof value === 'string') return RFC3339.test(value) ? `${value.slice(0, 10)} ${formatTime(value)}` : value
  return JSON.stringify(value)
}

/** One thing the agent asked of the diary, and what came back. */
export function ToolCard({ tool }: { tool: Extract<Moment, { kind: 'tool' }> }) {
  const { result } = tool
  const status = typeof result?.status === 'number' ? result.status : null
  const code = typeof result?.code === 'string' ? result.code : null
  return (
    <details className="rise w-full rounded-md border border-line bg-canvas">
      <summary className="flex min-h-9 list-none flex-wrap items-center gap-x-2 gap-y-1 px-3 py-1.5 text-sm [&::-webkit-details-marker]:hidden">
        <Wrench aria-hidden className="size-3.5 shrink-0 text-ink-soft" />
        <span className="font-medium">{toolWords(tool.name)}</span>
        {status === null ? (
          <span className="flex items-center gap-1.5 text-ink-soft">
            <LoaderCircle aria-hidden className="size-3.5 animate-spin" /> Asking
          </span>
        ) : (
          <ToolPill status={status} code={code} />
        )}
        {tool.tookMs === null ? null : <span className="ml-auto text-ink-soft">{formatMs(tool.tookMs)}</span>}
      </summary>
      <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-3 gap-y-1 border-t border-line px-3 py-2 text-sm">
        {Object.entries(tool.arguments).map(([name, value]) => (
          <Pair key={name} name={name} value={shown(value)} />
        ))}
        {code ? <Pair name="answer" value={code} /> : null}
        {typeof result?.say === 'string' ? <Pair name="told to say" value={result.say} /> : null}
      </dl>
    </details>
  )
}

function Pair({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd className="break-words">{value}</dd>
    </>
  )
}
