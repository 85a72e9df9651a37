import { Compass } from 'lucide-react'
import { EmptyState } from '#components/ui/empty-state.tsx'

/** An address inside the clinic with nothing behind it. */
export function NothingHere() {
  return (
    <EmptyState icon={Compass} level={1} title="There is nothing at this address">
      It may have been removed, or the link is incomplete. Use the navigation to carry on.
    </EmptyState>
  )
}
