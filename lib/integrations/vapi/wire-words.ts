import { z } from 'zod'

/** An id as it is kept: nothing but an id may be one, and not what somebody said. */
export const id = (longest: number) => z.string().max(longest).regex(/^[A-Za-z0-9_.:-]+$/, 'an id')

/** A code of Vapi's, such as why a call ended; 'other' when it is none, null when there is nothing. */
export const code = z.string().nullish().catch(null)
  .transform((given) => (!given ? null : /^[a-z0-9._-]{1,200}$/.test(given) ? given : 'other'))

/** Words without what no database keeps: control characters but for line ends, halves of characters. */
export const printable = (words: string): string => words.toWellFormed().replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, ' ').trim()

/** A time as Vapi writes it, epoch milliseconds or a text; null when it is none. */
export const instant = (value: unknown): Date | null => {
  const date = typeof value === 'number' || typeof value === 'string' ? new Date(value) : null
  // The database knows no year 0000, and a call of 1970 is one whose seconds were taken for milliseconds.
  return date && date.getUTCFullYear() >= 2000 && date.getUTCFullYear() < 2200 ? date : null
}
