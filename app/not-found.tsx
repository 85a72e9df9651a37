import { Compass } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'

/** One answer for a page that does not exist and for one that belongs to another clinic. */
export default function NotFound() {
  return (
    <main className="mx-auto max-w-xl py-20">
      <title>Not found · CallWaiting</title>
      <EmptyState
        icon={Compass}
        level={1}
        title="There is nothing for you here"
        action={
          <Link href="/" className={buttonClass('primary')}>
            Go to your clinic
          </Link>
        }
      >
        The address may be wrong, or it belongs to a clinic that you are not a member of.
      </EmptyState>
    </main>
  )
}
