'use client'

import { ChevronDown } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { startTransition, useId, useOptimistic } from 'react'
import { callsHref, type CallPlace } from '#components/calls/address.ts'
import { CONTROL } from '#components/ui/field.tsx'

type Props = { slug: string; place: CallPlace; procedures: { slug: string; name: string }[] }

/** Narrows the calls to one procedure; the choice is in the address, like the other filters. */
export function ProcedureSelect({ slug, place, procedures }: Props) {
  const router = useRouter()
  const id = useId()
  const [chosen, choose] = useOptimistic(place.procedure)

  function change(procedure: string | null) {
    startTransition(() => {
      choose(procedure)
      router.push(callsHref(slug, { ...place, procedure, cursor: null }), { scroll: false })
    })
  }

  return (
    <div className="grow sm:max-w-64">
      <label htmlFor={id} className="sr-only">
        Procedure
      </label>
      <span className="relative block">
        <select
          id={id}
          value={chosen ?? ''}
          onChange={(event) => change(event.target.value || null)}
          className={`${CONTROL} appearance-none pr-8`}
        >
          <option value="">Any procedure</option>
          {procedures.map((procedure) => (
            <option key={procedure.slug} value={procedure.slug}>
              {procedure.name}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden className="pointer-events-none absolute top-2.5 right-2.5 size-4 text-ink-soft" />
      </span>
    </div>
  )
}
