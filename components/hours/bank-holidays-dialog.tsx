'use client'

import { useId, useState, type FormEvent } from 'react'
import { addClosures, removeClosure, saveBankHolidays } from '#components/hours/hours-api.ts'
import { useChange } from '#components/hours/use-change.ts'
import { holidayDay, holidayName, isSet, PART_WORDS } from '#components/hours/words.ts'
import { DialogProblem } from '#components/privacy/dialog-problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '#components/ui/dialog.tsx'
import { CheckField } from '#components/ui/field.tsx'
import { SelectField } from '#components/ui/select.tsx'
import { bankHolidaysBetween, UK_PARTS, type BankHoliday, type UkPart } from '#lib/shared/bank-holidays.ts'
import type { Closure } from '#lib/scheduling/hours-types.ts'
import { addDays } from '#lib/shared/time.ts'

type Props = { clinicId: string; part: UkPart | null; closures: Closure[]; today: string; onClose: () => void }

/** How far ahead bank holidays are offered. */
const AHEAD_DAYS = 365

/** Offers the bank holidays of the coming year, but for days that are set already, and closes the clinic on those that stay ticked. */
export function BankHolidaysDialog({ clinicId, part: known, closures, today, onClose }: Props) {
  const formId = useId()
  const [part, setPart] = useState<UkPart>(known ?? 'england-and-wales')
  const holidays = bankHolidaysBetween(part, today, addDays(today, AHEAD_DAYS))
  const { isTicked, toggle, wanted, problem, isBusy, save } = useHolidays({ clinicId, isPartKnown: known === part, part, holidays, closures, onDone: onClose })

  const isAllSet = holidays.every(({ day }) => isSet(day, closures))

  function submit(event: FormEvent) {
    event.preventDefault()
    void save()
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title="Close on bank holidays"
      description="Days that are proclaimed once, as for a coronation, are not among these: add them yourself."
    >
      <DialogBody>
        <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
          <SelectField label="Bank holidays of" value={part} onChange={(event) => setPart(event.target.value as UkPart)}>
            {UK_PARTS.map((one) => (
              <option key={one} value={one}>
                {PART_WORDS[one]}
              </option>
            ))}
          </SelectField>
          <HolidayFields holidays={holidays} closures={closures} isTicked={isTicked} onToggle={toggle} />
        </form>
      </DialogBody>
      <DialogProblem sentence={problem} />
      <DialogFooter>
        <Button tone="quiet" onClick={onClose}>
          {isAllSet ? 'Done' : 'Cancel'}
        </Button>
        {isAllSet ? null : (
          <Button tone="primary" type="submit" form={formId} busy={isBusy}>
            Close on {wanted.length} {wanted.length === 1 ? 'day' : 'days'}
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  )
}

type FieldsProps = Pick<Offer, 'holidays' | 'closures'> & { isTicked: (holiday: BankHoliday) => boolean; onToggle: (holiday: BankHoliday) => void }

function HolidayFields({ holidays, closures, isTicked, onToggle }: FieldsProps) {
  return (
    <fieldset>
      <legend className="text-sm font-medium">The coming year</legend>
      <div className="mt-2 flex flex-col gap-2.5">
        {holidays.map((holiday) => (
          <CheckField
            key={holiday.day}
            label={holidayName(holiday)}
            hint={`${holidayDay(holiday)}${isSet(holiday.day, closures) ? ': set already' : ''}`}
            disabled={isSet(holiday.day, closures)}
            checked={isTicked(holiday)}
            onChange={() => onToggle(holiday)}
          />
        ))}
      </div>
    </fieldset>
  )
}

type Offer = { clinicId: string; isPartKnown: boolean; part: UkPart; holidays: BankHoliday[]; closures: Closure[]; onDone: () => void }

/** Which of the offered days are wanted, and the way to close on them. */
function useHolidays({ clinicId, isPartKnown, part, holidays, closures, onDone }: Offer) {
  const { changed } = useChange()
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(new Set())
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const isTicked = ({ day }: BankHoliday) => !unticked.has(day) && !isSet(day, closures)
  const wanted = holidays.filter(isTicked)

  async function save() {
    if (isBusy) return
    if (wanted.length === 0) return setProblem('Tick at least one day that is not set already.')
    setBusy(true)
    setProblem(null)
    const kept = isPartKnown ? null : await saveBankHolidays(clinicId, part)
    const answer = kept && !kept.ok ? kept : await addClosures(clinicId, wanted.map((one) => ({ practitionerId: null, from: one.day, to: one.day, spans: [], label: holidayName(one) })))
    setBusy(false)
    if (!answer.ok) return setProblem(answer.sentence)
    const { items, bookingsOutside } = answer.data
    changed(`Closed on ${items.length} bank ${items.length === 1 ? 'holiday' : 'holidays'}`, bookingsOutside, async () => {
      const removed = await Promise.all(items.map(({ id }) => removeClosure(clinicId, id)))
      return removed.find((one) => !one.ok) ?? removed[0]!
    })
    onDone()
  }

  return {
    isTicked, wanted, problem, isBusy, save,
    toggle: ({ day }: BankHoliday) => setUnticked((before) => new Set(before.has(day) ? [...before].filter((one) => one !== day) : [...before, day])),
  }
}
