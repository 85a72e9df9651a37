'use client'

import { Radio, RefreshCw, WifiOff } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { formatTime } from '#lib/shared/format.ts'
import { rfc3339 } from '#lib/shared/time.ts'

/** Changes that arrive within this time are one refresh. */
const COALESCE_MS = 250
/** Draws the line at now and expiring holds anew even when nothing changes. */
const TICK_MS = 60_000
const RETRY_MS = 5_000

/** Where somebody may be in the middle of writing. */
const WRITING = '[role="dialog"], main textarea'

/**
 * Asks for the page again, except where that would lead somebody who was signed out meanwhile away from what they are
 * writing: they are told when they send it, and can sign in in another tab.
 */
async function refreshUnlessLost(clinicId: string, refresh: () => void): Promise<void> {
  if (document.querySelector(WRITING) && (await isSignedOut(clinicId))) return
  refresh()
}

/** No answer at all is no word on the session. */
function isSignedOut(clinicId: string): Promise<boolean> {
  return fetch(`/api/clinics/${clinicId}/bookings?limit=1`).then(({ status }) => status === 401, () => false)
}

type Live = { state: 'connecting' } | { state: 'live' } | { state: 'lost'; since: string }

/**
 * Keeps the open page true: listens to the clinic's changes and asks the server for the page again. While the
 * connection is lost it says since when, because what is on screen may then be out of date.
 */
export function LiveRefresh({ clinicId, timeZone }: { clinicId: string; timeZone: string }) {
  const router = useRouter()
  const [live, setLive] = useState<Live>({ state: 'connecting' })
  const refreshTimer = useRef<ReturnType<typeof setTimeout>>(undefined)

  useEffect(() => {
    let source: EventSource
    let retryTimer: ReturnType<typeof setTimeout>
    let isOver = false
    const refresh = () => void refreshUnlessLost(clinicId, () => (isOver ? undefined : router.refresh()))

    // Not put off by the next change: on a busy day there is always one.
    function refreshSoon() {
      refreshTimer.current ??= setTimeout(() => {
        refreshTimer.current = undefined
        refresh()
      }, COALESCE_MS)
    }

    function connect() {
      source = new EventSource(`/api/clinics/${clinicId}/events`)
      source.addEventListener('change', refreshSoon)
      source.onopen = () => {
        setLive({ state: 'live' })
        // Whatever changed while nobody listened, since the page was made or the line was lost, is missing from it.
        refreshSoon()
      }
      source.onerror = () => {
        const since = formatTime(rfc3339(new Date(), timeZone))
        setLive((before) => (before.state === 'lost' ? before : { state: 'lost', since }))
        // The browser retries a dropped stream by itself, but not one that was refused.
        if (source.readyState === EventSource.CLOSED) retryTimer = setTimeout(connect, RETRY_MS)
      }
    }

    connect()
    const tick = setInterval(() => {
      if (document.visibilityState === 'visible') refresh()
    }, TICK_MS)

    return () => {
      isOver = true
      source.close()
      clearTimeout(retryTimer)
      clearTimeout(refreshTimer.current)
      refreshTimer.current = undefined
      clearInterval(tick)
    }
  }, [clinicId, timeZone, router])

  return <LiveState live={live} onRefresh={() => router.refresh()} />
}

function LiveState({ live, onRefresh }: { live: Live; onRefresh: () => void }) {
  return (
    <div role="status" className="flex shrink-0 items-center">
      {live.state === 'lost' ? (
        <button
          type="button"
          onClick={onRefresh}
          title="Live updates are interrupted, so this page may be out of date. Press to refresh it."
          className="flex h-7 items-center gap-1.5 rounded-sm bg-warn-soft px-2 text-sm text-warn"
        >
          <WifiOff aria-hidden className="size-4" />
          <span className="max-sm:sr-only">Reconnecting since</span> {live.since}
        </button>
      ) : (
        <span className="flex h-7 items-center gap-1.5 px-1 text-sm text-ink-soft">
          {live.state === 'live' ? (
            <Radio aria-hidden className="size-4 text-ok" />
          ) : (
            <RefreshCw aria-hidden className="size-4" />
          )}
          {live.state === 'live' ? 'Live' : 'Connecting'}
        </span>
      )}
    </div>
  )
}
