import { CalendarOff } from 'lucide-react'
import type { Metadata } from 'next'
import { daysShown, EVERYBODY, readPlace } from '#components/calendar/address.ts'
import { CalendarActions } from '#components/calendar/calendar-actions.tsx'
import { CalendarGrid, dayColumns, weekColumns } from '#components/calendar/grid.tsx'
import { Legend } from '#components/calendar/legend.tsx'
import { CalendarToolbar } from '#components/calendar/toolbar.tsx'
import { WeekBoard } from '#components/calendar/week-board.tsx'
import { WeekList } from '#components/calendar/week-list.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { readDiary } from '#lib/scheduling/diary.ts'
import { listProcedures } from '#lib/scheduling/procedures.ts'
import { requireMember } from '#lib/tenancy/session.ts'
import { dayOf } from '#lib/shared/time.ts'

export const metadata: Metadata = { title: 'Calendar' }

type Props = {
  params: Promise<{ clinic: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function CalendarPage({ params, searchParams }: Props) {
  const { actor, clinic } = await requireMember((await params).clinic)
  const place = readPlace(await searchParams, dayOf(new Date(), clinic.timeZone))
  const [diary, procedures] = await Promise.all([
    readDiary(actor, clinic.id, daysShown(place)),
    listProcedures(actor, clinic.id),
  ])
  const chosen = diary.practitioners.find((each) => each.id === place.practitionerId) ?? diary.practitioners[0]
  if (!chosen) {
    return (
      <EmptyState icon={CalendarOff} level={1} title="Nobody works here yet">
        The calendar appears as soon as {clinic.name} has a practitioner with working hours.
      </EmptyState>
    )
  }
  const facts = {
    clinicId: clinic.id,
    slug: clinic.slug,
    timeZone: clinic.timeZone,
    today: diary.today,
    lastDay: diary.lastDay,
    procedures,
    practitioners: diary.practitioners.map(({ id, name }) => ({ id, name })),
  }
  const isWeek = place.view === 'week'
  const isEverybody = isWeek && place.practitionerId === EVERYBODY && diary.practitioners.length > 1
  return (
    <CalendarActions facts={facts}>
      <CalendarToolbar slug={clinic.slug} place={place} diary={diary} chosen={isEverybody ? null : chosen} />
      {isEverybody ? (
        <WeekBoard diary={diary} slug={clinic.slug} />
      ) : (
        <>
          {isWeek ? <WeekList diary={diary} practitioner={chosen} className="md:hidden" /> : null}
          <CalendarGrid
            diary={diary}
            columns={isWeek ? weekColumns(diary, chosen) : dayColumns(diary, chosen)}
            className={isWeek ? 'max-md:hidden' : ''}
          />
        </>
      )}
      <Legend />
    </CalendarActions>
  )
}
