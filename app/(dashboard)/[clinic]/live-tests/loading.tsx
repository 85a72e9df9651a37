import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

export default function LiveTestsLoading() {
  return (
    <Loading what="the live tests">
      <Skeleton className="mb-5 h-12 w-80" />
      <Skeleton className="mb-4 h-9 w-36" />
      <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        {[0, 1, 2, 3, 4].map((n) => <Skeleton key={n} className="h-80" />)}
      </div>
      <Skeleton className="mt-4 h-56" />
    </Loading>
  )
}
