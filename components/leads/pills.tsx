import {
  CalendarCheck2, CircleCheck, Clock, Hand, MessageCircleReply, MessageSquareOff, MessageSquareText, Moon,
} from 'lucide-react'
import { STATUS_WORDS } from '#components/leads/words.ts'
import { StatusPill } from '#components/ui/status-pill.tsx'
import type { LeadStatus } from '#lib/recovery/types.ts'

const LOOKS = {
  waiting: { tone: 'accent', icon: Clock },
  held: { tone: 'neutral', icon: Moon },
  contacted: { tone: 'accent', icon: MessageSquareText },
  replied: { tone: 'accent', icon: MessageCircleReply },
  booked: { tone: 'ok', icon: CalendarCheck2 },
  not_permitted: { tone: 'neutral', icon: MessageSquareOff },
  needs_person: { tone: 'warn', icon: Hand },
  closed: { tone: 'neutral', icon: CircleCheck },
} as const

/** Where a lead stands; a booking that followed Sarah's text says so. */
export function LeadPill({ status, isRecovered = false }: { status: LeadStatus; isRecovered?: boolean }) {
  const { tone, icon } = LOOKS[status]
  return (
    <StatusPill tone={tone} icon={icon}>
      {status === 'booked' && isRecovered ? 'Recovered' : STATUS_WORDS[status]}
    </StatusPill>
  )
}
