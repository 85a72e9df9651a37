import { LinkOver } from '#components/booking-page/notices.tsx'

/** A link that has ended, or never was one. */
export default function LinkNotFound() {
  return <LinkOver />
}
