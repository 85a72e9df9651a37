'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { SignInState } from '#components/shell/sign-in-form.tsx'
import { createServerSupabase } from '#lib/db/server.ts'

const SignIn = z.object({
  email: z.email('Enter an email address, such as name@clinic.example.'),
  password: z.string().min(1, 'Enter your password.'),
})

/** Signs a member in and goes on to the page that asked, else their clinic; on failure gives back the email and what to put right. */
export async function signIn(_before: SignInState, form: FormData): Promise<SignInState> {
  const email = String(form.get('email') ?? '').trim()
  const parsed = SignIn.safeParse({ email, password: form.get('password') ?? '' })
  if (!parsed.success) {
    const { fieldErrors } = z.flattenError(parsed.error)
    return { email, errors: { email: fieldErrors.email?.[0], password: fieldErrors.password?.[0] } }
  }
  const supabase = await createServerSupabase()
  const { error } = await supabase.auth.signInWithPassword(parsed.data)
  if (error) return { email, problem: problemOf(error) }
  redirect(ownPage(form.get('to')))
}

/** A page of ours, whatever a link to the sign-in said: a path, and no other host's. */
function ownPage(to: FormDataEntryValue | null): string {
  return typeof to === 'string' && /^\/(?![/\\])[\w\-/?=&.%]*$/.test(to) ? to : '/'
}

/** Ends the session in this browser. */
export async function signOut(): Promise<void> {
  const supabase = await createServerSupabase()
  await supabase.auth.signOut({ scope: 'local' })
  redirect('/sign-in')
}

/** One sentence for a wrong address and a wrong password alike: which of them it was is nobody's business. */
function problemOf(error: { status?: number }): string {
  if (error.status === 429) return 'Too many attempts. Wait a minute, then try again.'
  if (error.status && error.status < 500) return 'That email and password do not match an account.'
  return 'Sign-in is not answering just now. Try again in a moment.'
}
