'use client'

import { Send } from 'lucide-react'
import { useId } from 'react'
import { useStaffText } from '#components/leads/use-staff-text.ts'
import { Button } from '#components/ui/button.tsx'
import { CONTROL, FieldFrame } from '#components/ui/field.tsx'
import { segmentsOf } from '#lib/recovery/segments.ts'

/** Writes a text from the clinic's staff, with how long it has become. */
export function Composer({ clinicId, leadId }: { clinicId: string; leadId: string }) {
  const id = useId()
  const { field, body, error, isBusy, change, submit } = useStaffText(clinicId, leadId)
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-2 border-t border-line p-4">
      <FieldFrame id={id} label="Write to them" error={error} hint={lengthWords(body)}>
        <textarea
          ref={field}
          id={id}
          rows={3}
          value={body}
          onChange={(event) => change(event.target.value)}
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-note`}
          className={`${CONTROL} h-auto min-h-20 resize-y py-2`}
        />
      </FieldFrame>
      <Button type="submit" tone="primary" busy={isBusy} className="self-end">
        <Send aria-hidden />
        {isBusy ? 'Sending' : 'Send text'}
      </Button>
    </form>
  )
}

const EMPTY_HINT =
  'Goes from your clinic’s own number. Say nothing about health: a text can be read on a locked screen.'

/** How many texts the words make at the carrier, and why so many when a character asks for more room. */
function lengthWords(body: string): string {
  if (body.trim() === '') return EMPTY_HINT
  const { encoding, units, segments } = segmentsOf(body.trim())
  const count = `${units} characters, ${segments === 1 ? '1 text' : `${segments} texts`}.`
  return encoding === 'gsm7' ? count : `${count} A special character, such as an emoji, makes texts shorter: 70 characters each.`
}
