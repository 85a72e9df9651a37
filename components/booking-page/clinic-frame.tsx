import { Phone } from 'lucide-react'
import type { ReactNode } from 'react'
import { dialled } from '#lib/recovery/template.ts'

/** A page of the clinic for somebody outside it: its name, one column, its telephone number. Nothing of the dashboard. */
export function ClinicFrame({ name, phone, children }: { name: string; phone: string; children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh max-w-md flex-col px-5 py-7">
      <header className="mb-6 text-lg font-semibold tracking-tight">{name}</header>
      <main className="grow">{children}</main>
      <footer className="mt-10 border-t border-line pt-4 text-ink-soft">
        <p>
          Rather talk to somebody?
          <a
            href={`tel:${phone}`}
            className="mt-1 flex min-h-9 w-fit items-center gap-2 font-medium text-accent underline underline-offset-2"
          >
            <Phone aria-hidden className="size-4" />
            {dialled(phone)}
          </a>
        </p>
      </footer>
    </div>
  )
}
