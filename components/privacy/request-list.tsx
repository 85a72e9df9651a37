'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { CloseDialog } from '#components/privacy/close-dialog.tsx'
import { lastDay } from '#components/privacy/deadline.ts'
import { RequestDialog } from '#components/privacy/request-dialog.tsx'
import { RequestItem } from '#components/privacy/request-item.tsx'
import { useRequestSteps } from '#components/privacy/use-request-steps.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import type { RightsRequest } from '#lib/privacy/rights/types.ts'

type Props = {
  requests: RightsRequest[]
  clinic: { id: string; slug: string }
  today: string
}

/** What people asked of the clinic about their data: those still open by their last day, then the closed ones. */
export function RequestList({ requests, clinic, today }: Props) {
  const { list, busyId, take, takeOrSay } = useRequestSteps(clinic.id, requests)
  const [isNew, setNew] = useState(false)
  const [closing, setClosing] = useState<RightsRequest | null>(null)
  const open = requests.filter((one) => !one.completedAt).toSorted((a, b) => lastDay(a).localeCompare(lastDay(b)))
  const closed = requests.filter((one) => one.completedAt)

  const itemOf = (request: RightsRequest) => (
    <RequestItem
      key={request.id}
      request={request}
      slug={clinic.slug}
      today={today}
      isBusy={busyId === request.id}
      onStep={(step) => (step === 'close' ? setClosing(request) : void takeOrSay(request.id, { action: step }))}
    />
  )

  return (
    <Card title="Requests and complaints" aside={<NewButton onPress={() => setNew(true)} />}>
      <div ref={list} tabIndex={-1} className="outline-none">
        {open.length === 0 ? <NothingOpen /> : <ul>{open.map(itemOf)}</ul>}
        {closed.length > 0 ? (
          <details className="border-t border-line">
            <summary className="w-fit px-4 py-2.5 text-accent underline underline-offset-2">Closed ({closed.length})</summary>
            <ul>{closed.map(itemOf)}</ul>
          </details>
        ) : null}
      </div>
      {isNew ? <RequestDialog clinicId={clinic.id} today={today} onClose={() => setNew(false)} /> : null}
      {closing ? (
        <CloseDialog
          request={closing}
          onOutcome={(outcome) => take(closing.id, { action: 'close', outcome })}
          onClose={() => setClosing(null)}
        />
      ) : null}
    </Card>
  )
}

function NewButton({ onPress }: { onPress: () => void }) {
  return (
    <Button tone="quiet" aria-haspopup="dialog" className="-mr-2" onClick={onPress}>
      <Plus aria-hidden />
      New
      <span className="sr-only"> request or complaint</span>
    </Button>
  )
}

function NothingOpen() {
  return (
    <p className="px-4 py-4 text-ink-soft">
      Nothing is open. People may ask for a copy of their data, to have it erased or put right, or complain; an answer is due
      within a month.
    </p>
  )
}
