import { z } from 'zod'

/** An instant with its offset, RFC 3339, to the minute; of a year that the database can take too, which knows no year 0000. */
export const Instant = z.iso.datetime({ offset: true })
  .refine((text) => /^[12]/.test(text), 'Enter a day and time with its offset, such as 2026-12-01T14:00:00+00:00.')
