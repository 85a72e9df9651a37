import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

export default function HoursLoading() {
  return (
    <Loading what="the hours">
      <Skeleton className="mb-5 h-12 w-80 max-w-full" />
      <div className="grid gap-4 lg:grid-cols-2">
        <div className="flex flex-col gap-4">
          <Skeleton className="h-80" />
          <Skeleton className="h-64" />
        </div>
        <div className="flex flex-col gap-4">
          <Skeleton className="h-80" />
          <Skeleton className="h-80" />
        </div>
      </div>
    </Loading>
  )
}
