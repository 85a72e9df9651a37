import { ShieldCheck } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Bubble } from '#components/calls/bubble.tsx'
import { joined, maskCounts, noteOf } from '#components/calls/masks.ts'
import { RedactedText } from '#components/calls/redacted-text.tsx'
import { STATE_SENTENCES, transcriptState } from '#components/calls/transcript-state.ts'
import { Card } from '#components/ui/card.tsx'
import type { CallDetail, Utterance } from '#lib/calls/types.ts'

type Props = {
  call: Pick<CallDetail, 'transcript' | 'transcriptAt' | 'erasedAt' | 'status'>
  slug: string
  /** What follows the conversation: who has read it. */
  children?: ReactNode
}

/** What was said, with everything private taken out; otherwise why there is nothing. */
export function Transcript({ call, slug, children }: Props) {
  const state = transcriptState(call)
  const privacy = (
    <Link href={`/${slug}/privacy`} className="inline-flex min-h-6 items-center text-accent underline underline-offset-2">
      Privacy
    </Link>
  )
  return (
    <Card title="Transcript">
      <p className={`flex items-start gap-3 px-4 py-3 text-ink-soft ${state === 'kept' ? 'border-b border-line text-sm' : ''}`}>
        <ShieldCheck aria-hidden className="mt-px size-4.5 shrink-0 text-ok" />
        {state === 'kept' ? (
          <span>
            {maskedSentence(call.transcript)} Health remarks are taken out like the rest, and no filter is perfect. How it works, and how long this is
            kept: {privacy}.
          </span>
        ) : (
          <span>
            {STATE_SENTENCES[state]} {state === 'expired' ? <>How long: {privacy}.</> : null}
          </span>
        )}
      </p>
      {state === 'kept' ? (
        <ol className="flex flex-col gap-2 p-4">
          {call.transcript.map((utterance, n) => (
            <li key={n} className="flex">
              <Turn utterance={utterance} />
            </li>
          ))}
        </ol>
      ) : null}
      {children}
    </Card>
  )
}

function Turn({ utterance }: { utterance: Utterance }) {
  const note = noteOf(utterance.text)
  if (note) {
    return <p className="w-full rounded-md border border-dashed border-line px-3 py-2 text-center text-sm text-ink-soft">{note}</p>
  }
  return (
    <Bubble speaker={utterance.role === 'assistant' ? 'agent' : 'caller'} time={utterance.at?.slice(11, 19)}>
      <RedactedText text={utterance.text} />
    </Bubble>
  )
}

/** What was taken out of these turns, a sentence. */
function maskedSentence(transcript: Utterance[]): string {
  const counts = maskCounts(transcript.map((one) => one.text))
  return counts.length > 0 ? `Taken out before this was kept: ${joined(counts)}.` : 'Nothing in this call had to be taken out.'
}
