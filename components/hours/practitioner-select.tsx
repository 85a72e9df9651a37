import { SelectField } from '#components/ui/select.tsx'

type Props = { label: string; practitioners: readonly { id: string; name: string }[]; value: string; /** What stands for everybody, if that may be chosen. */ all?: string; onChange: (id: string) => void }

/** One of the people who work here, or the clinic as a whole. */
export function PractitionerSelect({ label, practitioners, value, all, onChange }: Props) {
  return (
    <SelectField label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {all ? <option value="">{all}</option> : null}
      {practitioners.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  )
}
