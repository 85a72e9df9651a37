import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

export default function LeadsLoading() {
  return (
    <Loading what="leads">
      <Skeleton className="mb-5 h-12 w-64" />
      <Skeleton className="mb-4 h-9 w-[26rem] max-w-full" />
      <div className="mb-4 flex flex-col gap-1">
        {Array.from({ length: 10 }, (_, n) => (
          <Skeleton key={n} className="h-row" />
        ))}
      </div>
      <Skeleton className="h-56" />
    </Loading>
  )
}
