'use client'

import { useId, useRef, useState, type FormEvent } from 'react'
import { addTimeOff, removeTimeOff } from '#components/hours/hours-api.ts'
import { PractitionerSelect } from '#components/hours/practitioner-select.tsx'
import { useChange } from '#components/hours/use-change.ts'
import { DialogProblem } from '#components/privacy/dialog-problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '#components/ui/dialog.tsx'
import { TextField } from '#components/ui/field.tsx'
import { isTime } from '#lib/scheduling/spans.ts'
import { instantOf, isDay, rfc3339 } from '#lib/shared/time.ts'
import type { ClinicHours } from '#lib/scheduling/hours-types.ts'

type Props = { clinicId: string; hours: ClinicHours; today: string; onClose: () => void }

/** Enters when a practitioner is away, in the clinic's time. */
export function TimeOffDialog({ clinicId, hours, today, onClose }: Props) {
  const formId = useId()
  const form = useRef<HTMLFormElement>(null)
  const { draft, problems, isBusy, change, save } = useTimeOff(clinicId, hours, onClose)

  async function submit(event: FormEvent) {
    event.preventDefault()
    await save()
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus())
  }

  const field = (name: 'day' | 'time' | 'lastDay' | 'lastTime', label: string, type: 'date' | 'time') => (
    <TextField label={label} type={type} required {...(type === 'date' ? { min: today } : {})} value={draft[name]} {...errorOf(problems[name])} onChange={(event) => change({ [name]: event.target.value })} />
  )
  return (
    <Dialog open onClose={onClose} title="Time off" description="What is booked there already stays booked, and is shown to you.">
      <DialogBody>
        <form ref={form} id={formId} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
          <PractitionerSelect label="Who is away?" practitioners={hours.practitioners} value={draft.practitionerId} onChange={(practitionerId) => change({ practitionerId })} />
          <div className="grid grid-cols-2 items-start gap-3">
            {field('day', 'First day', 'date')}
            {field('time', 'From', 'time')}
            {field('lastDay', 'Last day', 'date')}
            {field('lastTime', 'Until', 'time')}
          </div>
          <TextField label="What for, if you like" hint="Seen by everybody in the clinic." placeholder="Training" maxLength={80} autoComplete="off" value={draft.label} {...errorOf(problems.label)} onChange={(event) => change({ label: event.target.value })} />
        </form>
      </DialogBody>
      <DialogProblem sentence={problems.other} />
      <DialogFooter>
        <Button tone="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button tone="primary" type="submit" form={formId} busy={isBusy}>
          Save
        </Button>
      </DialogFooter>
    </Dialog>
  )
}

const errorOf = (error: string | undefined) => (error ? { error } : {})

type Draft = { practitionerId: string; day: string; time: string; lastDay: string; lastTime: string; label: string }
type Problems = { [K in keyof Draft]?: string } & { other?: string }

function problemsOf({ day, time, lastDay, lastTime }: Draft): Problems {
  const wrong: Problems = {
    ...(isDay(day) ? {} : { day: 'Choose a day.' }), ...(isTime(time) ? {} : { time: 'Enter a time, such as 09:00.' }),
    ...(isDay(lastDay) ? {} : { lastDay: 'Choose a day.' }), ...(isTime(lastTime) ? {} : { lastTime: 'Enter a time, such as 17:30.' }),
  }
  if (Object.keys(wrong).length > 0 || `${lastDay}${lastTime}` > `${day}${time}`) return wrong
  return lastDay < day ? { lastDay: 'This is before the first day.' } : { lastTime: 'The end comes after the beginning.' }
}

/** Time off while it is entered, and the way to keep it. The last day follows the first until it is chosen. */
function useTimeOff(clinicId: string, { practitioners, timeZone }: ClinicHours, onDone: () => void) {
  const { changed } = useChange()
  const [draft, setDraft] = useState<Draft>({ practitionerId: practitioners[0]?.id ?? '', day: '', time: '09:00', lastDay: '', lastTime: '17:00', label: '' })
  const [problems, setProblems] = useState<Problems>({})
  const [isBusy, setBusy] = useState(false)

  async function save() {
    const wrong = problemsOf(draft)
    setProblems(wrong)
    if (isBusy || Object.keys(wrong).length > 0) return
    setBusy(true)
    const at = (day: string, time: string) => rfc3339(instantOf(day, time, timeZone), timeZone)
    const { practitionerId, day, time, lastDay, lastTime, label } = draft
    const answer = await addTimeOff(clinicId, { practitionerId, start: at(day, time), end: at(lastDay, lastTime), label })
    setBusy(false)
    if (!answer.ok) {
      const { end, label: badLabel } = answer.fields
      return setProblems(end ? { lastDay: end } : badLabel ? { label: badLabel } : { other: answer.sentence })
    }
    const { item, bookingsOutside } = answer.data
    changed(`Time off of ${practitioners.find((one) => one.id === practitionerId)!.name} saved`, bookingsOutside, () => removeTimeOff(clinicId, item.id))
    onDone()
  }

  return {
    draft, problems, isBusy, save,
    change: (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...(part.day !== undefined && before.lastDay === before.day ? { lastDay: part.day } : {}), ...part })),
  }
}
