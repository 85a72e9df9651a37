import { Check, ChevronsUpDown } from 'lucide-react'
import Link from 'next/link'
import type { ClinicSummary } from '#lib/tenancy/types.ts'

/** Which clinic is shown. The list is a native popover: Escape and a press elsewhere close it, with no script. */
export function ClinicSwitcher({ clinic, clinics }: { clinic: ClinicSummary; clinics: ClinicSummary[] }) {
  if (clinics.length < 2) return <span className="truncate px-1 font-medium">{clinic.name}</span>
  return (
    <>
      <button
        type="button"
        popoverTarget="clinics"
        className="flex h-9 min-w-0 items-center gap-2 rounded-md px-2 font-medium hover:bg-sunken"
      >
        <span className="sr-only">Change clinic, now </span>
        <span className="truncate">{clinic.name}</span>
        <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-soft" />
      </button>
      <div
        id="clinics"
        popover="auto"
        key={clinic.slug}
        className={
          'popover-menu top-13 left-3 w-72 rounded-md border border-line bg-surface p-1 text-ink shadow-float ' +
          'lg:left-60'
        }
      >
        <ul>
          {clinics.map((other) => (
            <li key={other.id}>
              <Link
                href={`/${other.slug}`}
                aria-current={other.id === clinic.id ? 'true' : undefined}
                className="flex min-h-9 items-center gap-2 rounded-sm px-2.5 py-1.5 hover:bg-sunken"
              >
                <span className="grow">{other.name}</span>
                {other.id === clinic.id ? <Check aria-hidden className="size-4 text-accent" /> : null}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}
