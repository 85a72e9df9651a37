import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

export default function ContactsLoading() {
  return (
    <Loading what="contacts">
      <Skeleton className="mb-5 h-12 w-80 max-w-full" />
      <Skeleton className="mb-4 h-9 w-96 max-w-full" />
      <div className="flex flex-col gap-1">
        {Array.from({ length: 12 }, (_, n) => (
          <Skeleton key={n} className="h-row" />
        ))}
      </div>
    </Loading>
  )
}
