import { civilDay, formatDayShort, formatTime } from '#lib/shared/format.ts'
import type { CallDetail, VendorCopy } from '#lib/calls/types.ts'

/** Why a call's words are shown, or are not. */
export type TranscriptState = 'kept' | 'erased' | 'expired' | 'going-on' | 'none'

/** How a call's transcript stands: a call that had words once and has none now lost them to its period or to an erasure. */
export function transcriptState(
  call: Pick<CallDetail, 'transcriptAt' | 'erasedAt' | 'status'> & { transcript: readonly unknown[] },
): TranscriptState {
  if (call.transcript.length > 0) return 'kept'
  if (call.erasedAt) return 'erased'
  if (call.transcriptAt) return 'expired'
  return call.status === 'ended' ? 'none' : 'going-on'
}

/** What is said in place of a transcript. */
export const STATE_SENTENCES: Record<Exclude<TranscriptState, 'kept'>, string> = {
  erased: 'The person was erased, and what was said with them.',
  expired: 'The transcript was deleted because its period is over.',
  'going-on': 'The transcript appears here when the call is over and everything private has been taken out.',
  none: 'No transcript was kept of this call.',
}

/** How the voice platform's own copy stands: 'Deleted Mon 23 Nov, 12:01'. */
export function vendorWords({ state, at, reason }: VendorCopy): string {
  if (state === 'deleted') return at ? `Deleted ${formatDayShort(civilDay(at))}, ${formatTime(at)}` : 'Deleted'
  if (state === 'pending') return 'Waiting to be deleted'
  if (state === 'refused') return `Not deleted. ${reason ?? 'Vapi refused.'}`
  return 'Until the call is over'
}
