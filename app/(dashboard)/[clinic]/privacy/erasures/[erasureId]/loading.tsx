import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

export default function ErasureLoading() {
  return (
    <Loading what="the erasure">
      <Skeleton className="mb-2 h-5 w-24" />
      <Skeleton className="mb-5 h-12 w-80 max-w-full" />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Skeleton className="h-72" />
        <Skeleton className="h-64" />
      </div>
    </Loading>
  )
}
