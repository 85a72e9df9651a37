import { useId } from 'react'

type Props<V extends string> = {
  legend: string
  hint?: string
  error?: string
  options: { value: V; label: string; hint?: string }[]
  value: V | null
  onChange: (value: V) => void
}

/** One of a few, as native radio buttons: arrows move between them. */
export function RadioField<V extends string>({ legend, hint, error, options, value, onChange }: Props<V>) {
  const id = useId()
  return (
    <fieldset aria-describedby={hint || error ? `${id}-note` : undefined}>
      <legend className="text-sm font-medium">{legend}</legend>
      <div className="mt-1.5 flex flex-col gap-2">
        {options.map((option) => (
          <label key={option.value} className="flex min-h-6 cursor-pointer items-start gap-2.5">
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="mt-0.5 size-4 shrink-0 accent-(--accent)"
            />
            <span>
              {option.label}
              {option.hint ? <span className="block text-sm text-ink-soft">{option.hint}</span> : null}
            </span>
          </label>
        ))}
      </div>
      {hint || error ? (
        <p id={`${id}-note`} className={`mt-1.5 text-sm ${error ? 'text-bad' : 'text-ink-soft'}`}>
          {error ?? hint}
        </p>
      ) : null}
    </fieldset>
  )
}
