import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { signIn } from '#app/sign-in/actions.ts'
import { DiaryDrawing } from '#components/shell/diary-drawing.tsx'
import { SignInForm } from '#components/shell/sign-in-form.tsx'
import { Wordmark } from '#components/shell/wordmark.tsx'
import { currentUser } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ to?: string | string[] }> }) {
  const { to } = await searchParams
  if (await currentUser()) redirect('/')
  return (
    <main className="grid min-h-dvh lg:grid-cols-[minmax(26rem,1fr)_1.25fr]">
      <div className="flex flex-col px-6 py-6 sm:px-10">
        <Wordmark />
        <div className="m-auto w-full max-w-sm py-12">
          <h1 className="text-2xl">Sign in to your clinic</h1>
          <p className="mt-1 mb-7 text-ink-soft">Today’s diary, and every call your receptionist answered.</p>
          <SignInForm action={signIn} to={typeof to === 'string' ? to : '/'} />
        </div>
      </div>
      <div className="hidden border-l border-line bg-surface lg:flex lg:flex-col lg:items-center lg:justify-center lg:p-12">
        <DiaryDrawing />
        <p className="mt-8 text-center text-lg text-ink-soft">
          Every caller is answered.
          <br />
          Every slot is booked <span className="text-ink">once</span>.
        </p>
      </div>
    </main>
  )
}
