import { Search } from 'lucide-react'
import { useId, type Ref } from 'react'
import { CONTROL } from '#components/ui/field.tsx'

type Props = { label: string; placeholder: string; value: string; onChange: (value: string) => void; ref?: Ref<HTMLInputElement> }

/**
 * A field to search by; Escape empties it. It has no name and stands in no form, so that nothing sends its words in a URL,
 * and the browser is asked not to remember them.
 */
export function SearchField({ label, placeholder, value, onChange, ref }: Props) {
  const id = useId()
  return (
    <div className="relative min-w-0 grow basis-64 sm:max-w-96">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <Search aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-soft" />
      <input
        id={id}
        ref={ref}
        type="search"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        maxLength={100}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return
          event.preventDefault()
          onChange('')
        }}
        className={`${CONTROL} pl-8`}
      />
    </div>
  )
}
