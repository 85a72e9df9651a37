import { CalendarOff, Plus } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { placeHref } from '#components/calendar/address.ts'
import { ConnectionNote } from '#components/today/connection-note.tsx'
import { DiaryList } from '#components/today/diary-list.tsx'
import { NextUp, nextBooking } from '#components/today/next-up.tsx'
import { Stats } from '#components/today/stats.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { Card, PageHeader } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { listCalls } from '#lib/calls/call-log.ts'
import { readConnection } from '#lib/scheduling/connection.ts'
import { readDiary } from '#lib/scheduling/diary.ts'
import { firstOpenDay, onDay } from '#lib/scheduling/diary-days.ts'
import { civilDay, formatDay } from '#lib/shared/format.ts'
import { dayOf } from '#lib/shared/time.ts'
import { requireMember } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Today' }

/** Calls read to count those of today: more than a clinic has in a day. */
const CALLS_READ = 100

/** Read ahead, so that a day off shows what the next working day holds. */
const DAYS_READ = 7

export default async function TodayPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { actor, clinic } = await requireMember((await params).clinic)
  const [week, calls, connection] = await Promise.all([
    readDiary(actor, clinic.id, { from: dayOf(new Date(), clinic.timeZone), days: DAYS_READ }),
    listCalls(actor, clinic.id, { limit: CALLS_READ }),
    readConnection(actor, clinic.id),
  ])
  const diary = onDay(week, week.today)
  const shownDay = diary.bookings.length > 0 ? week.today : firstOpenDay(week)
  const shown = onDay(week, shownDay)
  const callsToday = calls.items.filter((call) => civilDay(call.startedAt) === diary.today)
  const booked = diary.bookings.filter((booking) => booking.status === 'booked')
  const held = diary.bookings.filter((booking) => booking.status === 'held')
  const next = nextBooking(diary)
  const shownHref = placeHref(clinic.slug, { day: shownDay, view: 'day', practitionerId: null })
  const calendarHref = placeHref(clinic.slug, { day: diary.today, view: 'day', practitionerId: null })
  const byPhone = booked.filter((booking) => booking.source === 'voice').length
  const callsBooked = callsToday.filter((call) => call.outcome === 'booked').length
  const ringing = callsToday.filter((call) => call.outcome === 'in-progress').length
  return (
    <>
      <PageHeader
        title={formatDay(diary.today)}
        actions={
          <Link href={calendarHref} className={buttonClass('secondary')}>
            <Plus aria-hidden />
            Book in the calendar
          </Link>
        }
      />
      <div className="flex flex-col gap-4">
        <Stats
          stats={[
            { href: calendarHref, label: 'Booked today', value: booked.length, note: `${byPhone} by the voice agent` },
            { href: calendarHref, label: 'Held now', value: held.length, note: held.length ? 'Not confirmed yet' : 'Nothing waiting' },
            { href: `/${clinic.slug}/calls`, label: 'Calls today', value: callsToday.length, note: ringing ? `${ringing} in progress` : 'None in progress' },
            { href: `/${clinic.slug}/calls`, label: 'Calls that booked', value: callsBooked, note: `of ${callsToday.length} today` },
          ]}
        />
        {next ? <NextUp diary={diary} booking={next} /> : null}
        <ConnectionNote connection={connection} today={diary.today} />
        {diary.practitioners.length === 0 ? (
          <Card>
            <EmptyState icon={CalendarOff} title="Nobody works here yet">
              The diary appears as soon as {clinic.name} has a practitioner with working hours.
            </EmptyState>
          </Card>
        ) : (
          <>
            {shownDay === week.today ? null : (
              <h2 className="mt-2 text-lg font-semibold tracking-tight">Closed today. Next: {formatDay(shownDay)}</h2>
            )}
            <div className="grid grid-cols-[repeat(auto-fit,minmax(min(18rem,100%),1fr))] items-start gap-4">
              {shown.practitioners.map((practitioner) => (
                <DiaryList key={practitioner.id} diary={shown} practitioner={practitioner} calendarHref={shownHref} />
              ))}
            </div>
          </>
        )}
      </div>
    </>
  )
}
