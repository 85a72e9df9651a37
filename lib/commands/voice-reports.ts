// The thread of `npm run voice` that reads, masks and keeps the report of each call that is over: see lib/voice/report-thread.ts.
import { parentPort } from 'node:worker_threads'
import { warmUpHearing } from '#lib/calls/heard.ts'
import { warmUpRedaction } from '#lib/calls/transcript.ts'
import { noteReport } from '#lib/calls/webhook.ts'
import { surviveLostConnections } from '#lib/commands/lost-connection.ts'
import { errorCode } from '#lib/shared/log.ts'
import type { ReportAnswer, ReportOrder } from '#lib/voice/report-thread.ts'

surviveLostConnections()
warmUpRedaction()
warmUpHearing()

const answer = (one: ReportAnswer) => parentPort!.postMessage(one)
parentPort!.on('message', ({ actor, clinicId, call, report }: ReportOrder) => {
  noteReport(actor, clinicId, call, report).then(() => answer({ isKept: true }), (error: unknown) => answer({ isKept: false, code: errorCode(error) }))
})
