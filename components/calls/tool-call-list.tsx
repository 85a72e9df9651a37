import { toolWords } from '#components/calls/call-words.ts'
import { ToolPill } from '#components/calls/pills.tsx'
import { formatMs, formatTime } from '#lib/shared/format.ts'
import type { ToolCallRecord } from '#lib/calls/types.ts'

/** What the agent did during a call, in order: the act, how it ended, what it was told to say, how long it took. */
export function ToolCallList({ toolCalls }: { toolCalls: ToolCallRecord[] }) {
  return (
    <ol>
      {toolCalls.map((call) => (
        <li key={call.id} className="grid grid-cols-[3rem_minmax(0,1fr)] gap-x-3 border-b border-line px-4 py-3 last:border-b-0">
          <span className="pt-0.5 text-ink-soft">{formatTime(call.at)}</span>
          <div className="min-w-0">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="font-medium">{toolWords(call.name)}</span>
              <ToolPill status={call.status} code={call.code} />
              <span className="ml-auto text-sm text-ink-soft">{formatMs(call.tookMs)}</span>
            </p>
            {call.say ? <p className="mt-1 text-ink-soft">“{call.say}”</p> : null}
          </div>
        </li>
      ))}
    </ol>
  )
}
