import 'server-only'
import { ask } from '#lib/db/door.ts'
import { atExit } from '#lib/shared/at-exit.ts'
import { errorCode, log } from '#lib/shared/log.ts'

/** Bucket n holds what took up to 1.1 to the power of n milliseconds: five per cent of error at the most. */
const base = 1.1
const mostBuckets = 400
const flushMs = 5_000

export const bucketOf = (ms: number): number => Math.min(mostBuckets, Math.max(0, Math.ceil(Math.log(Math.max(ms, 1)) / Math.log(base))))
export const upTo = (bucket: number): number => base ** bucket

type Counts = Map<string, number>
const pending = new Map<string, Counts>()
let timer: NodeJS.Timeout | undefined

/** Counts one of our answers; written later and together with others, so that nobody waits for it, at the latest when the process ends. What a killed one had not written is lost. */
export function noteAnswerTime(clinicId: string, kind: string, ms: number): void {
  const counts = pending.get(clinicId) ?? new Map<string, number>()
  pending.set(clinicId, counts)
  const key = `${new Date().toISOString().slice(0, 10)} ${kind} ${bucketOf(ms)}`
  counts.set(key, (counts.get(key) ?? 0) + 1)
  if (timer) return
  timer = setTimeout(() => void flushAnswerTimes(), flushMs).unref()
  atExit(flushAnswerTimes)
}

/** Writes what was counted. */
export async function flushAnswerTimes(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  const all = [...pending]
  pending.clear()
  for (const [clinicId, counts] of all) {
    const times = [...counts].map(([key, count]) => {
      const [day, kind, bucket] = key.split(' ')
      return { day, kind, bucket: Number(bucket), count }
    })
    await ask({ role: 'voice_agent', clinicId }, (sql) => sql`select note_answer_times(${clinicId}, ${sql.json(times as never)})`)
      .catch((error: unknown) => log('warn', 'answer-times-not-kept', { error: errorCode(error) }))
  }
}
