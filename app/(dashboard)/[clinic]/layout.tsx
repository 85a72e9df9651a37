import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { signOut } from '#app/sign-in/actions.ts'
import { AlertBanner } from '#components/safety/alert-banner.tsx'
import { Frame } from '#components/shell/frame.tsx'
import { NAMES_COOKIE, THEME_COOKIE, themeFrom } from '#components/shell/preferences.ts'
import { ToastRegion } from '#components/ui/toast.tsx'
import { openAlerts } from '#lib/recovery/alert-log.ts'
import { requireMember } from '#lib/tenancy/session.ts'

type Props = { params: Promise<{ clinic: string }>; children: ReactNode }

/** The frame of a clinic's pages. Each page still asks for itself who may see it: a layout is no guard. */
export default async function ClinicLayout({ params, children }: Props) {
  const { actor, user, clinic, clinics } = await requireMember((await params).clinic)
  const [jar, alerts] = await Promise.all([cookies(), openAlerts(actor, clinic.id)])
  const preferences = {
    theme: themeFrom(jar.get(THEME_COOKIE)?.value),
    areNamesHidden: jar.get(NAMES_COOKIE)?.value === 'hidden',
  }
  return (
    <ToastRegion>
      <Frame clinic={clinic} clinics={clinics} preferences={preferences} signOut={signOut}>
        <AlertBanner alerts={alerts} clinic={clinic} userId={user.id} />
        {children}
      </Frame>
    </ToastRegion>
  )
}
