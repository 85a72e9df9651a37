'use client'

import { Palmtree, Plus } from 'lucide-react'
import { useState } from 'react'
import { EntryList } from '#components/hours/entry-list.tsx'
import { addTimeOff, removeTimeOff } from '#components/hours/hours-api.ts'
import { TimeOffDialog } from '#components/hours/time-off-dialog.tsx'
import { useChange } from '#components/hours/use-change.ts'
import { timeOffSpan } from '#components/hours/words.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { ClinicHours, TimeOff } from '#lib/scheduling/hours-types.ts'

type Props = { clinicId: string; hours: ClinicHours; timeOff: TimeOff[]; isOwner: boolean; today: string }

/** When somebody is away for some hours or some days. */
export function TimeOffCard({ clinicId, hours, timeOff, isOwner, today }: Props) {
  const [isOpen, setOpen] = useState(false)
  const { changed, refused } = useChange()
  const nameOf = (id: string) => hours.practitioners.find((one) => one.id === id)?.name ?? 'Somebody who has left'

  async function remove(id: string) {
    const answer = await removeTimeOff(clinicId, id)
    if (!answer.ok) return refused(answer.sentence)
    const { id: _, ...again } = answer.data
    changed(`Time off of ${nameOf(again.practitionerId)} removed`, [], () => addTimeOff(clinicId, again))
  }

  return (
    <Card
      title="Time off"
      aside={
        isOwner ? (
          <Button tone="quiet" aria-haspopup="dialog" className="-mr-2" onClick={() => setOpen(true)}>
            <Plus aria-hidden />
            New<span className="sr-only"> time off</span>
          </Button>
        ) : null
      }
    >
      {timeOff.length === 0 ? (
        <EmptyState icon={Palmtree} title="Nobody is away">
          {isOwner ? 'Enter a holiday or an afternoon’s training, and nobody is booked into it.' : 'No time off is entered.'}
        </EmptyState>
      ) : (
        <EntryList
          isOwner={isOwner}
          onRemove={remove}
          entries={timeOff.map((one) => ({ id: one.id, title: nameOf(one.practitionerId), facts: [timeOffSpan(one), one.label] }))}
        />
      )}
      {isOpen ? <TimeOffDialog clinicId={clinicId} hours={hours} today={today} onClose={() => setOpen(false)} /> : null}
    </Card>
  )
}
