import { CircleAlert } from 'lucide-react'
import type { Refused } from '#components/calendar/booking-api.ts'
import { SignInAgain } from '#components/shell/sign-in-again.tsx'
import { Button } from '#components/ui/button.tsx'
import { civilDay, formatDayNear, formatTime } from '#lib/shared/format.ts'
import type { Slot } from '#lib/scheduling/types.ts'

type Props = {
  refused: Refused | null
  today: string
  nameOf: (practitionerId: string) => string
  isBusy: boolean
  onTake: (slot: Slot) => void
}

/** Why it did not work, and the times that would: one tap takes one. Announced as soon as it appears. */
export function Refusal({ refused, today, nameOf, isBusy, onTake }: Props) {
  return (
    <div role="alert">
      {refused ? (
        <div className="rise rounded-md border border-warn-edge bg-warn-soft p-3">
          <p className="flex items-start gap-2 text-warn">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            {refused.sentence}
            {refused.alternatives.length > 0 ? ' Free next:' : ''}
          </p>
          {refused.code === 'unauthenticated' ? (
            <p className="mt-1.5 pl-6">
              <SignInAgain />
            </p>
          ) : null}
          {refused.alternatives.length > 0 ? (
            <ul className="mt-2.5 flex flex-wrap gap-2">
              {refused.alternatives.map((slot) => (
                <li key={slot.start + slot.practitionerId}>
                  <Button busy={isBusy} onClick={() => onTake(slot)}>
                    <span>
                      {formatDayNear(civilDay(slot.start), today)} {formatTime(slot.start)}
                    </span>
                    <span className="font-normal text-ink-soft">{nameOf(slot.practitionerId)}</span>
                  </Button>
                </li>
              ))}
            </ul>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}
