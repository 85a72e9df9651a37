'use client'

import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { WeekDialog } from '#components/hours/week-dialog.tsx'
import { draftOf, WEEKDAYS } from '#components/hours/week.ts'
import { spanWords } from '#components/hours/words.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { Fact } from '#components/ui/fact.tsx'
import type { PractitionerHours } from '#lib/scheduling/hours-types.ts'

type Props = { clinicId: string; practitioners: PractitionerHours[]; isOwner: boolean }

/** The usual week of everybody who works here, a card each; an owner edits one as a whole. */
export function WeekList({ clinicId, practitioners, isOwner }: Props) {
  const [editing, setEditing] = useState<PractitionerHours | null>(null)
  return (
    <div className="flex flex-col gap-4">
      {practitioners.map((one) => (
        <Card
          key={one.id}
          title={
            <>
              {one.name} <span className="font-normal text-ink-soft">{one.title}</span>
            </>
          }
          aside={
            isOwner ? (
              <Button tone="quiet" aria-haspopup="dialog" className="-mr-2" onClick={() => setEditing(one)}>
                <Pencil aria-hidden />
                Edit<span className="sr-only"> the week of {one.name}</span>
              </Button>
            ) : null
          }
        >
          <dl className="px-4 py-1.5">
            {draftOf(one.week).map((spans, day) => (
              <Fact key={WEEKDAYS[day]} term={WEEKDAYS[day]}>
                <span className={`tabular-nums ${spans.length === 0 ? 'text-ink-soft' : ''}`}>{spanWords(spans)}</span>
              </Fact>
            ))}
          </dl>
        </Card>
      ))}
      {editing ? <WeekDialog clinicId={clinicId} practitioner={editing} onClose={() => setEditing(null)} /> : null}
    </div>
  )
}
