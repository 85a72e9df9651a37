import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

export default function TextsLoading() {
  return (
    <Loading what="the texts">
      <Skeleton className="mb-5 h-12 w-80" />
      <div className="grid gap-4 lg:grid-cols-2">
        <Skeleton className="h-80" />
        <Skeleton className="h-80" />
        <Skeleton className="h-72" />
        <Skeleton className="h-72" />
      </div>
    </Loading>
  )
}
