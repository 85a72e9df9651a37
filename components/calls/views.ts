import { civilDay } from '#lib/shared/format.ts'

export type ViewGroup = { who: string; day: string; first: string; last: string }

/** Who a view was by: the reader themselves, another member, or a program with the clinic's key. */
export function viewerWords(actor: string, userId: string): string {
  if (actor === `authenticated:${userId}`) return 'You'
  return actor.startsWith('authenticated:') ? 'Another member of the clinic' : 'A program with the clinic’s key'
}

/**
 * Views put together by person and day, newest first: a page that stays open is noted again and again, and is one view to a
 * reader. `views` come newest first; `userId` is the reader's own.
 */
export function groupViews(views: readonly { actor: string; at: string }[], userId: string): ViewGroup[] {
  const groups = Map.groupBy(views, ({ actor, at }) => `${civilDay(at)} ${actor}`)
  return [...groups.values()].map((some) => ({
    who: viewerWords(some[0]!.actor, userId),
    day: civilDay(some[0]!.at),
    first: some.at(-1)!.at,
    last: some[0]!.at,
  }))
}
