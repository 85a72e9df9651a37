import 'server-only'
import type { CalendarChange, ChangesResult } from '#lib/scheduling/calendar-port.ts'
import type { GoogleClient } from './client.ts'
import { classify, failure } from './errors.ts'
import { changeOf } from './translate.ts'

type Sync = { calendarId: string; syncToken: string | null; from: string; timeZone: string }

// A calendar with more pages than this is not a practitioner's diary; stop rather than read for ever.
const PAGES_MAX = 200

/** Reads what changed; when Google no longer takes the token (410), reads everything afresh and says `full`. */
export async function readChanges(client: GoogleClient, sync: Sync): Promise<ChangesResult> {
  if (sync.syncToken === null) return readPages(client, sync)
  try {
    return await readPages(client, sync)
  } catch (thrown) {
    if (classify(thrown).kind !== 'gone') throw thrown
    return readPages(client, { ...sync, syncToken: null })
  }
}

async function readPages(client: GoogleClient, sync: Sync): Promise<ChangesResult> {
  const changes: CalendarChange[] = []
  let pageToken: string | undefined
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await client.listEvents({
      calendarId: sync.calendarId,
      singleEvents: true,
      showDeleted: true,
      maxResults: 2500,
      // A lower bound may only go with a full reading; the token remembers it.
      ...(sync.syncToken === null ? { timeMin: sync.from } : { syncToken: sync.syncToken }),
      ...(pageToken ? { pageToken } : {}),
    })
    for (const found of answer.items ?? []) {
      const change = changeOf(found, answer.timeZone ?? sync.timeZone)
      if (change) changes.push(change)
    }
    // The token comes on the last page only: an earlier one would lose the pages between.
    if (answer.nextSyncToken) {
      return { ok: true, changes, nextSyncToken: answer.nextSyncToken, full: sync.syncToken === null }
    }
    if (!answer.nextPageToken) return failure('temporary', 60)
    pageToken = answer.nextPageToken
  }
  return failure('permanent')
}
