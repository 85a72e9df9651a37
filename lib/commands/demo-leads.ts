import { randomUUID } from 'node:crypto'
import type { TransactionSql } from 'postgres'
import { greetingVersion } from '#lib/calls/greeting.ts'
import { renderAnswer } from '#lib/recovery/answers.ts'
import { sealedFor } from '#lib/recovery/outreach.ts'
import { renderRecovery } from '#lib/recovery/template.ts'
import { seal } from '#lib/shared/seal.ts'
import { rfc3339 } from '#lib/shared/time.ts'

type Clinic = { id: string; name: string; phone: string; zone: string; secret: string }
type Lost = { callId: string; contactId: string; procedureId: string; label: string; name: string; hungUpAt: Date }
type Fate = 'booked' | 'texted' | 'asked back' | 'landline' | 'refused'

const seconds = (at: Date, count: number) => new Date(at.getTime() + count * 1_000)

/** What Sarah has done for a demo clinic in the days before: people won back, people who did not answer, people only a person may ring. */
export async function recoverSome(tx: TransactionSql, clinic: Clinic, random: () => number): Promise<void> {
  const won = await tx<{ id: string; contactId: string; start: Date; bookedAt: Date }[]>`
    select b.id, b.contact_id as "contactId", lower(b.during) as start, b.created_at as "bookedAt" from bookings b
    join procedures q on q.id = b.procedure_id where b.clinic_id = ${clinic.id} and b.source = 'dashboard' and b.status = 'booked' and q.price_pence is not null
    order by abs(extract(epoch from lower(b.during) - now())) limit 5`
  for (const booking of won) {
    const hungUpAt = new Date(booking.bookedAt.getTime() - 600_000 - Math.floor(random() * 900) * 1_000)
    const [call] = await tx<Lost[]>`with made as (
        insert into calls (clinic_id, vapi_call_id, status, started_at, ended_at, end_heard_at, ended_reason, contact_id, procedure_id, report_at, caller_spoke)
        select ${clinic.id}, ${`demo-${randomUUID()}`}, 'ended', ${seconds(hungUpAt, -50)}, ${hungUpAt}, ${hungUpAt}, 'customer-ended-call', b.contact_id, b.procedure_id, ${hungUpAt}, true
        from bookings b where b.id = ${booking.id} returning *)
      select m.id as "callId", m.contact_id as "contactId", m.procedure_id as "procedureId", q.public_label as label, k.name, m.ended_at as "hungUpAt"
      from made m join procedures q on q.id = m.procedure_id join contacts k on k.id = m.contact_id`
    await tell(tx, clinic, call!, 'booked', { random, booking })
  }
  const lost = await tx<Lost[]>`select c.id as "callId", c.contact_id as "contactId", c.procedure_id as "procedureId", q.public_label as label, k.name, c.ended_at as "hungUpAt"
    from calls c join procedures q on q.id = c.procedure_id join contacts k on k.id = c.contact_id
    where c.clinic_id = ${clinic.id} and not exists (select from bookings b where b.call_id = c.id) and not exists (select from leads l where l.call_id = c.id) order by c.started_at`
  const fates: Fate[] = ['texted', 'landline', 'texted', 'asked back', 'refused', 'texted', 'texted']
  for (const [index, call] of lost.entries()) await tell(tx, clinic, call, fates[index % fates.length]!, { random })
}

async function tell(
  tx: TransactionSql, clinic: Clinic, call: Lost, fate: Fate, { random, booking }: { random: () => number; booking?: { id: string; start: Date; bookedAt: Date } },
): Promise<void> {
  if (fate === 'landline') await tx`update contacts set phone = ${`+4420794602${10 + Math.floor(random() * 90)}`} where id = ${call.contactId}`
  const [consent] = await tx<{ id: string; basis: string | null }[]>`insert into consents (clinic_id, call_id, contact_id, channel, value, words, source, script_version, heard_at)
    values (${clinic.id}, ${call.callId}, ${call.contactId}, 'text', ${fate === 'refused' ? 'refused' : 'offered_not_refused'}, ${fate === 'refused' ? 'no texts' : 'notice of texts'},
      ${fate === 'refused' ? 'caller' : 'greeting'}, ${greetingVersion}, ${seconds(call.hungUpAt, -40)}) returning id, basis`
  const isTexted = fate !== 'landline' && fate !== 'refused'
  const sentAt = seconds(call.hungUpAt, 3 + Math.floor(random() * 20))
  const status = { booked: 'contacted', texted: 'contacted', 'asked back': 'replied', landline: 'needs_person', refused: 'not_permitted' }[fate]
  const reason = { booked: null, texted: null, 'asked back': null, landline: 'landline', refused: 'refused' }[fate]
  const [lead] = await tx<{ id: string }[]>`insert into leads (clinic_id, call_id, contact_id, procedure_id, status, reason, stage, hung_up_at, eligible_at, deadline_at, contacted_at, created_at)
    values (${clinic.id}, ${call.callId}, ${call.contactId}, ${call.procedureId}, ${status}, ${reason}, ${booking ? 'offered' : 'asked'}, ${call.hungUpAt}, ${call.hungUpAt},
      ${seconds(call.hungUpAt, 300)}, ${isTexted ? sentAt : null}, ${call.hungUpAt}) returning id`
  const leadId = lead!.id
  if (!isTexted) {
    await tx`insert into staff_tasks (clinic_id, kind, reason, call_id, lead_id, created_at) values (${clinic.id}, 'lead', ${reason}, ${call.callId}, ${leadId}, ${call.hungUpAt})`
    return
  }
  const facts = { clinicName: clinic.name, clinicPhone: clinic.phone }
  const start = booking ? rfc3339(booking.start, clinic.zone) : null
  const text = renderRecovery({ ...facts, firstName: call.name, treatment: call.label, start, link: null }, null)
  const say = (body: string) => seal(clinic.secret, sealedFor(clinic.id), body)
  const out = (kind: string, body: string, at: Date, more: { inReplyTo?: string } = {}) => tx`
    insert into messages (clinic_id, lead_id, contact_id, direction, kind, body, state, in_reply_to, consent_id, basis, due_at, next_at, attempts, attempt_id, attempt_started_at,
      claimed_at, accepted_at, delivered_at, provider_sid, provider_status, segments, created_at)
    values (${clinic.id}, ${leadId}, ${call.contactId}, 'out', ${kind}, ${say(body)}, 'accepted', ${more.inReplyTo ?? null}, ${kind === 'recovery' ? consent!.id : null},
      ${kind === 'recovery' ? consent!.basis : 'conversation'}, ${at}, ${at}, 1, ${randomUUID()}, ${at}, ${at}, ${at}, ${seconds(at, 2)}, ${`demo-${randomUUID()}`}, 'delivered', 1, ${at})`
  await out('recovery', text, sentAt)
  if (fate === 'texted') return
  const repliedAt = booking ? seconds(booking.bookedAt, 0) : seconds(sentAt, 400)
  const [reply] = await tx<{ id: string }[]>`insert into messages (clinic_id, lead_id, contact_id, direction, kind, body, state, provider_sid, created_at)
    values (${clinic.id}, ${leadId}, ${call.contactId}, 'in', 'reply', ${say(booking ? '1' : 'Do you have anything on a Saturday?')}, 'received', ${`demo-${randomUUID()}`}, ${repliedAt}) returning id`
  await tx`update leads set replied_at = ${repliedAt} where id = ${leadId}`
  if (!booking) {
    await tx`insert into staff_tasks (clinic_id, kind, lead_id, message_id, created_at) values (${clinic.id}, 'reply', ${leadId}, ${reply!.id}, ${repliedAt})`
    return
  }
  await out('booked', renderAnswer('booked', { ...facts, start: start!, practitioner: '', treatment: call.label }), seconds(repliedAt, 1), { inReplyTo: reply!.id })
  await tx`update bookings set source = 'text', call_id = ${call.callId}, attended = case when upper(during) < now() then true end where id = ${booking.id}`
  await tx`update leads l set status = 'booked', booking_id = ${booking.id}, booked_at = ${repliedAt}, is_recovered = true,
    value_pence = (select q.price_pence from procedures q where q.id = l.procedure_id) where l.id = ${leadId}`
}
