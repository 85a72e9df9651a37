import { MessageSquareText } from 'lucide-react'
import type { ReactNode } from 'react'

type Props = { direction: 'out' | 'in'; label: string; children: ReactNode }

/** A text message, told apart from speech by its outline, its icon and its label. Keeps line breaks and wraps long links. */
export function TextBubble({ direction, label, children }: Props) {
  const isOut = direction === 'out'
  return (
    <div className={`rise max-w-[86%] min-w-0 ${isOut ? '' : 'ml-auto'}`}>
      <p className={`mb-0.5 flex items-center gap-1 text-xs text-ink-soft ${isOut ? '' : 'justify-end'}`}>
        <MessageSquareText aria-hidden className="size-3.5 shrink-0" />
        {label}
      </p>
      <p
        className={
          'w-fit rounded-lg border px-3.5 py-2 wrap-anywhere whitespace-pre-wrap ' +
          (isOut ? 'rounded-bl-sm border-accent-edge bg-surface' : 'ml-auto rounded-br-sm border-line-strong bg-surface')
        }
      >
        {children}
      </p>
    </div>
  )
}
