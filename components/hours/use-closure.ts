'use client'

import { useState } from 'react'
import { addClosures, removeClosure } from '#components/hours/hours-api.ts'
import { useChange } from '#components/hours/use-change.ts'
import { closureDays } from '#components/hours/words.ts'
import { withMore, type Problems } from '#components/hours/week.ts'
import { spanProblems } from '#lib/scheduling/spans.ts'
import { isDay } from '#lib/shared/time.ts'
import type { Span } from '#lib/scheduling/hours-types.ts'

export type Draft = { practitionerId: string; from: string; to: string; kind: 'closed' | 'hours'; spans: Span[]; label: string }

const DAY = 'Choose a day from today on.'

/** What is wrong with a closure, by field; spans by their place. */
function problemsOf({ from, to, kind, spans }: Draft, today: string): Problems {
  return {
    ...(isDay(from) && (to !== '' || from >= today) ? {} : { from: DAY }),
    ...(to === '' ? {} : !isDay(to) || to < today ? { to: DAY } : to < from ? { to: 'The last day cannot be before the first.' } : {}),
    ...(kind === 'hours' && spans.length === 0 ? { kind: 'Say from when until when.' } : {}),
    ...(kind === 'hours' ? Object.fromEntries(spanProblems(spans).map(({ index, field, message }) => [`${index}.${field}`, message])) : {}),
  }
}

/** A closed or special day while it is entered, and the way to keep it. `onDone` follows a success. */
export function useClosure(clinicId: string, today: string, onDone: () => void) {
  const { changed } = useChange()
  const [draft, setDraft] = useState<Draft>({ practitionerId: '', from: '', to: '', kind: 'closed', spans: [], label: '' })
  const [problems, setProblems] = useState<Problems>({})
  const [isBusy, setBusy] = useState(false)

  async function save() {
    const wrong = problemsOf(draft, today)
    setProblems(wrong)
    if (isBusy || Object.keys(wrong).length > 0) return
    setBusy(true)
    const { practitionerId, from, to, kind, spans, label } = draft
    const answer = await addClosures(clinicId, [{ practitionerId: practitionerId || null, from, to: to || from, spans: kind === 'closed' ? [] : spans, label }])
    setBusy(false)
    if (!answer.ok) {
      const known = ['from', 'to', 'label'].filter((field) => answer.fields[field])
      return setProblems(known.length > 0 ? Object.fromEntries(known.map((field) => [field, answer.fields[field]!])) : { other: answer.sentence })
    }
    const { items: [item], bookingsOutside } = answer.data
    changed(`${kind === 'closed' ? 'Closed' : 'Special hours'}: ${closureDays(item!)}`, bookingsOutside, () => removeClosure(clinicId, item!.id))
    onDone()
  }

  return {
    draft, problems, isBusy, save,
    change: (part: Partial<Draft>) => setDraft((before) => ({
      ...before, ...part, ...(part.kind === 'hours' && before.spans.length === 0 ? { spans: withMore([]) } : {}),
    })),
  }
}
