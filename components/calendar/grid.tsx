import type { CSSProperties } from 'react'
import { DayColumn } from '#components/calendar/day-column.tsx'
import { FREE_HINT } from '#components/calendar/free-column.tsx'
import { freeQuarters } from '#components/calendar/free-times.ts'
import { hourMarks, visibleHours } from '#components/calendar/geometry.ts'
import { formatDay, formatDayShort, formatTime, wallMinutes } from '#lib/shared/format.ts'
import type { Diary, DiaryColumn } from '#lib/scheduling/types.ts'

export type GridColumn = { day: string; practitioner: DiaryColumn; heading: string; note: string; isPhoneHidden: boolean }

/** More columns than this scroll sideways instead of shrinking further. */
const FITTING_COLUMNS = 8

/** For a day: the practitioners side by side; a phone shows the chosen one. */
export function dayColumns(diary: Diary, chosen: DiaryColumn | undefined): GridColumn[] {
  const day = diary.days[0] ?? diary.today
  return diary.practitioners.map((practitioner) => ({
    day,
    practitioner,
    heading: practitioner.name,
    note: practitioner.title,
    isPhoneHidden: practitioner.id !== chosen?.id,
  }))
}

/** For a week: one practitioner's seven days. */
export function weekColumns(diary: Diary, practitioner: DiaryColumn): GridColumn[] {
  return diary.days.map((day) => ({
    day,
    practitioner,
    heading: formatDayShort(day),
    note: day === diary.today ? 'Today' : '',
    isPhoneHidden: false,
  }))
}

/** The calendar's grid, drawn by the server: hours down, columns across, the header staying in view. */
export function CalendarGrid({ diary, columns, className = '' }: { diary: Diary; columns: GridColumn[]; className?: string }) {
  const hours = visibleHours(diary)
  const isWide = columns.length > FITTING_COLUMNS
  const nowAt = wallMinutes(diary.now)
  const showsNow = columns.some((c) => c.day === diary.today) && nowAt >= hours.from && nowAt < hours.to
  const quarters = columns.map((column) => freeQuarters(diary, column.day, column.practitioner))
  // Tab stops at one free time of all, which is one that a phone shows too, if that has any.
  const shown = quarters.findIndex((each, n) => each.length > 0 && !columns[n]!.isPhoneHidden)
  const stop = shown >= 0 ? shown : quarters.findIndex((each) => each.length > 0)
  return (
    <div className={`${isWide ? 'overflow-x-auto' : ''} ${className}`} tabIndex={isWide ? 0 : undefined}>
      <div
        style={{ '--columns': columns.length, minWidth: isWide ? `${columns.length * 9}rem` : undefined } as CSSProperties}
        className="rounded-lg border border-line shadow-raised"
      >
        <div
          aria-hidden
          className={
            'top-13 z-20 grid grid-cols-[3.25rem_minmax(0,1fr)] rounded-t-lg border-b border-line bg-surface ' +
            `md:grid-cols-[3.25rem_repeat(var(--columns),minmax(0,1fr))] ${isWide ? '' : 'sticky'}`
          }
        >
          <span />
          {columns.map((column) => (
            <div
              key={column.day + column.practitioner.id}
              className={`min-w-0 border-l border-line px-3 py-2 ${column.isPhoneHidden ? 'max-md:hidden' : ''}`}
            >
              <p className="truncate font-medium">{column.heading}</p>
              <p className={`truncate text-sm ${column.note === 'Today' ? 'text-accent' : 'text-ink-soft'}`}>
                {column.note || '\u00a0'}
              </p>
            </div>
          ))}
        </div>
        <div
          style={{ height: `calc(var(--minute) * ${hours.to - hours.from})` }}
          className={
            'grid grid-cols-[3.25rem_minmax(0,1fr)] overflow-hidden rounded-b-lg bg-surface ' +
            'md:grid-cols-[3.25rem_repeat(var(--columns),minmax(0,1fr))]'
          }
        >
          <div aria-hidden className="relative text-sm text-ink-soft">
            {hourMarks(hours).map((mark) => (
              <span
                key={mark.at}
                style={{ top: `calc(var(--minute) * ${mark.at - hours.from})` }}
                className="absolute right-2 pt-1"
              >
                {mark.label}
              </span>
            ))}
            {showsNow ? (
              <span
                style={{ top: `calc(var(--minute) * ${nowAt - hours.from})` }}
                className="absolute right-1 z-10 -translate-y-1/2 rounded-sm bg-bad px-1 text-xs font-medium text-surface"
              >
                {formatTime(diary.now)}
              </span>
            ) : null}
          </div>
          {columns.map((column, n) => (
            <DayColumn
              key={column.day + column.practitioner.id}
              diary={diary}
              day={column.day}
              practitioner={column.practitioner}
              hours={hours}
              label={`${column.practitioner.name}, ${formatDay(column.day)}`}
              free={{ quarters: quarters[n]!, isStop: n === stop }}
              className={column.isPhoneHidden ? 'max-md:hidden' : ''}
            />
          ))}
        </div>
      </div>
      <p id={FREE_HINT} hidden>
        Up and down arrows choose another free time, left and right another column.
      </p>
    </div>
  )
}
