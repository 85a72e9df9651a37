'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState, type FormEvent } from 'react'
import { useAttempt } from '#components/calendar/use-attempt.ts'
import { writeToLead } from '#components/leads/lead-api.ts'
import { useToast } from '#components/ui/toast.tsx'

/** What is being written to a lead, and sending it: an error stays beside the words, which are kept until they have gone. */
export function useStaffText(clinicId: string, leadId: string) {
  const router = useRouter()
  const toast = useToast()
  const send = useAttempt()
  const field = useRef<HTMLTextAreaElement>(null)
  const [body, setBody] = useState('')
  const [error, setError] = useState('')
  const [isBusy, setBusy] = useState(false)

  function refuse(sentence: string) {
    setError(sentence)
    field.current?.focus()
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (isBusy) return
    const text = body.trim()
    if (!text) return refuse('Write something first.')
    setBusy(true)
    setError('')
    const answer = await send(text, (key) => writeToLead(clinicId, leadId, text, key))
    setBusy(false)
    if (!answer.ok) return refuse(answer.fields.body ?? answer.sentence)
    // Whatever was typed while the text was on its way stays.
    setBody((now) => (now.trim() === text ? '' : now))
    toast('Your text is on its way')
    router.refresh()
  }

  function change(text: string) {
    setBody(text)
    setError('')
  }

  return { field, body, error, isBusy, change, submit }
}
