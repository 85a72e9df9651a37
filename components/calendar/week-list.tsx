import { DayList, Hours } from '#components/calendar/day-list.tsx'
import { formatDay } from '#lib/shared/format.ts'
import type { Diary, DiaryColumn } from '#lib/scheduling/types.ts'

type Props = { diary: Diary; practitioner: DiaryColumn; className?: string }

/** The week of one practitioner on a phone, where seven columns would be unreadable: a list for each day. */
export function WeekList({ diary, practitioner, className = '' }: Props) {
  return (
    <div className={`flex flex-col gap-3 ${className}`}>
      {diary.days.map((day) => (
        <section key={day} className="rounded-lg border border-line bg-surface p-3 shadow-raised">
          <h2 className="flex flex-wrap items-baseline justify-between gap-x-3 text-base font-semibold">
            {formatDay(day)}
            <Hours day={day} practitioner={practitioner} otherwise="Closed" />
          </h2>
          <DayList diary={diary} day={day} practitioner={practitioner} />
        </section>
      ))}
    </div>
  )
}
