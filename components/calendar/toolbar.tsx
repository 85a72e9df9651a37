import { ChevronLeft, ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { EVERYBODY, placeHref, stepPlace, type CalendarPlace } from '#components/calendar/address.ts'
import { NewBookingButton } from '#components/calendar/new-booking-button.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { formatDay, formatDaySpan } from '#lib/shared/format.ts'
import type { Diary, DiaryColumn } from '#lib/scheduling/types.ts'

/** `chosen`: whose week or, on a phone, whose day it is; null for everybody's week. */
type Props = { slug: string; place: CalendarPlace; diary: Diary; chosen: DiaryColumn | null }

/** Where the calendar is, and the ways to go elsewhere; all of them links, so that the back button works. */
export function CalendarToolbar({ slug, place, diary, chosen }: Props) {
  const isWeek = place.view === 'week'
  const [first = place.day, last = place.day] = [diary.days[0], diary.days.at(-1)]
  const unit = isWeek ? 'week' : 'day'
  return (
    <header className="mb-4 flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-2xl">{isWeek ? formatDaySpan(first, last) : formatDay(place.day)}</h1>
        </div>
        <NewBookingButton day={place.day < diary.today ? diary.today : place.day} />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex items-center gap-1">
          <StepLink href={placeHref(slug, stepPlace(place, -1))} label={`Previous ${unit}`} icon={ChevronLeft} />
          <Link scroll={false} href={placeHref(slug, { ...place, day: diary.today })} className={buttonClass('secondary')}>
            Today
          </Link>
          <StepLink href={placeHref(slug, stepPlace(place, 1))} label={`Next ${unit}`} icon={ChevronRight} />
        </div>
        <Segmented
          label="View"
          segments={[
            { href: placeHref(slug, { ...place, view: 'day' }), label: 'Day', isCurrent: !isWeek },
            { href: placeHref(slug, { ...place, view: 'week' }), label: 'Week', isCurrent: isWeek },
          ]}
        />
      </div>
      {diary.practitioners.length > 1 ? (
        <Segmented
          label="Practitioner"
          className={isWeek ? 'md:w-fit' : 'md:hidden'}
          segments={[
            ...(isWeek ? [{ id: EVERYBODY, name: 'Everybody' }] : []),
            ...diary.practitioners,
          ].map(({ id, name }) => ({
            href: placeHref(slug, { ...place, practitionerId: id }),
            label: name,
            isCurrent: id === (chosen?.id ?? EVERYBODY),
          }))}
        />
      ) : null}
    </header>
  )
}

function StepLink({ href, label, icon: Icon }: { href: string; label: string; icon: typeof ChevronLeft }) {
  return (
    <Link href={href} scroll={false} aria-label={label} title={label} className={buttonClass('secondary', 'w-9 px-0')}>
      <Icon aria-hidden />
    </Link>
  )
}
