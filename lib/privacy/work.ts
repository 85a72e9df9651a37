/**
 * A turn that takes longer, in milliseconds of work, is not stored, however long it is: at a tenth of a millisecond a word this is some
 * minutes of talk without a pause. `details` are a turn's numbers, names and addresses, `secrets` all else.
 */
const longest = { details: 20, secrets: 30 }
/** A turn of some pieces takes a millisecond or three. What takes so much longer is a pause of the machine, for which nothing is given up. */
const longestIfShort = 50
/** The same for the first turns of a process that nothing made ready: its patterns are prepared as they are first needed. */
const longestAtFirst = 1_500
const first = 400

/**
 * Milliseconds that this thread has worked: what the machine gave to others meanwhile is not the text's doing, and a busy
 * machine must not cost a transcript.
 */
export function worked(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

let asked = 0
let isReady = false

/** Tells that everything is prepared: from the first turn on only the shorter time is given. */
export const setReady = (): void => void (isReady = true)

/** How many milliseconds of work this part of a turn may take. */
export function timeFor(part: keyof typeof longest, isLong: boolean): number {
  asked += 1
  return !isReady && asked < first ? longestAtFirst : isLong ? longest[part] : longestIfShort
}
