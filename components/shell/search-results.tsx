import { CircleAlert, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Search } from '#components/shell/use-search.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

type Props<T> = {
  search: Search<T>
  noun: [one: string, many: string]
  /** What else might help when nothing was found. */
  advice: string
  isMoreBusy: boolean
  onMore: () => void
  onClear: () => void
  children: (items: T[]) => ReactNode
}

/** What a search found: the rows in the same table as ever, or why there are none. The count is announced. */
export function SearchResults<T>({ search, noun, advice, isMoreBusy, onMore, onClear, children }: Props<T>) {
  const { found, isPending, problem } = search
  return (
    <>
      <p role="status" className="mb-2 min-h-5 text-sm text-ink-soft">
        {isPending ? 'Searching' : found ? countWords(found.items.length, found.nextCursor !== null, noun) : ''}
      </p>
      {problem ? <Problem sentence={problem} /> : null}
      {found ? (
        <Card className={`overflow-hidden transition-opacity ${isPending ? 'opacity-60' : ''}`}>
          <div aria-busy={isPending || undefined}>
            {found.items.length > 0 ? (
              children(found.items)
            ) : (
              <EmptyState icon={SearchX} title={`No ${noun[1]} found`} action={<Button onClick={onClear}>Clear the search</Button>}>
                {advice}
              </EmptyState>
            )}
          </div>
        </Card>
      ) : isPending ? (
        <div className="flex flex-col gap-1">
          {Array.from({ length: 6 }, (_, n) => (
            <Skeleton key={n} className="h-row" />
          ))}
        </div>
      ) : null}
      {found?.nextCursor ? (
        <div className="mt-4 flex justify-end">
          <Button busy={isMoreBusy} onClick={onMore}>
            {isMoreBusy ? 'Fetching more' : 'Show more'}
          </Button>
        </div>
      ) : null}
    </>
  )
}

const countWords = (count: number, isPartial: boolean, [one, many]: [string, string]): string =>
  isPartial ? `The first ${count} ${many}` : `${count} ${count === 1 ? one : many} found`

function Problem({ sentence }: { sentence: string }) {
  return (
    <div role="alert" className="mb-3 flex items-start gap-3 rounded-lg bg-bad-soft px-4 py-3">
      <CircleAlert aria-hidden className="mt-px size-4.5 shrink-0 text-bad" />
      <p>
        <strong className="font-semibold">The search did not work.</strong> {sentence}
      </p>
    </div>
  )
}
