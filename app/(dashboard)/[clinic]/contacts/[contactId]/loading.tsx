import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

export default function ContactLoading() {
  return (
    <Loading what="the contact">
      <Skeleton className="mb-2 h-5 w-24" />
      <Skeleton className="mb-5 h-9 w-72 max-w-full" />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex flex-col gap-4">
          <Skeleton className="h-44" />
          <Skeleton className="h-64" />
        </div>
        <Skeleton className="h-96 max-lg:order-first" />
      </div>
    </Loading>
  )
}
