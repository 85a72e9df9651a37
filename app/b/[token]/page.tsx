import { notFound } from 'next/navigation'
import { book } from '#app/b/[token]/actions.ts'
import { visitorIp } from '#app/b/[token]/visitor.ts'
import { Booked } from '#components/booking-page/booked.tsx'
import { BookingForm } from '#components/booking-page/booking-form.tsx'
import { ClinicFrame } from '#components/booking-page/clinic-frame.tsx'
import { TooManyTries } from '#components/booking-page/notices.tsx'
import { tellTooMany } from '#lib/http/page-status.ts'
import { openLink } from '#lib/recovery/booking-page.ts'
import { dayOf } from '#lib/shared/time.ts'

/** What is behind the link in a text. Whoever holds it sees the clinic, what for, when and with whom, and nothing else about the person. */
export default async function BookingLinkPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const opened = await openLink(token, await visitorIp())
  if (!opened.ok && opened.reason === 'too_many') {
    tellTooMany()
    return <TooManyTries />
  }
  if (!opened.ok) notFound()
  const { page } = opened
  return (
    <ClinicFrame name={page.clinicName} phone={page.clinicPhone}>
      {page.booked ? (
        <Booked page={page} booked={page.booked} />
      ) : (
        <BookingForm page={page} today={dayOf(new Date(), page.timeZone)} action={book.bind(null, token)} />
      )}
    </ClinicFrame>
  )
}
