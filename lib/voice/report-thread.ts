import 'server-only'
import type { Worker } from 'node:worker_threads'
import { noteReport, type CallFacts, type Report } from '#lib/calls/webhook.ts'
import type { Actor } from '#lib/db/actor.ts'
import { errorCode, log } from '#lib/shared/log.ts'

/** Keeps the report of a call that is over, as `noteReport` does. */
export type KeepReport = (actor: Actor, clinicId: string, call: CallFacts, report: Report) => Promise<void>

/** What the thread is given, and what it answers: the report is kept, or the database would not have it. Never why in words, as those may quote the call. */
export type ReportOrder = { actor: Actor; clinicId: string; call: CallFacts; report: Report }
export type ReportAnswer = { isKept: true } | { isKept: false; code: string }

export type ReportThread = { keep: KeepReport; stop: () => Promise<void> }

/** A hundred and fifty thousand characters take six seconds of work at most; the database has the rest. */
const GIVE_UP_AFTER_MS = 15_000

/** A report whose words become placeholders, whatever they are; what follows from them is still understood. */
const withoutWords = (report: Report): Report => ({ ...report, turns: report.turns.map((turn) => ({ ...turn, isCut: true })) })

/** What the thread makes of one order; null when it ended, or did not answer in time. */
function ask(thread: Worker, order: ReportOrder, giveUpAfterMs: number): Promise<ReportAnswer | null> {
  return new Promise((resolve) => {
    const settle = (answer: ReportAnswer | null) => {
      clearTimeout(timer)
      thread.off('message', settle).off('exit', gone)
      resolve(answer)
    }
    const gone = () => settle(null)
    const timer = setTimeout(gone, giveUpAfterMs)
    thread.on('message', settle).on('exit', gone)
    thread.postMessage(order)
  })
}

/**
 * Keeps reports in a thread of its own, one after the other: to read and mask a whole call takes a tenth of a second, in which nobody else's sound would be
 * passed on. The thread is opened now, so that it is warm for the first report. One that throws, ends or does not answer in time is replaced, and its report
 * is kept with placeholders for its words: they are never stored unmasked, and never masked here.
 */
export function createReportThread(open: () => Worker, giveUpAfterMs = GIVE_UP_AFTER_MS): ReportThread {
  let thread: Worker | null = null
  let isStopped = false
  let last: Promise<unknown> = Promise.resolve()

  function begin(): Worker {
    const begun = open()
    begun.on('error', (error) => log('error', 'report-thread-failed', { error: errorCode(error) }))
    begun.once('exit', () => { if (thread === begun) thread = null })
    thread = begun
    return begun
  }

  async function keepOne(order: ReportOrder): Promise<void> {
    const mine = thread ?? begin()
    const answer = await ask(mine, order, giveUpAfterMs)
    if (answer?.isKept) return
    // The database's own trouble: whoever asked asks again.
    if (answer) throw Object.assign(new Error('The report was not kept.'), { code: answer.code })
    log('error', 'report-without-words', { callId: order.call.id })
    await mine.terminate()
    if (!isStopped) begin()
    await noteReport(order.actor, order.clinicId, order.call, withoutWords(order.report))
  }

  begin()
  return {
    keep: (actor, clinicId, call, report) => {
      const mine = last.then(() => keepOne({ actor, clinicId, call, report }))
      last = mine.catch(() => undefined)
      return mine
    },
    stop: async () => {
      isStopped = true
      await thread?.terminate()
    },
  }
}
