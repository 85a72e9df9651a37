import { CircleAlert, Hourglass, Link2Off, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'

/** One page for a link that is over, was never one, or is another's: it gives nothing away. */
export function LinkOver() {
  return (
    <Notice icon={Link2Off} title="This link has ended">
      It may be incomplete, or its time is over. Please ring the clinic that sent it; the number is in the text.
    </Notice>
  )
}

/** Too many requests from one address within a minute. */
export function TooManyTries() {
  return (
    <Notice icon={Hourglass} title="Too many tries">
      Please wait a minute, then open the link again.
    </Notice>
  )
}

/** The page could not be drawn: what happened, and what to do now. */
export function PageProblem({ retry }: { retry: () => void }) {
  return (
    <Notice
      icon={CircleAlert}
      title="This page could not be loaded"
      action={
        <Button tone="primary" onClick={retry}>
          Try again
        </Button>
      }
    >
      Try again in a moment, or ring the clinic; the number is in the text.
    </Notice>
  )
}

type Props = { icon: LucideIcon; title: string; action?: ReactNode; children: ReactNode }

function Notice({ icon, title, action, children }: Props) {
  return (
    <main className="mx-auto max-w-md px-5 py-16">
      <EmptyState icon={icon} level={1} title={title} action={action}>
        {children}
      </EmptyState>
    </main>
  )
}
