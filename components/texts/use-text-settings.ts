'use client'

import { useRouter } from 'next/navigation'
import { useMemo, useRef, useState } from 'react'
import type { Refused } from '#components/calendar/booking-api.ts'
import { draftOf, isSame, isShipped, settingsOf, type Draft } from '#components/texts/draft.ts'
import { saveTextSettings } from '#components/texts/settings-api.ts'
import { useToast } from '#components/ui/toast.tsx'
import { lintTemplate } from '#lib/recovery/lint.ts'
import type { TextSettings } from '#lib/recovery/types.ts'

/** The settings while they are edited: what is wrong with them, whether they differ from what is kept, and the ways on from there. */
export function useTextSettings(clinicId: string, clinicName: string, settings: TextSettings) {
  const router = useRouter()
  const toast = useToast()
  const field = useRef<HTMLTextAreaElement>(null)
  const [given, setGiven] = useState(settings)
  const [saved, setSaved] = useState(settings)
  const [draft, setDraft] = useState(() => draftOf(settings))
  const [isBusy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Refused | null>(null)
  const problems = useMemo(
    () => (isShipped(draft.text) ? [] : lintTemplate(draft.text, clinicName)),
    [draft.text, clinicName],
  )
  const isChanged = !isSame(draft, draftOf(saved))

  // Somebody else may save meanwhile: what was not touched here follows, what was stays.
  if (!isSame(draftOf(settings), draftOf(given))) {
    setGiven(settings)
    setSaved(settings)
    if (!isChanged) setDraft(draftOf(settings))
  }

  async function keep(next: TextSettings, before: TextSettings, isUndo: boolean) {
    setBusy(true)
    setRefused(null)
    const answer = await saveTextSettings(clinicId, next)
    setBusy(false)
    if (!answer.ok) {
      setRefused(answer)
      if (answer.fields.template) field.current?.focus()
      return
    }
    setSaved(next)
    setDraft(draftOf(next))
    if (isUndo) toast('As it was before')
    else toast('Saved', { description: 'The next text goes out like this.', undo: () => void keep(before, next, true) })
    router.refresh()
  }

  return {
    draft, problems, refused, isChanged, isBusy, field,
    change(part: Partial<Draft>) {
      setDraft((before) => ({ ...before, ...part }))
      setRefused(null)
    },
    discard() {
      setDraft(draftOf(saved))
      setRefused(null)
    },
    /** Keeps the draft; while something is wrong with it, leads to the text instead. */
    save() {
      if (isBusy || !isChanged) return
      if (problems.length > 0) field.current?.focus()
      else void keep(settingsOf(draft), saved, false)
    },
  }
}
