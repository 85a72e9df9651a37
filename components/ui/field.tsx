import { CircleAlert } from 'lucide-react'
import { useId, type ComponentProps, type ReactNode } from 'react'

export const CONTROL =
  'h-9 w-full rounded-md border border-line-strong bg-surface px-2.5 text-base text-ink placeholder:text-ink-soft ' +
  'aria-invalid:border-bad'

type FrameProps = {
  id: string
  label: string
  hint?: string
  error?: string
  children: ReactNode
}

/** A label above a control, with its hint and its error beside it. */
export function FieldFrame({ id, label, hint, error, children }: FrameProps) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children}
      {hint && !error ? (
        <p id={`${id}-note`} className="text-sm text-ink-soft">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-note`} className="flex items-start gap-1.5 text-sm text-bad">
          <CircleAlert aria-hidden className="mt-px size-4 shrink-0" />
          {error}
        </p>
      ) : null}
    </div>
  )
}

type Props = ComponentProps<'input'> & { label: string; hint?: string; error?: string }

/** One line of text with its label, hint and error. */
export function TextField({ label, hint, error, className = '', ...rest }: Props) {
  const id = useId()
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error}>
      <input
        id={id}
        {...rest}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint || error ? `${id}-note` : undefined}
        className={`${CONTROL} ${className}`}
      />
    </FieldFrame>
  )
}

/** A checkbox with its label and error. */
export function CheckField({ label, hint, error, ...rest }: Props) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="flex min-h-6 cursor-pointer items-start gap-2.5">
        <input
          id={id}
          type="checkbox"
          {...rest}
          aria-invalid={error ? true : undefined}
          aria-describedby={hint || error ? `${id}-note` : undefined}
          className="mt-0.5 size-4 shrink-0 accent-(--accent)"
        />
        <span>{label}</span>
      </label>
      {hint || error ? (
        <p id={`${id}-note`} className={`pl-6.5 text-sm ${error ? 'text-bad' : 'text-ink-soft'}`}>
          {error ?? hint}
        </p>
      ) : null}
    </div>
  )
}
