import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

export default function CallLoading() {
  return (
    <Loading what="the call">
      <Skeleton className="mb-2 h-5 w-24" />
      <Skeleton className="mb-5 h-12 w-72" />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Skeleton className="h-96" />
        <Skeleton className="h-56" />
      </div>
    </Loading>
  )
}
