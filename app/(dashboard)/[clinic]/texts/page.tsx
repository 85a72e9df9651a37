import type { Metadata } from 'next'
import { Replies } from '#components/texts/replies.tsx'
import { TextsForm } from '#components/texts/texts-form.tsx'
import { PageHeader } from '#components/ui/card.tsx'
import { readTextSettings } from '#lib/recovery/settings.ts'
import { listPublicLabels } from '#lib/scheduling/labels.ts'
import { addDays, dayOf, instantOf, rfc3339 } from '#lib/shared/time.ts'
import { requireMember } from '#lib/tenancy/session.ts'

export const metadata: Metadata = { title: 'Texts' }

/** The day of the sample, so far ahead, and a time that takes many characters to say. */
const SAMPLE_DAYS = 3
const SAMPLE_TIME = '10:30'

export default async function TextsPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { actor, clinic } = await requireMember((await params).clinic)
  const [settings, labels] = await Promise.all([readTextSettings(actor, clinic.id), listPublicLabels(actor, clinic.id)])
  const { timeZone } = clinic
  const start = rfc3339(instantOf(addDays(dayOf(new Date(), timeZone), SAMPLE_DAYS), SAMPLE_TIME, timeZone), timeZone)
  return (
    <>
      <PageHeader title="Texts" note="What Sarah writes to somebody who rang and hung up without a booking." />
      <TextsForm
        key={clinic.id}
        clinicId={clinic.id}
        settings={settings}
        sample={{ clinicName: clinic.name, clinicPhone: clinic.phoneNumber, labels, start }}
        isOwner={clinic.role === 'owner'}
      >
        <Replies />
      </TextsForm>
    </>
  )
}
