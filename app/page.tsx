import { Building2 } from 'lucide-react'
import { redirect } from 'next/navigation'
import { signOut } from '#app/sign-in/actions.ts'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { currentUser, listClinics } from '#lib/tenancy/session.ts'

/** The way in: to the first clinic, or to the sign-in. */
export default async function EntryPage() {
  const user = await currentUser()
  if (!user) redirect('/sign-in')
  const [first] = await listClinics(user.id)
  if (first) redirect(`/${first.slug}`)
  return (
    <main className="mx-auto max-w-xl py-20">
      <EmptyState
        icon={Building2}
        level={1}
        title="You are not a member of a clinic yet"
        action={
          <form action={signOut}>
            <Button type="submit">Sign out</Button>
          </form>
        }
      >
        You are signed in as {user.email}. Ask the clinic’s owner to add this address, then come back.
      </EmptyState>
    </main>
  )
}
