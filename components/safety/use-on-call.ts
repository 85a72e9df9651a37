'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Refused } from '#components/calendar/booking-api.ts'
import { saveOnCall, sendTest } from '#components/safety/safety-api.ts'
import { useToast } from '#components/ui/toast.tsx'
import type { OnCallContact } from '#lib/recovery/alert-types.ts'

/** A row while it is edited; `key` stays with it wherever it moves. */
export type Row = { key: number; name: string; phone: string }

export const MOST_ROWS = 3

const rowsOf = (contacts: readonly OnCallContact[]): Row[] => contacts.map(({ name, phone }, key) => ({ key, name, phone }))
const isSame = (rows: readonly Row[], contacts: readonly OnCallContact[]) =>
  rows.length === contacts.length && rows.every((row, n) => row.name === contacts[n]!.name && row.phone === contacts[n]!.phone)

/** Who is on call while it is edited, and the ways on from there. */
export function useOnCall(clinicId: string, contacts: OnCallContact[]) {
  const router = useRouter()
  const toast = useToast()
  const [given, setGiven] = useState(contacts)
  const [rows, setRows] = useState(() => rowsOf(contacts))
  const [nextKey, setNextKey] = useState(MOST_ROWS)
  const [isBusy, setBusy] = useState(false)
  const [testing, setTesting] = useState<number | null>(null)
  const [refused, setRefused] = useState<Refused | null>(null)
  const isChanged = !isSame(rows, given)

  // Somebody else may save meanwhile: what was not touched here follows.
  if (contacts !== given) {
    setGiven(contacts)
    if (!isChanged) setRows(rowsOf(contacts))
  }

  function edit(next: Row[]) {
    setRows(next)
    setRefused(null)
  }

  return {
    rows, isChanged, isBusy, testing, refused,
    add() {
      edit([...rows, { key: nextKey, name: '', phone: '' }])
      setNextKey(nextKey + 1)
    },
    change: (key: number, part: Partial<Row>) => edit(rows.map((row) => (row.key === key ? { ...row, ...part } : row))),
    remove: (key: number) => edit(rows.filter((row) => row.key !== key)),
    /** Puts a row before the one above it. */
    raise: (n: number) => edit(rows.map((row, i) => (i === n - 1 ? rows[n]! : i === n ? rows[n - 1]! : row))),
    discard: () => edit(rowsOf(contacts)),
    async save() {
      if (isBusy) return
      setBusy(true)
      setRefused(null)
      const answer = await saveOnCall(clinicId, rows.map(({ name, phone }) => ({ name, phone })))
      setBusy(false)
      if (!answer.ok) return setRefused(answer)
      setGiven(answer.data.contacts)
      setRows(rowsOf(answer.data.contacts))
      toast('Saved', { description: 'Send each a test, so that you know the number is right.' })
      router.refresh()
    },
    async test(position: number, name: string) {
      setTesting(position)
      const answer = await sendTest(clinicId, position)
      setTesting(null)
      if (!answer.ok) return toast('The test was not sent', { description: answer.sentence })
      toast('Test on its way', { description: `${name} should answer OK; it shows here.` })
      router.refresh()
    },
  }
}
