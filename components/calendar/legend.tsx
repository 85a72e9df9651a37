import { MessageSquareReply, Phone } from 'lucide-react'
import type { ReactNode } from 'react'

/** What the calendar's looks mean. */
export function Legend() {
  return (
    <ul aria-label="Legend" className="mt-3 flex flex-wrap gap-x-5 gap-y-1.5 text-sm text-ink-soft">
      <Key swatch="border border-accent-edge border-l-4 border-l-accent bg-accent-soft">Booked</Key>
      <Key swatch="border border-dashed border-warn-edge bg-warn-soft">Held, with its expiry</Key>
      <Key swatch="bg-accent/9">Time kept free around a booking</Key>
      <Key swatch="border border-line bg-surface">Open</Key>
      <Key swatch="border border-line hatched">Closed</Key>
      <Key swatch="border border-line bg-sunken">Time off, or busy elsewhere</Key>
      <li className="flex items-center gap-2">
        <span aria-hidden className="w-4.5 border-t-2 border-bad" /> Now
      </li>
      <li className="flex items-center gap-1.5">
        <Phone aria-hidden className="size-3.5" /> Booked by the voice agent
      </li>
      <li className="flex items-center gap-1.5">
        <MessageSquareReply aria-hidden className="size-3.5" /> Recovered by text after hanging up
      </li>
    </ul>
  )
}

function Key({ swatch, children }: { swatch: string; children: ReactNode }) {
  return (
    <li className="flex items-center gap-2">
      <span aria-hidden className={`h-3.5 w-4.5 rounded-[0.2rem] ${swatch}`} /> {children}
    </li>
  )
}
