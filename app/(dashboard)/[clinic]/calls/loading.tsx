import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

export default function CallsLoading() {
  return (
    <Loading what="calls">
      <div className="mb-5 flex flex-wrap justify-between gap-3">
        <Skeleton className="h-12 w-40" />
        <Skeleton className="h-9 w-64" />
      </div>
      <div className="flex flex-col gap-1">
        {Array.from({ length: 12 }, (_, n) => (
          <Skeleton key={n} className="h-row" />
        ))}
      </div>
    </Loading>
  )
}
