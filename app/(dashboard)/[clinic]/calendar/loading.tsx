import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

export default function CalendarLoading() {
  return (
    <Loading what="the calendar">
      <div className="mb-5 flex flex-wrap justify-between gap-3">
        <Skeleton className="h-9 w-64" />
        <Skeleton className="h-9 w-72" />
      </div>
      <Skeleton className="h-[64rem]" />
    </Loading>
  )
}
