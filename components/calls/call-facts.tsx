import { CloudAlert, CloudOff, Hourglass } from 'lucide-react'
import Link from 'next/link'
import { endedWords } from '#components/calls/call-words.ts'
import { vendorWords } from '#components/calls/transcript-state.ts'
import { PersonName } from '#components/shell/person-name.tsx'
import { Card } from '#components/ui/card.tsx'
import { Fact } from '#components/ui/fact.tsx'
import { formatMs, formatSeconds, formatTime } from '#lib/shared/format.ts'
import type { CallDetail, VendorCopy } from '#lib/calls/types.ts'

const LINK = 'inline-flex min-h-6 items-center text-accent underline underline-offset-2'

/** The bare facts of a call, where it leads, and the voice platform's timings where it gave any. */
export function CallFacts({ call, slug }: { call: CallDetail; slug: string }) {
  return (
    <Card title="The call">
      <dl className="px-4 py-2">
        {call.contact ? (
          <Fact term="Caller">
            <Link href={`/${slug}/contacts/${call.contact.id}`} className={LINK}>
              <PersonName name={call.contact.name} />
            </Link>
          </Fact>
        ) : null}
        {call.leadId ? (
          <Fact term="Lead">
            <Link href={`/${slug}/leads/${call.leadId}`} className={LINK}>
              See the lead
            </Link>
          </Fact>
        ) : null}
        <Fact term="Length">{formatSeconds(call.durationSeconds)}</Fact>
        <Fact term="Ended">{call.endedAt ? formatTime(call.endedAt) : 'Still going on'}</Fact>
        {call.endedReason ? <Fact term="How it ended">{endedWords(call.endedReason)}</Fact> : null}
        {call.isTest ? <Fact term="Kind">Test with an invented caller</Fact> : null}
        <Fact term="Vapi’s copy">
          <VendorState copy={call.vendorCopy} />
        </Fact>
        {Object.entries(call.latency).map(([name, figure]) => (
          <Fact key={name} term={wordsOf(name)}>
            {name.endsWith('Ms') ? formatMs(figure) : figure}
          </Fact>
        ))}
      </dl>
    </Card>
  )
}

const VENDOR_LOOKS = {
  deleted: { icon: CloudOff, look: 'text-ok' },
  pending: { icon: Hourglass, look: 'text-ink-soft' },
  refused: { icon: CloudAlert, look: 'text-bad' },
  kept: { icon: Hourglass, look: 'text-ink-soft' },
} as const

function VendorState({ copy }: { copy: VendorCopy }) {
  const { icon: Icon, look } = VENDOR_LOOKS[copy.state]
  return (
    <span>
      <Icon aria-hidden className={`mr-1.5 inline size-4 align-text-bottom ${look}`} />
      {vendorWords(copy)}
    </span>
  )
}

/** 'fromTransportMs' -> 'From transport', 'agentCutShort' -> 'Agent cut short'. */
function wordsOf(name: string): string {
  const words = name.replace(/Ms$/, '').replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
