import type { ReactNode } from 'react'

/** One turn of a conversation: the agent at the left, the caller at the right. */
export function Bubble({ speaker, children }: { speaker: 'agent' | 'caller'; children: ReactNode }) {
  const isAgent = speaker === 'agent'
  return (
    <div className={`rise max-w-[86%] ${isAgent ? '' : 'ml-auto'}`}>
      <p className={`mb-0.5 text-xs text-ink-soft ${isAgent ? '' : 'text-right'}`}>{isAgent ? 'Agent' : 'Caller'}</p>
      <p
        className={
          'rounded-lg px-3.5 py-2 ' +
          (isAgent ? 'rounded-tl-sm bg-accent-soft text-ink' : 'rounded-tr-sm bg-sunken text-ink')
        }
      >
        {children}
      </p>
    </div>
  )
}
