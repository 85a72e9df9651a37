import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

export default function PrivacyLoading() {
  return (
    <Loading what="what is kept">
      <Skeleton className="mb-5 h-12 w-80 max-w-full" />
      <div className="flex flex-col gap-4">
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Skeleton className="h-32" />
          <Skeleton className="h-32" />
        </div>
        <Skeleton className="h-[42rem]" />
        <Skeleton className="h-60" />
        <Skeleton className="h-96" />
      </div>
    </Loading>
  )
}
