'use client'

import { CalendarOff, Landmark, Plus } from 'lucide-react'
import { useState } from 'react'
import { BankHolidaysDialog } from '#components/hours/bank-holidays-dialog.tsx'
import { ClosureDialog } from '#components/hours/closure-dialog.tsx'
import { EntryList } from '#components/hours/entry-list.tsx'
import { addClosures, removeClosure } from '#components/hours/hours-api.ts'
import { useChange } from '#components/hours/use-change.ts'
import { closureDays, spanWords } from '#components/hours/words.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import type { ClinicHours, Closure } from '#lib/scheduling/hours-types.ts'

type Props = { clinicId: string; hours: ClinicHours; closures: Closure[]; isOwner: boolean; today: string }

/** The days to come that are not like their weekdays, and the ways to add to them. */
export function ClosuresCard({ clinicId, hours, closures, isOwner, today }: Props) {
  const [open, setOpen] = useState<'closure' | 'bank-holidays' | null>(null)
  const { changed, refused } = useChange()
  const close = () => setOpen(null)
  const nameOf = (id: string | null) => (id === null ? 'Whole clinic' : (hours.practitioners.find((one) => one.id === id)?.name ?? 'Somebody who has left'))

  async function remove(id: string) {
    const answer = await removeClosure(clinicId, id)
    if (!answer.ok) return refused(answer.sentence)
    const { id: _, ...again } = answer.data.item
    changed(`${closureDays(again)} removed`, answer.data.bookingsOutside, () => addClosures(clinicId, [again]))
  }

  return (
    <Card title="Closed and special days" aside={isOwner ? <NewButton onPress={() => setOpen('closure')} /> : null}>
      {closures.length === 0 ? (
        <EmptyState icon={CalendarOff} title="No closed days ahead">
          {isOwner ? 'Christmas Day and every other bank holiday can be booked until you close them.' : 'Every day is like its weekday.'}
        </EmptyState>
      ) : (
        <EntryList
          isOwner={isOwner}
          onRemove={remove}
          entries={closures.map((one) => ({
            id: one.id,
            title: closureDays(one),
            facts: [one.label, nameOf(one.practitionerId)],
            aside: <StatusPill tone={one.spans.length === 0 ? 'neutral' : 'accent'}>{spanWords(one.spans)}</StatusPill>,
          }))}
        />
      )}
      {isOwner ? (
        <div className="border-t border-line p-3">
          <Button aria-haspopup="dialog" className="max-sm:w-full" onClick={() => setOpen('bank-holidays')}>
            <Landmark aria-hidden />
            Close on bank holidays
          </Button>
        </div>
      ) : null}
      {open === 'closure' ? <ClosureDialog clinicId={clinicId} practitioners={hours.practitioners} today={today} onClose={close} /> : null}
      {open === 'bank-holidays' ? <BankHolidaysDialog clinicId={clinicId} part={hours.bankHolidays} closures={closures} today={today} onClose={close} /> : null}
    </Card>
  )
}

function NewButton({ onPress }: { onPress: () => void }) {
  return (
    <Button tone="quiet" aria-haspopup="dialog" className="-mr-2" onClick={onPress}>
      <Plus aria-hidden />
      New<span className="sr-only"> closed or special day</span>
    </Button>
  )
}
