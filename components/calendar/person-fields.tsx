import { PersonName, PhoneNumber } from '#components/shell/person-name.tsx'
import { TextField } from '#components/ui/field.tsx'

type Props = {
  /** What a lead is known by; null when the booking is for nobody in particular yet. */
  known: { name: string | null; phone: string | null } | null
  errors: Record<string, string>
}

/**
 * For whom a booking is. Of a lead only what is not known is asked for; the rest is shown as names are everywhere, so that the
 * switch that hides them hides these too, and goes out as it is kept.
 */
export function PersonFields({ known, errors }: Props) {
  const { name = null, phone = null } = known ?? {}
  return (
    <>
      {name || phone ? (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-line bg-canvas px-3 py-2">
          <span className="text-ink-soft">For</span>
          {name ? (
            <span className="font-medium">
              <PersonName name={name} />
            </span>
          ) : null}
          {phone ? <PhoneNumber phone={phone} /> : null}
        </p>
      ) : null}
      {name ? <input type="hidden" name="name" value={name} /> : null}
      {phone ? <input type="hidden" name="phone" value={phone} /> : null}
      {name && phone ? null : (
        <div className="grid gap-4 sm:grid-cols-2">
          {name ? null : <TextField label="Name" name="name" autoComplete="off" required error={errors.name} />}
          {phone ? null : <TextField label="Phone" name="phone" type="tel" autoComplete="off" required error={errors.phone} />}
        </div>
      )}
      <TextField label="Email (optional)" name="email" type="email" autoComplete="off" error={errors.email} />
    </>
  )
}
