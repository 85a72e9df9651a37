'use client'

import { useRouter } from 'next/navigation'
import { useToast } from '#components/ui/toast.tsx'
import { outsideNote } from '#components/hours/words.ts'
import type { Answer } from '#components/calendar/booking-api.ts'
import type { BookingOutside } from '#lib/scheduling/hours-types.ts'

/** Says what was done with a way back, names the bookings that lie outside of hours since, and reads the page again. */
export function useChange() {
  const router = useRouter()
  const toast = useToast()

  async function undone(undo: () => Promise<Answer<unknown>>) {
    const answer = await undo()
    if (answer.ok) toast('As it was before')
    else toast('That was not undone', { description: answer.sentence })
    router.refresh()
  }

  return {
    changed(title: string, bookingsOutside: readonly BookingOutside[], undo: () => Promise<Answer<unknown>>) {
      const description = outsideNote(bookingsOutside)
      toast(title, { undo: () => void undone(undo), ...(description ? { description } : {}) })
      router.refresh()
    },
    refused(sentence: string) {
      toast('That was not saved', { description: sentence })
      router.refresh()
    },
  }
}
