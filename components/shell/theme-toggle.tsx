'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { savePreference, THEME_COOKIE, type Theme } from '#components/shell/preferences.ts'
import { IconButton } from '#components/ui/button.tsx'

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' }
const LABELS: Record<Theme, string> = { system: 'as the device', light: 'light', dark: 'dark' }

/** Steps through the device's theme, light and dark. */
export function ThemeToggle({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial)
  const Icon = theme === 'dark' ? Moon : theme === 'light' ? Sun : Monitor

  function step() {
    const next = NEXT[theme]
    setTheme(next)
    savePreference(THEME_COOKIE, next)
    if (next === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = next
  }

  return (
    <IconButton label={`Theme: ${LABELS[theme]}. Change to ${LABELS[NEXT[theme]]}`} onClick={step}>
      <Icon aria-hidden />
    </IconButton>
  )
}
