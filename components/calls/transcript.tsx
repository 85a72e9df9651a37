import { ShieldCheck } from 'lucide-react'
import { Bubble } from '#components/calls/bubble.tsx'
import { Card } from '#components/ui/card.tsx'
import type { CallDetail } from '#lib/calls/types.ts'

/** What was said, where it may be kept; otherwise that it is not kept. */
export function Transcript({ utterances }: { utterances: CallDetail['transcript'] }) {
  return (
    <Card title="Transcript">
      {utterances.length === 0 ? (
        <p className="flex items-start gap-3 px-4 py-5 text-ink-soft">
          <ShieldCheck aria-hidden className="mt-px size-4.5 shrink-0 text-ok" />
          Transcripts are not stored. What a caller says about their health is not kept; their contact details and bookings are.
        </p>
      ) : (
        <ol className="flex flex-col gap-2 p-4">
          {utterances.map((utterance, n) => (
            <li key={n} className="flex">
              <Bubble speaker={utterance.role === 'assistant' ? 'agent' : 'caller'}>{utterance.text}</Bubble>
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}
