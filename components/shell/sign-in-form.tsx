'use client'

import { CircleAlert } from 'lucide-react'
import { useActionState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { TextField } from '#components/ui/field.tsx'

export type SignInState = {
  email: string
  errors?: { email?: string; password?: string }
  /** What went wrong with the whole attempt, a sentence. */
  problem?: string
}

type Props = {
  action: (before: SignInState, form: FormData) => Promise<SignInState>
  /** The page of ours to go on to. */
  to: string
}

/** Works without script: the form posts to the server action, which answers with the same page and its errors. */
export function SignInForm({ action, to }: Props) {
  const [state, submit, isPending] = useActionState(action, { email: '' })
  return (
    <form action={submit} noValidate className="flex flex-col gap-4">
      <input type="hidden" name="to" value={to} />
      <div role="alert">
        {state.problem ? (
          <p className="flex items-start gap-2 rounded-md bg-bad-soft px-3 py-2.5 text-bad">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            {state.problem}
          </p>
        ) : null}
      </div>
      <TextField
        label="Email"
        name="email"
        type="email"
        autoComplete="username"
        required
        key={state.email}
        defaultValue={state.email}
        error={state.errors?.email}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={state.errors?.password}
      />
      <Button type="submit" tone="primary" busy={isPending} className="mt-1 w-full">
        {isPending ? 'Signing in' : 'Sign in'}
      </Button>
    </form>
  )
}
