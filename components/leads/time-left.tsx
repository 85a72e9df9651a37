'use client'

import { Clock, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { timeLeft } from '#components/leads/countdown.ts'

const LOOKS = { calm: 'text-ink', soon: 'font-medium text-warn', over: 'font-medium text-bad' }

type Props = {
  /** RFC 3339. */
  deadlineAt: string
  /** The server's clock as it drew the page, RFC 3339: this browser's own may be wrong. */
  now: string
}

/** Counts down to a deadline every second. A timer is silent to screen readers: it is read when somebody comes to it. */
export function TimeLeft({ deadlineAt, now }: Props) {
  const serverMs = Date.parse(now)
  const [tick, setTick] = useState({ now, ms: serverMs })

  useEffect(() => {
    const ahead = Date.now() - serverMs
    const timer = setInterval(() => setTick({ now, ms: Date.now() - ahead }), 1000)
    return () => clearInterval(timer)
  }, [now, serverMs])

  // A newer drawing of the page wins over the count from before it.
  const { words, urgency } = timeLeft(Date.parse(deadlineAt), tick.now === now ? tick.ms : serverMs)
  const Icon = urgency === 'over' ? TriangleAlert : Clock
  return (
    <span role="timer" className={`inline-flex items-center gap-1 whitespace-nowrap ${LOOKS[urgency]}`}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {words}
    </span>
  )
}
