import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

export default function LeadLoading() {
  return (
    <Loading what="the lead">
      <Skeleton className="mb-2 h-5 w-24" />
      <Skeleton className="mb-5 h-12 w-72" />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Skeleton className="h-[32rem]" />
        <div className="flex flex-col gap-4">
          <Skeleton className="h-64" />
          <Skeleton className="h-56" />
        </div>
      </div>
    </Loading>
  )
}
