import type { ReactNode } from 'react'

type Props = {
  speaker: 'agent' | 'caller'
  /** When it was said, 'HH:MM:SS'. */
  time?: string | null
  children: ReactNode
}

/** One turn of a conversation: the agent at the left, the caller at the right. */
export function Bubble({ speaker, time, children }: Props) {
  const isAgent = speaker === 'agent'
  return (
    <div className={`rise max-w-[86%] ${isAgent ? '' : 'ml-auto'}`}>
      <p className={`mb-0.5 text-xs text-ink-soft ${isAgent ? '' : 'text-right'}`}>
        {isAgent ? 'Agent' : 'Caller'}
        {time ? <time className="ml-1.5">{time}</time> : null}
      </p>
      <p
        className={
          'rounded-lg px-3.5 py-2 break-words ' +
          (isAgent ? 'rounded-tl-sm bg-accent-soft text-ink' : 'rounded-tr-sm bg-sunken text-ink')
        }
      >
        {children}
      </p>
    </div>
  )
}
