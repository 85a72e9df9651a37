import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

export default function AuditLoading() {
  return (
    <Loading what="the audits">
      <Skeleton className="mb-5 h-12 w-80" />
      <div className="flex flex-col gap-4">
        <Skeleton className="h-24" />
        <Skeleton className="h-40" />
        <Skeleton className="h-64" />
      </div>
    </Loading>
  )
}
