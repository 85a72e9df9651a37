'use client'

import type { Draft } from '#components/texts/draft.ts'
import { CheckField } from '#components/ui/field.tsx'

type Switch = { key: 'isDiscreet' | 'isHoursBound' | 'needsConsent'; label: string; hint: string }

const SWITCHES: Switch[] = [
  {
    key: 'isDiscreet',
    label: 'Discreet texts',
    hint:
      'Every text says “consultation” instead of the treatment, because a text can be read on a locked screen or a shared ' +
      'phone. Treatments with a prescription medicine always say so: by law such a medicine may not be advertised to the public.',
  },
  {
    key: 'isHoursBound',
    label: 'Only in daytime hours',
    hint:
      'A text waits for 08:00 to 20:00, on Sundays and bank holidays 10:00 to 18:00. No law sets hours for this text; ' +
      'without the switch it follows the person’s own call within five minutes, at any hour.',
  },
  {
    key: 'needsConsent',
    label: 'Only with a spoken yes',
    hint:
      'Texts only those who said yes in the call. Without the switch it also texts those who heard the notice in the greeting ' +
      'and did not refuse, which the rules on electronic marketing (PECR, regulation 22) allow for the clinic’s own services.',
  },
]

type Props = { draft: Draft; isReadOnly: boolean; onChange: (change: Partial<Draft>) => void }

/** Which texts may go, and when; each switch with what it means in law, in plain words. */
export function Switches({ draft, isReadOnly, onChange }: Props) {
  return (
    <div className="flex flex-col gap-4 p-4">
      {SWITCHES.map(({ key, label, hint }) => (
        <CheckField
          key={key}
          label={label}
          hint={hint}
          checked={draft[key]}
          disabled={isReadOnly}
          onChange={(event) => onChange({ [key]: event.target.checked })}
        />
      ))}
    </div>
  )
}
