'use client'

import { useEffect, useRef, useState } from 'react'
import { ask } from '#components/calendar/booking-api.ts'

/** A pause in typing after which the server is asked. */
const PAUSE_MS = 250

export type Found<T> = { items: T[]; nextCursor: string | null }

export type Search<T> = {
  /** `found` is what was last found, and stays on screen while something newer is looked for. */
  found: Found<T> | null
  isPending: boolean
  /** Why nothing could be looked for, a sentence. */
  problem: string | null
}

const NOTHING = { found: null, isPending: false, problem: null }

/**
 * Looks for words by POST, because what is typed may be a name and an address is kept in histories and logs. `filter` joins
 * the body; a new `stamp` (the page was drawn afresh) looks again, unless more than the first page is shown.
 */
export function useSearch<T>(path: string, filter: Record<string, unknown>, stamp: string) {
  const [q, setQ] = useState('')
  const [search, setSearch] = useState<Search<T>>(NOTHING)
  const [isMoreBusy, setMoreBusy] = useState(false)
  const hasMore = useRef(false)
  const asked = useRef('')
  const words = q.trim()
  const question = JSON.stringify({ q: words, ...filter })

  useEffect(() => {
    if (words === '') {
      asked.current = ''
      return setSearch(NOTHING)
    }
    const isNew = asked.current !== question
    if (!isNew && hasMore.current) return
    const abort = new AbortController()
    if (isNew) setSearch((before) => ({ ...before, isPending: true, problem: null }))
    const timer = setTimeout(() => void look(), isNew ? PAUSE_MS : 0)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }

    async function look() {
      const answer = await post<T>(path, question, abort.signal)
      if (abort.signal.aborted) return
      asked.current = question
      hasMore.current = false
      if (answer.ok) setSearch({ found: answer.data, isPending: false, problem: null })
      else setSearch({ found: null, isPending: false, problem: answer.sentence })
    }
  }, [path, question, words, stamp])

  /** Fetches the next page and puts it below. */
  async function readMore() {
    const cursor = search.found?.nextCursor
    if (!cursor || isMoreBusy) return
    const of = question
    setMoreBusy(true)
    const answer = await post<T>(path, JSON.stringify({ ...JSON.parse(of), cursor }))
    setMoreBusy(false)
    if (asked.current !== of) return
    hasMore.current = answer.ok
    setSearch((before) =>
      answer.ok
        ? { ...before, found: { items: [...(before.found?.items ?? []), ...answer.data.items], nextCursor: answer.data.nextCursor } }
        : { ...before, problem: answer.sentence },
    )
  }

  return { q, setQ, search, isMoreBusy, readMore }
}

const post = <T>(path: string, body: string, signal?: AbortSignal) =>
  ask<Found<T>>(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body, ...(signal ? { signal } : {}) })
