import { UserRound } from 'lucide-react'
import { textsWords } from '#components/contacts/words.ts'
import { PersonDetail } from '#components/shell/person-detail.tsx'
import { PhoneNumber } from '#components/shell/person-name.tsx'
import { Card } from '#components/ui/card.tsx'
import { Fact } from '#components/ui/fact.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import { civilDay, formatDateLong } from '#lib/shared/format.ts'
import type { ContactLog } from '#lib/calls/contact-types.ts'
import type { Contact } from '#lib/tenancy/types.ts'

/** What is held of a person by itself. Nothing about their health is. */
export function ContactFacts({ contact, counts }: { contact: Contact; counts: ContactLog['counts'] }) {
  const { phone, email, dob, postcode, address, isHumanOnly, createdAt } = contact
  return (
    <Card title="The person">
      <dl className="px-4 py-2">
        <Fact term="Phone">{phone ? <PhoneNumber phone={phone} /> : <Unknown />}</Fact>
        <Fact term="Email">
          {email ? (
            <PersonDetail what="email address">
              <a href={`mailto:${email}`} className="inline-flex min-h-6 items-center break-all text-accent underline underline-offset-2">
                {email}
              </a>
            </PersonDetail>
          ) : (
            <Unknown />
          )}
        </Fact>
        <Fact term="Date of birth">{dob ? <PersonDetail what="date of birth">{formatDateLong(dob)}</PersonDetail> : <Unknown />}</Fact>
        <Fact term="Address">{address ? <PersonDetail what="address">{address}</PersonDetail> : <Unknown />}</Fact>
        <Fact term="Postcode">{postcode ? <PersonDetail what="postcode">{postcode}</PersonDetail> : <Unknown />}</Fact>
        <Fact term="Texts">{textsWords(counts)}</Fact>
        <Fact term="Answered by">
          {isHumanOnly ? (
            <StatusPill tone="neutral" icon={UserRound}>
              A person, as they asked
            </StatusPill>
          ) : (
            'The agent'
          )}
        </Fact>
        <Fact term="Known since">{formatDateLong(civilDay(createdAt))}</Fact>
      </dl>
    </Card>
  )
}

function Unknown() {
  return <span className="text-ink-soft">Not known</span>
}
