import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

export default function SafetyLoading() {
  return (
    <Loading what="who is on call">
      <Skeleton className="mb-5 h-12 w-80" />
      <div className="grid gap-4 lg:grid-cols-2">
        <Skeleton className="h-80" />
        <Skeleton className="h-80" />
        <Skeleton className="h-56 lg:col-span-2" />
      </div>
    </Loading>
  )
}
