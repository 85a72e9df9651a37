import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

export default function CallsLoading() {
  return (
    <Loading what="calls">
      <Skeleton className="mb-5 h-12 w-72 max-w-full" />
      <div className="mb-4 flex flex-wrap gap-3">
        <Skeleton className="h-9 w-96 max-w-full" />
        <Skeleton className="h-9 w-64 max-w-full" />
        <div className="flex w-full flex-wrap gap-x-4 gap-y-2">
          <Skeleton className="h-9 w-[30rem] max-w-full" />
          <Skeleton className="h-9 w-[22rem] max-w-full" />
        </div>
      </div>
      <div className="flex flex-col gap-1">
        {Array.from({ length: 12 }, (_, n) => (
          <Skeleton key={n} className="h-row" />
        ))}
      </div>
    </Loading>
  )
}
