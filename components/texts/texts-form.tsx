'use client'

import { CircleAlert, Lock } from 'lucide-react'
import type { FormEvent, ReactNode } from 'react'
import type { Sample } from '#components/texts/draft.ts'
import { Preview } from '#components/texts/preview.tsx'
import { Switches } from '#components/texts/switches.tsx'
import { TemplateField } from '#components/texts/template-field.tsx'
import { useTextSettings } from '#components/texts/use-text-settings.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import type { TextSettings } from '#lib/recovery/types.ts'

type Props = { clinicId: string; settings: TextSettings; sample: Sample; isOwner: boolean; children: ReactNode }

/** How the clinic texts: the words with their preview, and the switches. Staff read it; owners change it. */
export function TextsForm({ clinicId, settings, sample, isOwner, children }: Props) {
  const editing = useTextSettings(clinicId, sample.clinicName, settings)
  const { draft, problems, refused, change } = editing

  function submit(event: FormEvent) {
    event.preventDefault()
    editing.save()
  }

  return (
    <form noValidate onSubmit={submit}>
      {isOwner ? null : (
        <p className="mb-4 flex items-center gap-2 text-ink-soft">
          <Lock aria-hidden className="size-4 shrink-0" /> Only an owner of the clinic can change this.
        </p>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title="The text">
          <TemplateField
            text={draft.text}
            problems={problems}
            refusal={refused?.fields.template}
            isReadOnly={!isOwner}
            field={editing.field}
            onChange={(text) => change({ text })}
          />
        </Card>
        <Preview draft={draft} sample={sample} />
        <Card title="Who is texted, and when">
          <Switches draft={draft} isReadOnly={!isOwner} onChange={change} />
        </Card>
        {children}
      </div>
      {editing.isChanged || refused ? (
        <SaveBar
          sentence={refused && !refused.fields.template ? refused.sentence : null}
          problemCount={problems.length}
          isBusy={editing.isBusy}
          onDiscard={editing.discard}
        />
      ) : null}
    </form>
  )
}

type SaveBarProps = { sentence: string | null; problemCount: number; isBusy: boolean; onDiscard: () => void }

function stateWords(problemCount: number): string {
  if (problemCount === 0) return 'Not saved yet.'
  return problemCount === 1
    ? 'One thing in the text is to be put right first.'
    : `${problemCount} things in the text are to be put right first.`
}

function SaveBar({ sentence, problemCount, isBusy, onDiscard }: SaveBarProps) {
  return (
    <div
      className={
        'rise sticky bottom-17 z-20 mt-4 flex flex-wrap items-center gap-2 rounded-lg border border-line bg-surface px-4 py-3 ' +
        'shadow-float lg:bottom-4'
      }
    >
      <div role="alert" className="basis-full empty:hidden">
        {sentence ? (
          <p className="flex items-start gap-1.5 text-bad">
            <CircleAlert aria-hidden className="mt-px size-4.5 shrink-0" />
            {sentence}
          </p>
        ) : null}
      </div>
      <p role="status" className="min-w-0 grow text-ink-soft">
        {stateWords(problemCount)}
      </p>
      <Button tone="quiet" className="ml-auto" onClick={onDiscard}>
        Discard
      </Button>
      <Button type="submit" tone="primary" busy={isBusy}>
        Save
      </Button>
    </div>
  )
}
