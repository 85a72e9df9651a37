'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { dayWords } from '#components/privacy/deadline.ts'
import type { Picked } from '#components/privacy/person-picker.tsx'
import { openRequest } from '#components/privacy/privacy-api.ts'
import { useToast } from '#components/ui/toast.tsx'
import type { RequestKind } from '#lib/privacy/rights/types.ts'
import { addDays, isDay } from '#lib/shared/time.ts'

/** A request that is older was not just received. */
const FAR_DAYS = 365

export type Draft = { kind: RequestKind; person: Picked | null; receivedOn: string }
export type Problems = { kind?: string; receivedOn?: string; other?: string }

/** A request while it is noted: its fields, what is wrong with them, and the way to keep it. `onDone` follows a success. */
export function useNewRequest(clinicId: string, today: string, onDone: () => void) {
  const router = useRouter()
  const toast = useToast()
  const [draft, setDraft] = useState<Draft>({ kind: 'access', person: null, receivedOn: today })
  const [problems, setProblems] = useState<Problems>({})
  const [isBusy, setBusy] = useState(false)

  /** Keeps it; true when the day is impossible, so that the form leads there. */
  async function save(): Promise<{ isDayWrong: boolean }> {
    const { kind, person, receivedOn } = draft
    const isDayWrong = !isDay(receivedOn) || receivedOn > today || receivedOn < addDays(today, -FAR_DAYS)
    setProblems(isDayWrong ? { receivedOn: 'Choose a day within the last year.' } : {})
    if (isDayWrong || isBusy) return { isDayWrong }
    setBusy(true)
    const answer = await openRequest(clinicId, { kind, receivedOn, ...(person ? { contactId: person.id } : {}) })
    setBusy(false)
    if (!answer.ok) {
      const { fields, sentence } = answer
      setProblems(fields.kind || fields.receivedOn ? fields : { other: sentence })
      return { isDayWrong: Boolean(fields.receivedOn) }
    }
    toast('Noted', { description: `To be answered by ${dayWords(answer.data.dueOn, today)}.` })
    router.refresh()
    onDone()
    return { isDayWrong }
  }

  return { draft, problems, isBusy, save, change: (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })) }
}
