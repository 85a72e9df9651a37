import { LogOut } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { ClinicSwitcher } from '#components/shell/clinic-switcher.tsx'
import { LiveRefresh } from '#components/shell/live-refresh.tsx'
import { NamesToggle } from '#components/shell/names-toggle.tsx'
import { NavLinks } from '#components/shell/nav-links.tsx'
import type { Theme } from '#components/shell/preferences.ts'
import { ThemeToggle } from '#components/shell/theme-toggle.tsx'
import { Wordmark } from '#components/shell/wordmark.tsx'
import { IconButton } from '#components/ui/button.tsx'
import { dialled } from '#lib/recovery/template.ts'
import type { ClinicSummary } from '#lib/tenancy/types.ts'

type Props = {
  clinic: ClinicSummary
  clinics: ClinicSummary[]
  preferences: { theme: Theme; areNamesHidden: boolean }
  signOut: () => Promise<void>
  children: ReactNode
}

/** What surrounds every page of a clinic: navigation, which clinic, live state, privacy and theme, sign-out. */
export function Frame({ clinic, clinics, preferences, signOut, children }: Props) {
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[14rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed top-2 left-2 z-60 -translate-y-20 rounded-md bg-accent px-4 py-2 text-on-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      <aside aria-label="Product" className="hidden border-r border-line lg:block">
        <div className="sticky top-0 flex h-dvh flex-col gap-6 px-3 py-4">
          <Link href={`/${clinic.slug}`} className="rounded-md px-2.5">
            <Wordmark />
          </Link>
          <nav aria-label="Pages">
            <NavLinks slug={clinic.slug} placement="side" />
          </nav>
          <p className="mt-auto px-2.5 text-sm text-ink-soft">
            Your receptionist answers <span className="whitespace-nowrap text-ink">{dialled(clinic.phoneNumber)}</span>
          </p>
        </div>
      </aside>
      <div className="min-w-0 pb-20 lg:pb-0">
        <header className="sticky top-0 z-30 flex h-13 items-center gap-1 border-b border-line bg-canvas px-3 lg:px-6">
          <div className="flex min-w-0 grow lg:-ml-2">
            <ClinicSwitcher clinic={clinic} clinics={clinics} />
          </div>
          <LiveRefresh key={clinic.id} clinicId={clinic.id} timeZone={clinic.timeZone} />
          <NamesToggle initialHidden={preferences.areNamesHidden} />
          <ThemeToggle initial={preferences.theme} />
          <form action={signOut}>
            <IconButton type="submit" label="Sign out">
              <LogOut aria-hidden />
            </IconButton>
          </form>
        </header>
        <main id="content" tabIndex={-1} className="mx-auto max-w-[80rem] px-4 py-5 outline-none lg:px-8 lg:py-7">
          {children}
        </main>
      </div>
      <nav aria-label="Pages" className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-canvas pb-[env(safe-area-inset-bottom)] lg:hidden">
        <NavLinks slug={clinic.slug} placement="bottom" />
      </nav>
    </div>
  )
}
