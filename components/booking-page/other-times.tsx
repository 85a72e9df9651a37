import { ChevronDown, CircleAlert } from 'lucide-react'
import { useId } from 'react'
import { byDay, timeValue, type BookState } from '#components/booking-page/book-state.ts'
import { Button } from '#components/ui/button.tsx'
import { formatClock } from '#lib/recovery/clock.ts'
import { formatDay, formatDayNear } from '#lib/shared/format.ts'
import type { BookingPage } from '#lib/recovery/types.ts'

type Props = { page: BookingPage; state: BookState; today: string; isPending: boolean }

function dayWords(day: string, today: string): string {
  const near = formatDayNear(day, today)
  return near === 'Today' || near === 'Tomorrow' ? `${near}, ${formatDay(day)}` : formatDay(day)
}

/** The other free times, a day a fold, as native radio buttons, and the button that books the chosen one. */
export function OtherTimes({ page, state, today, isPending }: Props) {
  const id = useId()
  const days = byDay(page.slots, page.held)
  if (days.length === 0) return null
  const given = state.given.time
  const error = state.fields.time
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className="mt-8">
      <legend className={page.held ? 'mb-2 text-lg font-semibold tracking-tight' : 'sr-only'}>
        {page.held ? 'Or another time' : 'Free times'}
      </legend>
      <div className="flex flex-col gap-2">
        {days.map(({ day, slots }, n) => (
          <details
            key={day}
            // Somebody may have opened it before the script came.
            suppressHydrationWarning
            open={(!page.held && n === 0) || slots.some((slot) => timeValue(slot) === given)}
            className="group rounded-md border border-line bg-surface"
          >
            <summary className="flex min-h-12 list-none items-center gap-3 px-4 [&::-webkit-details-marker]:hidden">
              <span className="grow font-medium">{dayWords(day, today)}</span>
              <span className="text-sm text-ink-soft">{slots.length === 1 ? '1 time' : `${slots.length} times`}</span>
              <ChevronDown aria-hidden className="size-4 text-ink-soft transition-transform group-open:rotate-180" />
            </summary>
            <div className="grid grid-cols-2 gap-2 px-4 pb-4">
              {slots.map((slot) => (
                <label
                  key={timeValue(slot)}
                  className={
                    'flex min-h-11 cursor-pointer flex-col items-center justify-center rounded-sm border border-line-strong px-2 py-1.5 text-center hover:bg-sunken ' +
                    'has-checked:border-accent has-checked:bg-accent has-checked:font-medium has-checked:text-on-accent ' +
                    'has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent'
                  }
                >
                  <input
                    type="radio"
                    name="chosen"
                    value={timeValue(slot)}
                    defaultChecked={timeValue(slot) === given}
                    className="sr-only"
                  />
                  {formatClock(slot.start)}
                  {page.practitioners[slot.practitionerId] ? (
                    <span className="text-sm font-normal">
                      <span className="sr-only">with </span>
                      {page.practitioners[slot.practitionerId]}
                    </span>
                  ) : null}
                </label>
              ))}
            </div>
          </details>
        ))}
      </div>
      {error ? (
        <p
          id={`${id}-error`}
          tabIndex={-1}
          data-invalid
          className="mt-2 flex items-start gap-1.5 text-sm text-bad outline-none"
        >
          <CircleAlert aria-hidden className="mt-px size-4 shrink-0" />
          {error}
        </p>
      ) : null}
      <Button
        type="submit"
        name="time"
        value="chosen"
        tone={page.held ? 'secondary' : 'primary'}
        busy={isPending}
        className="mt-4 h-12 w-full text-lg"
      >
        {isPending ? 'Booking' : 'Book the chosen time'}
      </Button>
    </fieldset>
  )
}
