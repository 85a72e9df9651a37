'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { changeRequest, type RequestStep } from '#components/privacy/privacy-api.ts'
import { useToast } from '#components/ui/toast.tsx'
import type { RightsRequest } from '#lib/privacy/rights/types.ts'

const DONE_WORDS: Record<RequestStep['action'], string> = {
  acknowledge: 'Noted as confirmed',
  stop: 'The clock stands still',
  resume: 'The clock runs again',
  close: 'Closed',
}

/** Takes requests a step on, and keeps the focus in the list when a step takes away the button that had it. */
export function useRequestSteps(clinicId: string, requests: RightsRequest[]) {
  const router = useRouter()
  const toast = useToast()
  const list = useRef<HTMLDivElement>(null)
  const hasStepped = useRef(false)
  const [busyId, setBusyId] = useState<string | null>(null)

  useEffect(() => {
    if (hasStepped.current && document.activeElement === document.body) list.current?.focus({ preventScroll: true })
    hasStepped.current = false
  }, [requests])

  /** Why the step was not taken, a sentence, else null. */
  async function take(requestId: string, step: RequestStep): Promise<string | null> {
    setBusyId(requestId)
    const answer = await changeRequest(clinicId, requestId, step)
    setBusyId(null)
    if (!answer.ok) return answer.sentence
    toast(DONE_WORDS[step.action])
    hasStepped.current = true
    router.refresh()
    return null
  }

  /** Takes the step; a refusal is said in a toast. */
  async function takeOrSay(requestId: string, step: RequestStep): Promise<void> {
    const problem = await take(requestId, step)
    if (problem) toast('That was not saved', { description: problem })
  }

  return { list, busyId, take, takeOrSay }
}
