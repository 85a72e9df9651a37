import {
  CalendarCheck2, CalendarX2, CircleCheck, CircleX, Clock, PhoneForwarded, PhoneCall, TriangleAlert,
} from 'lucide-react'
import { OUTCOME_WORDS } from '#components/calls/call-words.ts'
import { StatusPill, type Tone } from '#components/ui/status-pill.tsx'
import type { CallOutcome } from '#lib/calls/types.ts'

const OUTCOMES = {
  booked: { tone: 'ok', icon: CalendarCheck2 },
  'not-booked': { tone: 'neutral', icon: CalendarX2 },
  'in-progress': { tone: 'accent', icon: PhoneCall },
  transferred: { tone: 'neutral', icon: PhoneForwarded },
} as const

/** What became of a call. */
export function OutcomePill({ outcome }: { outcome: CallOutcome }) {
  const { tone, icon } = OUTCOMES[outcome]
  return (
    <StatusPill tone={tone} icon={icon}>
      {OUTCOME_WORDS[outcome]}
    </StatusPill>
  )
}

/** Marks a call in which something may have been an emergency; never what. */
export function EmergencyPill() {
  return (
    <StatusPill tone="bad" icon={TriangleAlert}>
      Emergency
    </StatusPill>
  )
}

const CODE_WORDS: Record<string, string> = {
  slot_taken: 'Slot taken',
  slot_unavailable: 'Not available',
  age_confirmation_required: 'Age not confirmed',
  age_refused: 'Under 18',
  invalid_request: 'Not understood',
  not_bookable: 'Not bookable',
  busy: 'Busy',
  forbidden: 'Not allowed',
}

/** How a tool call ended: the HTTP status it stands for, with its meaning. */
export function ToolPill({ status, code }: { status: number; code: string | null }) {
  const tone: Tone = status < 300 ? 'ok' : status >= 500 ? 'bad' : 'warn'
  const icon = status < 300 ? CircleCheck : status === 503 ? Clock : CircleX
  const words = status < 300 ? (status === 201 ? 'Confirmed' : 'Done') : code ? (CODE_WORDS[code] ?? code) : 'Refused'
  return (
    <StatusPill tone={tone} icon={icon}>
      {words} <span className="font-normal">{status}</span>
    </StatusPill>
  )
}
