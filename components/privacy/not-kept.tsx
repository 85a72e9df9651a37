import { EyeOff, HeartPulse, MicOff, type LucideIcon } from 'lucide-react'
import { Card } from '#components/ui/card.tsx'

const NOT_KEPT: { icon: LucideIcon; title: string; sentence: string }[] = [
  { icon: MicOff, title: 'Recordings', sentence: 'No call is recorded, neither here nor by the voice platform.' },
  {
    icon: EyeOff,
    title: 'The words as they were said',
    sentence: 'A transcript is masked before it is stored, and the voice platform is told to delete its own after each call.',
  },
  {
    icon: HeartPulse,
    title: 'Health remarks',
    sentence: 'Conditions, medicines, pregnancy and the like are masked, even where the caller volunteers them.',
  },
]

/** What is not kept at all, and how the masking of transcripts works; `version` is the redactor's. */
export function NotKept({ version }: { version: string }) {
  return (
    <Card title="What is not kept">
      <ul className="px-4 pt-3 pb-1">
        {NOT_KEPT.map(({ icon: Icon, title, sentence }) => (
          <li key={title} className="flex items-start gap-3 pb-3">
            <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-soft" />
            <p>
              <span className="font-medium">{title}.</span> {sentence}
            </p>
          </li>
        ))}
      </ul>
      <p className="border-t border-line px-4 py-3 text-ink-soft">
        Masking is done on your own server; the words are sent nowhere for it. Each mask says what stood there, such as “phone
        number”. A turn that cannot be worked on is dropped whole. No filter is perfect: if you find something that should be
        masked, erase the person or tell us. Masking version {version}.
      </p>
    </Card>
  )
}
