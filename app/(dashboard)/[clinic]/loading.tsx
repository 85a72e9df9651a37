import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

export default function TodayLoading() {
  return (
    <Loading what="today">
      <Skeleton className="mb-6 h-12 w-64" />
      <div className="mb-6 grid grid-cols-2 gap-3 lg:grid-cols-4">
        {[0, 1, 2, 3].map((n) => (
          <Skeleton key={n} className="h-23" />
        ))}
      </div>
      <div className="grid gap-4 md:grid-cols-2">
        {[0, 1].map((n) => (
          <Skeleton key={n} className="h-72" />
        ))}
      </div>
    </Loading>
  )
}
