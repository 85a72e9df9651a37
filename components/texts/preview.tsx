'use client'

import { useState } from 'react'
import { previewsOf, type Draft, type Sample } from '#components/texts/draft.ts'
import { TextBubble } from '#components/texts/text-bubble.tsx'
import { Card } from '#components/ui/card.tsx'
import { SelectField } from '#components/ui/select.tsx'
import { segmentsOf } from '#lib/recovery/segments.ts'

/** The text as a phone would show it, filled for one of the clinic's treatments, while it is being written. */
export function Preview({ draft, sample }: { draft: Draft; sample: Sample }) {
  const [label, setLabel] = useState(sample.labels[0] ?? 'Consultation')
  const { kept, open } = previewsOf(draft, sample, label)
  return (
    <Card title="How it reads">
      <div className="flex flex-col gap-4 p-4">
        {sample.labels.length > 1 ? (
          <SelectField
            label="For somebody who asked about"
            hint={draft.isDiscreet ? 'Discreet: every text says “consultation”.' : undefined}
            value={label}
            onChange={(event) => setLabel(event.target.value)}
          >
            {sample.labels.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </SelectField>
        ) : null}
        <Shown label="When a time is kept" text={kept} />
        <Shown label="When no time is kept" text={open} />
      </div>
    </Card>
  )
}

function Shown({ label, text }: { label: string; text: string }) {
  const { units, segments } = segmentsOf(text)
  return (
    <div>
      <TextBubble direction="out" label={label}>
        {text}
      </TextBubble>
      <p className="mt-1 text-xs text-ink-soft">
        {units} characters, sent as {segments === 1 ? 'one text' : `${segments} texts in one`}.
      </p>
    </div>
  )
}
