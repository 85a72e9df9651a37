/** The product's name with its mark: two lines of a diary that never overlap. */
export function Wordmark() {
  return (
    <span className="flex items-center gap-2 font-semibold tracking-tight">
      <svg viewBox="0 0 24 24" aria-hidden className="size-6 text-accent">
        <rect x="2" y="2" width="20" height="20" rx="6" fill="currentColor" />
        <rect x="6.5" y="6.5" width="11" height="4" rx="1.5" className="fill-(--on-accent)" />
        <rect x="6.5" y="13.5" width="6.5" height="4" rx="1.5" className="fill-(--on-accent)" opacity="0.62" />
      </svg>
      CallWaiting
    </span>
  )
}
