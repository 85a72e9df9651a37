import type { ReactNode } from 'react'
import { endedWords } from '#components/calls/call-words.ts'
import { Card } from '#components/ui/card.tsx'
import { formatMs, formatSeconds, formatTime } from '#lib/shared/format.ts'
import type { CallDetail } from '#lib/calls/types.ts'

/** The bare facts of a call, with the voice platform's timings where it gave any. */
export function CallFacts({ call }: { call: CallDetail }) {
  return (
    <Card title="The call">
      <dl className="px-4 py-2">
        <Fact term="Length">{formatSeconds(call.durationSeconds)}</Fact>
        <Fact term="Ended">{call.endedAt ? formatTime(call.endedAt) : 'Still going on'}</Fact>
        {call.endedReason ? <Fact term="How it ended">{endedWords(call.endedReason)}</Fact> : null}
        {call.isTest ? <Fact term="Kind">Test with an invented caller</Fact> : null}
        {Object.entries(call.latency).map(([name, ms]) => (
          <Fact key={name} term={wordsOf(name)}>
            {formatMs(ms)}
          </Fact>
        ))}
      </dl>
    </Card>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex min-h-9 items-center justify-between gap-4">
      <dt className="text-ink-soft">{term}</dt>
      <dd className="text-right">{children}</dd>
    </div>
  )
}

/** 'turnLatencyAverage' -> 'Turn latency average'. */
function wordsOf(name: string): string {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
