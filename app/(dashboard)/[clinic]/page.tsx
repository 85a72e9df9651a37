import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { placeHref } from '#components/calendar/address.ts'
import { AlarmBanner } from '#components/today/alarm-banner.tsx'
import { ConnectionNote } from '#components/today/connection-note.tsx'
import { DayStats } from '#components/today/day-stats.tsx'
import { DiarySection } from '#components/today/diary-section.tsx'
import { DueRequests } from '#components/today/due-requests.tsx'
import { NextUp, nextBooking } from '#components/today/next-up.tsx'
import { RingList } from '#components/today/ring-list.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { PageHeader } from '#components/ui/card.tsx'
import { listCalls } from '#lib/calls/call-log.ts'
import { listRequests } from '#lib/privacy/rights/requests.ts'
import { listLeads } from '#lib/recovery/leads.ts'
import { readAlarm, readRecovered } from '#lib/recovery/ledger.ts'
import { listTasks } from '#lib/recovery/staff.ts'
import { readConnection } from '#lib/scheduling/connection.ts'
import { readDiary } from '#lib/scheduling/diary.ts'
import { onDay } from '#lib/scheduling/diary-days.ts'
import { formatDay } from '#lib/shared/format.ts'
import { dayOf } from '#lib/shared/time.ts'
import { requireMember } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Today' }

/** Calls read to count those of today: more than a clinic has in a day. */
const CALLS_READ = 100

/** Open leads read to say how many of them wait, and to name those that wait too long. */
const LEADS_READ = 100

/** More requests than a clinic has open at once; only those that are soon due are shown. */
const REQUESTS_READ = 100

/** Read ahead, so that a day off shows what the next working day holds. */
const DAYS_READ = 7

type TodayPageProps = { params: Promise<{ clinic: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function TodayPage({ params, searchParams }: TodayPageProps) {
  const { actor, clinic } = await requireMember((await params).clinic)
  const { calendar } = await searchParams
  const { id, slug } = clinic
  const [week, calls, connection, leads, recovered, alarm, tasks, requests] = await Promise.all([
    readDiary(actor, id, { from: dayOf(new Date(), clinic.timeZone), days: DAYS_READ }),
    listCalls(actor, id, { limit: CALLS_READ }),
    readConnection(actor, id),
    listLeads(actor, id, { view: 'open', limit: LEADS_READ }),
    readRecovered(actor, id),
    readAlarm(actor, id),
    listTasks(actor, id),
    listRequests(actor, id, { open: true, limit: REQUESTS_READ }),
  ])
  const diary = onDay(week, week.today)
  const next = nextBooking(diary)
  const names = new Map(leads.items.map((lead) => [lead.id, lead.contact?.name ?? null]))
  return (
    <>
      <PageHeader
        title={formatDay(diary.today)}
        actions={
          <Link href={placeHref(slug, { day: diary.today, view: 'day', practitionerId: null })} className={buttonClass('secondary')}>
            <Plus aria-hidden />
            Book in the calendar
          </Link>
        }
      />
      <div className="flex flex-col gap-4">
        <AlarmBanner alarm={alarm} slug={slug} now={diary.now} names={names} />
        <DayStats
          slug={slug}
          recovered={recovered}
          open={{ count: leads.counts.open, leads: leads.items }}
          diary={diary}
          calls={calls.items}
        />
        {next ? <NextUp diary={diary} booking={next} /> : null}
        <RingList tasks={tasks.filter((task) => task.kind !== 'request_due')} clinicId={id} slug={slug} today={diary.today} />
        <DueRequests requests={requests.items} slug={slug} today={diary.today} />
        <ConnectionNote
          connection={connection}
          today={diary.today}
          connectHref={clinic.role === 'owner' ? `/api/clinics/${id}/google/connect` : null}
          isRefused={calendar === 'not-connected'}
        />
        <DiarySection week={week} slug={slug} clinicName={clinic.name} />
      </div>
    </>
  )
}
