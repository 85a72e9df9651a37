import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

export default function TryLoading() {
  return (
    <Loading what="the call panel">
      <Skeleton className="mb-5 h-12 w-80" />
      <div className="mb-4 grid gap-3 md:grid-cols-3">
        <Skeleton className="h-40" />
        <Skeleton className="h-40" />
        <Skeleton className="h-40" />
      </div>
      <Skeleton className="h-72" />
    </Loading>
  )
}
