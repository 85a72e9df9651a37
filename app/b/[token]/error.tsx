'use client'

import { PageProblem } from '#components/booking-page/notices.tsx'

/** The page behind a link failed; nothing was booked by that. */
export default function BookingLinkError({ retry }: { error: unknown; retry: () => void }) {
  return <PageProblem retry={retry} />
}
