'use client'

import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { NAMES_COOKIE, savePreference } from '#components/shell/preferences.ts'
import { IconButton } from '#components/ui/button.tsx'

/** Hides people's names on this screen, for a waiting room; the choice stays with the browser. */
export function NamesToggle({ initialHidden }: { initialHidden: boolean }) {
  const [hidden, setHidden] = useState(initialHidden)

  function toggle() {
    const next = !hidden
    setHidden(next)
    savePreference(NAMES_COOKIE, next ? 'hidden' : 'shown')
    document.documentElement.dataset.names = next ? 'hidden' : 'shown'
  }

  return (
    <IconButton label="Hide names" aria-pressed={hidden} onClick={toggle} className="aria-pressed:bg-accent-soft aria-pressed:text-accent">
      {hidden ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
    </IconButton>
  )
}
