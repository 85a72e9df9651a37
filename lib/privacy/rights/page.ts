import type { Page } from './types.ts'

/** A page out of one row more than was asked for; the cursor is the last item's id. */
export function pageOf<T extends { id: string }>(rows: readonly T[], limit: number): Page<T> {
  const items = rows.slice(0, limit)
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.id : null }
}
