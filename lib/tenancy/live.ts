import 'server-only'
import postgres from 'postgres'
import { env } from '#lib/shared/env.ts'
import { errorCode, log } from '#lib/shared/log.ts'

/** What changed, an id and no content: whoever hears it reads again, as themselves. */
export type Change = { clinicId: string; table: string; id: string }

type Listener = (change: Change) => void

declare global {
  var callwaitingListeners: Map<string, Set<Listener>> | undefined
}

/** Opens the one connection of this process that listens for changes of every clinic and hands each to that clinic's pages. */
function listeners(): Map<string, Set<Listener>> {
  if (globalThis.callwaitingListeners) return globalThis.callwaitingListeners
  const all = new Map<string, Set<Listener>>()
  globalThis.callwaitingListeners = all
  const sql = postgres(env().DATABASE_URL, { max: 1, onnotice: () => undefined, connection: { role: 'anon', application_name: 'callwaiting-live' } })
  // The driver reconnects and listens again by itself; each reconnection tells every page to read afresh.
  const everyone = () => {
    for (const [clinicId, some] of all) for (const tell of some) tell({ clinicId, table: 'all', id: clinicId })
  }
  sql.listen('clinic_changes', (payload) => {
    const change = JSON.parse(payload) as Change
    for (const tell of all.get(change.clinicId) ?? []) tell(change)
  }, everyone).catch((error: unknown) => {
    log('error', 'live-channel-lost', { error: errorCode(error) })
    globalThis.callwaitingListeners = undefined
  })
  return all
}

/** Calls `listener` with every change of the clinic from now on; answers how to stop. The caller has checked who may listen. */
export function onChange(clinicId: string, listener: Listener): () => void {
  const all = listeners()
  const some = all.get(clinicId) ?? new Set()
  all.set(clinicId, some.add(listener))
  return () => {
    some.delete(listener)
    if (some.size === 0) all.delete(clinicId)
  }
}
