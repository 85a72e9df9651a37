'use server'

import { redirect } from 'next/navigation'
import { visitorIp } from '#app/b/[token]/visitor.ts'
import { z } from 'zod'
import type { SignInState } from '#components/shell/sign-in-form.tsx'
import { createServerSupabase } from '#lib/db/server.ts'
import { tellTooMany } from '#lib/http/page-status.ts'
import { mayTry } from '#lib/tenancy/pace.ts'

const SignIn = z.object({
  email: z.email('Enter an email address, such as name@clinic.example.'),
  password: z.string().min(1, 'Enter your password.'),
})

/** Signs a member in and goes on to the page that asked, else their clinic; on failure gives back the email and what to put right. */
export async function signIn(_before: SignInState, posted: FormData): Promise<SignInState> {
  // An action is an address that anybody can post to, with anything.
  const form = posted instanceof FormData ? posted : new FormData()
  const email = String(form.get('email') ?? '').trim()
  const parsed = SignIn.safeParse({ email, password: form.get('password') ?? '' })
  if (!parsed.success) {
    const { fieldErrors } = z.flattenError(parsed.error)
    return { email, errors: { email: fieldErrors.email?.[0], password: fieldErrors.password?.[0] } }
  }
  if (!(await mayTrySignIn(email))) return { email, problem: tooMany() }
  const supabase = await createServerSupabase()
  const { error } = await supabase.auth.signInWithPassword(parsed.data)
  if (error) return { email, problem: problemOf(error) }
  redirect(ownPage(form.get('to')))
}

/** Said to a person, and as the status to a program. */
function tooMany(): string {
  tellTooMany()
  return 'Too many attempts. Wait a minute, then try again.'
}

/** Guessing is slow, for one account from everywhere as for one address at every account; a person who mistypes is far from either. */
const triesAMinute = { account: 20, address: 60 }

async function mayTrySignIn(email: string): Promise<boolean> {
  const [account, address] = await Promise.all([mayTry('sign-in', email.toLowerCase(), triesAMinute.account), mayTry('sign-in-from', await visitorIp(), triesAMinute.address)])
  return account && address
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
  if (error.status === 429) return tooMany()
  if (error.status && error.status < 500) return 'That email and password do not match an account.'
  return 'Sign-in is not answering just now. Try again in a moment.'
}
