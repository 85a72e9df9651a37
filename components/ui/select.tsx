import { ChevronDown } from 'lucide-react'
import { useId, type SelectHTMLAttributes } from 'react'
import { CONTROL, FieldFrame } from '#components/ui/field.tsx'

type Props = SelectHTMLAttributes<HTMLSelectElement> & { label: string; hint?: string; error?: string }

/** The native select, which every phone and screen reader already knows how to open. */
export function SelectField({ label, hint, error, children, ...rest }: Props) {
  const id = useId()
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error}>
      <span className="relative block">
        <select
          id={id}
          {...rest}
          aria-invalid={error ? true : undefined}
          aria-describedby={hint || error ? `${id}-note` : undefined}
          className={`${CONTROL} appearance-none pr-8`}
        >
          {children}
        </select>
        <ChevronDown aria-hidden className="pointer-events-none absolute top-2.5 right-2.5 size-4 text-ink-soft" />
      </span>
    </FieldFrame>
  )
}
