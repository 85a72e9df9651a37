import type { Doc } from './text.ts'

/** What is worked out of a line's words alone, once for all readings of it, whatever is masked in them. */
export function oncePerLine<T extends object>(work: (doc: Doc) => T): (doc: Doc) => T {
  const found = new WeakMap<Doc['traits'], T>()
  return (doc) => {
    let known = found.get(doc.traits)
    if (!known) found.set(doc.traits, (known = work(doc)))
    return known
  }
}
