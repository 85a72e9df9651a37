/** Preferences kept in cookies, so that the server's first paint already has them. A year, this site only. */
export type Theme = 'system' | 'light' | 'dark'

export const THEME_COOKIE = 'cw-theme'
export const NAMES_COOKIE = 'cw-names'

/** The theme that a cookie's value stands for; anything unknown is the device's own. */
export function themeFrom(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system'
}

/** Writes a preference; browser only. */
export function savePreference(name: string, value: string): void {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`
}
