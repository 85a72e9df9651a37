import { CircleCheck, CircleMinus, CircleX } from 'lucide-react'
import { basisWords, CONSENT_WORDS, evidenceWords, SOURCE_WORDS } from '#components/leads/words.ts'
import { Card } from '#components/ui/card.tsx'
import { civilDay, formatDayShort } from '#lib/shared/format.ts'
import type { Consent } from '#lib/recovery/types.ts'

const LOOKS = {
  granted: { icon: CircleCheck, look: 'text-ok' },
  offered_not_refused: { icon: CircleCheck, look: 'text-ok' },
  refused: { icon: CircleX, look: 'text-bad' },
  not_offered: { icon: CircleMinus, look: 'text-ink-soft' },
} as const

/** The evidence for contacting somebody: the fixed words that were played or matched, when, and which rule it rests on. */
export function ConsentList({ consents }: { consents: Consent[] }) {
  return (
    <Card title="May we contact them?">
      {consents.length === 0 ? (
        <p className="px-4 py-4 text-ink-soft">Nothing was said or played about texts, so nothing permits one.</p>
      ) : (
        <ol>
          {consents.map((consent) => (
            <li key={consent.id} className="border-b border-line px-4 py-3 last:border-b-0">
              <Evidence consent={consent} />
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}

function Evidence({ consent }: { consent: Consent }) {
  const { icon: Icon, look } = LOOKS[consent.value]
  return (
    <>
      <p className="flex items-start gap-2">
        <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${look}`} />
        <span className="font-medium">
          {consent.channel === 'text' ? 'Texts' : 'Calls'}: {CONSENT_WORDS[consent.value].toLowerCase()}
        </span>
      </p>
      <p className="mt-1 pl-6 break-words">{evidenceWords(consent)}</p>
      <p className="mt-1 pl-6 text-sm text-ink-soft">
        {SOURCE_WORDS[consent.source]}, {formatDayShort(civilDay(consent.heardAt))} {consent.heardAt.slice(11, 19)}
        {consent.source === 'reply' ? '' : `, script ${consent.scriptVersion}`}
      </p>
      {consent.basis ? <p className="mt-1 pl-6 text-sm text-ink-soft">{basisWords(consent.channel, consent.basis)}</p> : null}
    </>
  )
}
