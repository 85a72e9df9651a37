import Link from 'next/link'
import type { CSSProperties } from 'react'
import { placeHref } from '#components/calendar/address.ts'
import { bookingsOn, DayList, Hours, worksOn } from '#components/calendar/day-list.tsx'
import { clipToDay } from '#components/calendar/geometry.ts'
import { formatDay, formatDayShort } from '#lib/shared/format.ts'
import type { Diary, DiaryColumn } from '#lib/scheduling/types.ts'

const DAY_LINK = 'inline-flex min-h-6 items-center underline-offset-2 hover:underline'

/**
 * Everybody's week: the days side by side with a row for each practitioner, so that who works when is seen at once. It is
 * written day by day, which is how a narrow screen shows it and a screen reader reads it: there only whoever is in that day.
 */
export function WeekBoard({ diary, slug }: { diary: Diary; slug: string }) {
  return (
    <div
      style={{ '--people': diary.practitioners.length } as CSSProperties}
      className={
        'flex flex-col gap-3 lg:grid lg:grid-cols-[7rem_repeat(7,minmax(0,1fr))] lg:grid-rows-[auto_repeat(var(--people),auto)] lg:gap-0 ' +
        'lg:overflow-hidden lg:rounded-lg lg:border lg:border-line lg:bg-surface lg:shadow-raised'
      }
    >
      <div aria-hidden className="row-span-full hidden lg:grid lg:grid-rows-subgrid">
        <span />
        {diary.practitioners.map((practitioner) => (
          <p key={practitioner.id} className="border-t border-line px-3 py-2 text-sm font-medium">
            {practitioner.name}
          </p>
        ))}
      </div>
      {diary.days.map((day) => (
        <section
          key={day}
          className={
            'rounded-lg border border-line bg-surface p-3 shadow-raised lg:row-span-full lg:grid lg:grid-cols-[minmax(0,1fr)] lg:grid-rows-subgrid ' +
            'lg:rounded-none lg:border-0 lg:border-l lg:bg-transparent lg:p-0 lg:shadow-none'
          }
        >
          <h2 className="text-base font-semibold lg:px-2 lg:py-2 lg:text-sm">
            <Link href={placeHref(slug, { day, view: 'day', practitionerId: null })} className={DAY_LINK}>
              <span className="lg:hidden">{formatDay(day)}</span>
              <span className="max-lg:hidden">{formatDayShort(day)}</span>
            </Link>
            {day === diary.today ? <span className="ml-2 font-normal text-accent">Today</span> : null}
          </h2>
          {diary.practitioners.some((one) => isIn(diary, day, one)) ? null : (
            <p className="text-sm text-ink-soft lg:hidden">Nobody is in.</p>
          )}
          {diary.practitioners.map((practitioner) => (
            <Person key={practitioner.id} diary={diary} day={day} practitioner={practitioner} />
          ))}
        </section>
      ))}
    </div>
  )
}

/** Whether there is anything to say of a practitioner on a day. */
function isIn(diary: Diary, day: string, practitioner: DiaryColumn): boolean {
  const isAway = practitioner.timeOff.some((span) => clipToDay(span, day))
  return isAway || worksOn(day, practitioner) || bookingsOn(diary, day, practitioner).length > 0
}

function Person({ diary, day, practitioner }: { diary: Diary; day: string; practitioner: DiaryColumn }) {
  if (!isIn(diary, day, practitioner)) return <div aria-hidden className="border-t border-line hatched max-lg:hidden" />
  return (
    <div className="mt-2 border-t border-line pt-2 lg:mt-0 lg:px-1.5 lg:py-2">
      <h3 className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm font-medium">
        <span className="lg:sr-only">{practitioner.name}</span>
        <Hours day={day} practitioner={practitioner} otherwise="Not working" />
      </h3>
      <DayList diary={diary} day={day} practitioner={practitioner} />
    </div>
  )
}
