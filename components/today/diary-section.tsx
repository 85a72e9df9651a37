import { CalendarOff } from 'lucide-react'
import { placeHref } from '#components/calendar/address.ts'
import { DiaryList } from '#components/today/diary-list.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { firstOpenDay, onDay } from '#lib/scheduling/diary-days.ts'
import { formatDay } from '#lib/shared/format.ts'
import type { Diary } from '#lib/scheduling/types.ts'

/** Today's diary by practitioner; on a day off the next one on which anybody works. `week` begins today. */
export function DiarySection({ week, slug, clinicName }: { week: Diary; slug: string; clinicName: string }) {
  if (week.practitioners.length === 0) {
    return (
      <Card>
        <EmptyState icon={CalendarOff} title="Nobody works here yet">
          The diary appears as soon as {clinicName} has a practitioner with working hours.
        </EmptyState>
      </Card>
    )
  }
  const day = onDay(week, week.today).bookings.length > 0 ? week.today : firstOpenDay(week)
  const diary = onDay(week, day)
  return (
    <>
      {day === week.today ? null : (
        <h2 className="mt-2 text-lg font-semibold tracking-tight">Closed today. Next: {formatDay(day)}</h2>
      )}
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(18rem,100%),1fr))] items-start gap-4">
        {diary.practitioners.map((practitioner) => (
          <DiaryList
            key={practitioner.id}
            diary={diary}
            practitioner={practitioner}
            calendarHref={placeHref(slug, { day, view: 'day', practitionerId: null })}
          />
        ))}
      </div>
    </>
  )
}
