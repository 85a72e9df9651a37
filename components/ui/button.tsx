import type { ButtonHTMLAttributes, ComponentProps } from 'react'

export type ButtonTone = 'primary' | 'secondary' | 'quiet' | 'danger'

const BASE =
  'inline-flex h-9 shrink-0 items-center justify-center gap-2 rounded-md px-3.5 text-base font-medium whitespace-nowrap ' +
  'transition-colors select-none disabled:cursor-not-allowed disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0'

const TONES: Record<ButtonTone, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  secondary: 'border border-line bg-surface text-ink shadow-raised hover:bg-sunken',
  quiet: 'text-ink-soft hover:bg-sunken hover:text-ink',
  danger: 'border border-line bg-surface text-bad shadow-raised hover:bg-bad-soft',
}

/** The classes of a button, for a link that looks like one. */
export function buttonClass(tone: ButtonTone = 'secondary', extra = ''): string {
  return `${BASE} ${TONES[tone]} ${extra}`
}

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { tone?: ButtonTone; busy?: boolean }

/** A native button. While `busy` it stays focusable, says so, and ignores presses through aria-disabled. */
export function Button({ tone = 'secondary', busy = false, className = '', onClick, children, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={buttonClass(tone, `${busy ? 'cursor-progress opacity-75' : ''} ${className}`)}
    >
      {children}
    </button>
  )
}

/** A square button with an icon; its label is read and shown as a tooltip. */
export function IconButton({ label, className = '', ...rest }: ComponentProps<'button'> & { label: string }) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={
        'inline-flex size-9 shrink-0 items-center justify-center rounded-md text-ink-soft transition-colors ' +
        `hover:bg-sunken hover:text-ink [&_svg]:size-[1.125rem] ${className}`
      }
    />
  )
}
