/** Leads to the sign-in in a new tab, so that what was entered on this page stays. */
export function SignInAgain() {
  return (
    <a href="/sign-in" target="_blank" rel="noopener" className="inline-flex min-h-6 items-center font-medium text-accent underline underline-offset-2">
      Sign in again<span className="sr-only"> (opens in a new tab)</span>
    </a>
  )
}
