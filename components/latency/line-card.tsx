'use client'

import { Lock, Phone } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ANSWERS } from '#components/latency/line-words.ts'
import { SwitchDialog } from '#components/latency/switch-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { useToast } from '#components/ui/toast.tsx'
import type { ClinicLine } from '#lib/calls/clinic-line.ts'
import { civilDay, formatDayNear, formatTime } from '#lib/shared/format.ts'

type Props = { clinicId: string; line: ClinicLine; today: string; isOwner: boolean }

/** Who answers the clinic's telephone. Staff see it; an owner switches it, told before what that changes. */
export function LineCard({ clinicId, line, today, isOwner }: Props) {
  const router = useRouter()
  const toast = useToast()
  const [isAsking, setAsking] = useState(false)
  const { state, means, switchTo } = ANSWERS[line.path]
  const other = line.path === 'vapi' ? 'stream' : 'vapi'
  const last = line.lastStreamCallAt

  function switched() {
    setAsking(false)
    toast(ANSWERS[other].state, { description: 'From the next call on.' })
    router.refresh()
  }

  return (
    <Card title="Who answers the telephone" className="mt-4">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3 p-4">
        <div className="min-w-0 grow basis-72">
          <p role="status" className="flex items-center gap-2 font-medium">
            <Phone aria-hidden className="size-4 shrink-0 text-ink-soft" /> {state}
          </p>
          <p className="mt-1 max-w-prose text-ink-soft">{means}</p>
          <p className="mt-1 text-sm text-ink-soft">{last ? `The last call on our own line: ${formatDayNear(civilDay(last), today)}, ${formatTime(last)}.` : 'No call has come on our own line yet.'}</p>
        </div>
        {isOwner ? (
          <Button onClick={() => setAsking(true)}>{switchTo}</Button>
        ) : (
          <p className="flex items-center gap-2 text-ink-soft">
            <Lock aria-hidden className="size-4 shrink-0" /> Only an owner of the clinic can change this.
          </p>
        )}
      </div>
      {isAsking ? <SwitchDialog clinicId={clinicId} to={other} canTransfer={line.canTransfer} onSwitched={switched} onClose={() => setAsking(false)} /> : null}
    </Card>
  )
}
