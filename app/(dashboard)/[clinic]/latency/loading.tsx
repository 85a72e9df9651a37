import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

export default function LatencyLoading() {
  return (
    <Loading what="how fast calls were answered">
      <Skeleton className="mb-5 h-12 w-80" />
      <div className="grid gap-4 lg:grid-cols-2">
        <Skeleton className="h-80 lg:col-span-2" />
        <Skeleton className="h-64 lg:col-span-2" />
        <Skeleton className="h-56" />
        <Skeleton className="h-56" />
      </div>
    </Loading>
  )
}
