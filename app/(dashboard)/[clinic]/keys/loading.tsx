import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

export default function KeysLoading() {
  return (
    <Loading what="the keys">
      <Skeleton className="mb-5 h-12 w-80 max-w-full" />
      <div className="flex flex-col gap-4">
        <Skeleton className="h-48" />
        <Skeleton className="h-96" />
      </div>
    </Loading>
  )
}
