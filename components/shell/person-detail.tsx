import type { ReactNode } from 'react'

type Props = {
  /** What it is, for a screen reader while it is hidden: 'email address'. */
  what: string
  children: ReactNode
}

/**
 * Something else that points at a person: an email address, a date of birth, where they live. The "hide names" switch hides
 * it whole, a link with it, because a browser shows where a link leads.
 */
export function PersonDetail({ what, children }: Props) {
  return (
    <>
      <span className="person-full break-words">{children}</span>
      <span className="person-mask whitespace-nowrap">
        <span aria-hidden>•••</span>
        <span className="sr-only">{what} hidden</span>
      </span>
    </>
  )
}
