// A process that loads one way of masking, masks one sentence, and says in JSON what that took.
import { redactors } from '#lib/bench/redactors.ts'

export type FirstRedaction = {
  /** Milliseconds from the start of the process, and of these from the first import to the first answer. */
  sinceStartMs: number
  loadMs: number
  /** Megabytes on the heap after a collection, over those of the process before anything was loaded. */
  heapMb: number
}

const heap = () => {
  globalThis.gc!()
  return process.memoryUsage().heapUsed / 2 ** 20
}

const before = heap()
const startedAt = performance.now()
const redactor = await redactors[process.argv[2]!]!()
const { texts } = await redactor.answer({ id: 'first', text: 'My phone is 07700 123456 and I\'ve had heart issues in the past.', spans: [] })
const now = performance.now()
if (texts.length !== 1) throw new Error('One turn has one answer.')
process.stdout.write(JSON.stringify({ sinceStartMs: now, loadMs: now - startedAt, heapMb: heap() - before } satisfies FirstRedaction))
