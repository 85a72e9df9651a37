import type { TransactionSql } from 'postgres'
import { greetingOf } from '#lib/calls/greeting.ts'
import { spokenDay, spokenOffer, spokenTime } from '#lib/calls/say.ts'
import { transcriptOf, type ReportedTurn } from '#lib/calls/transcript.ts'

/** A call of a demo clinic: who rang about what, and the time they booked, RFC 3339, or null when they rang off. */
export type DemoCall = { callId: string; clinicId: string; name: string; phone: string; procedure: string; start: string | null; rangAt: Date }
export type DemoNames = { clinicName: string; staff: readonly string[]; procedures: readonly string[] }

// What people let slip on the way to an appointment; invented, as everybody here is. Null: nothing.
const slips = [
  null, 'I should say that I have asthma, and I use a steroid inhaler.', null, 'I\'m on warfarin, I don\'t know whether that matters.', null,
  'I\'m allergic to penicillin, just so you know.', 'My mum had breast cancer, so I\'m a bit nervous about all this.', null,
  'I\'m type two diabetic, if you need that for your notes.', null, 'I\'ve been on sertraline since the summer.', null,
] as const
const wishes = ['Any afternoon, please.', 'Mornings are best for me.', 'Whenever you have something, I\'m flexible.', 'Towards the end of the week, if you can.'] as const
const reasons = ['I\'ll have to look at my diary first. I\'ll ring again.', 'Could I think about it, please? Thank you.', 'Sorry, there\'s somebody at the door', 'That\'s a bit soon. Let me ring you back.'] as const

/** A number as one says it to somebody who writes it down: 07700 900 123. */
const spokenNumber = (phone: string): string => phone.replace(/^\+44/, '0').replace(/^(\d{5})(\d{3})(\d+)$/, '$1 $2 $3')

function saidIn({ name, phone, procedure, start }: DemoCall, { clinicName }: DemoNames, random: () => number): [role: 'assistant' | 'caller', text: string][] {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  const slip = pick(slips)
  const treatment = /consultation$/.test(procedure) ? `a ${procedure.toLowerCase()}`.replace(/^a (?=[aeiou])/, 'an ') : procedure.toLowerCase()
  const opening: [role: 'assistant' | 'caller', text: string][] = [
    ['assistant', greetingOf(clinicName)],
    ['caller', `Hi, it's ${name}. I'd like to come in for ${treatment}, please.`],
    ['assistant', `Lovely, ${name.split(' ')[0]}. If we get cut off, shall I text you to finish booking?`],
    ['caller', 'Yes, that\'s fine.'],
    ['assistant', 'Thank you. Which days would suit you?'],
    ['caller', [pick(wishes), slip].filter(Boolean).join(' ')],
    ...(slip ? [['assistant', 'Thank you for telling me. Whoever sees you will go through that with you.'] as ['assistant', string]] : []),
  ]
  if (!start) return [...opening, ['assistant', 'Let me look at the diary for you.'], ['caller', pick(reasons)]]
  return [
    ...opening,
    ['assistant', spokenOffer([start])],
    ['caller', `${spokenTime(start)} would be perfect.`],
    ['assistant', 'And what is the best number to reach you on?'],
    ['caller', `It's ${spokenNumber(phone)}.`],
    ['assistant', `You're booked for ${spokenDay(start)} at ${spokenTime(start)}.`],
    ['caller', 'Thank you, goodbye.'],
  ]
}

/**
 * Gives demo calls their words, through the same redactor as a real call's: what stands in the database is what an owner would see.
 * The platform never had these calls, so there is no copy of theirs to delete.
 */
export async function keepDemoWords(tx: TransactionSql, calls: readonly DemoCall[], names: DemoNames, random: () => number): Promise<void> {
  for (const call of calls) {
    const turns = saidIn(call, names, random).map(([role, text], n): ReportedTurn => ({ role, text, at: new Date(call.rangAt.getTime() + n * 6_000) }))
    const { version, utterances } = transcriptOf({ turns }, names, new Date())
    await tx`insert into logs (clinic_id, call_id, position, role, text, redactor_version, said_at)
      select ${call.clinicId}, ${call.callId}, u.n - 1, u.one ->> 'role', case when app.is_redacted(u.one ->> 'text') then u.one ->> 'text' else '[REDACTED: could not be processed]' end,
        ${version}, (u.one ->> 'at')::timestamptz from jsonb_array_elements(${tx.json(utterances)}::jsonb) with ordinality u(one, n)`
  }
  await keepDemoTurns(tx, calls, random)
  await tx`update calls set transcript_at = report_at, forget_state = 'done', forgotten_at = coalesce(ended_at, report_at) + interval '2 seconds' where id in ${tx(calls.map((call) => call.callId))}`
}

/** Figures of the kind that a clinic with a fast model sees: most turns within the promise, and now and then a turn that had to wait for the model. */
async function keepDemoTurns(tx: TransactionSql, calls: readonly DemoCall[], random: () => number): Promise<void> {
  const around = (middle: number, spread: number) => Math.round(middle * Math.exp(spread * (random() + random() + random() - 1.5)))
  for (const call of calls) {
    const turns = Array.from({ length: 3 + Math.floor(random() * 4) }, () => {
      const [endpointingMs, transcriberMs, modelMs, voiceMs] = [around(212, 0.15), around(68, 0.25), around(random() < 0.03 ? 480 : 215, 0.25), around(132, 0.2)]
      const turnMs = endpointingMs + transcriberMs + modelMs + voiceMs
      return { endpointingMs, transcriberMs, modelMs, voiceMs, turnMs, gapHeardMs: turnMs + around(150, 0.3) }
    })
    await tx`insert into call_turns (clinic_id, call_id, position, model_ms, voice_ms, transcriber_ms, endpointing_ms, turn_ms, gap_heard_ms)
      select ${call.clinicId}, ${call.callId}, t.n - 1, (t.one ->> 'modelMs')::int, (t.one ->> 'voiceMs')::int, (t.one ->> 'transcriberMs')::int, (t.one ->> 'endpointingMs')::int, (t.one ->> 'turnMs')::int, (t.one ->> 'gapHeardMs')::int
      from jsonb_array_elements(${tx.json(turns)}::jsonb) with ordinality t(one, n)`
  }
  // As if the assistant's settings had been changed in between.
  if (calls.length > 0) await tx`update calls set assistant_version = case when started_at < now() - interval '6 days' then 'demo-1' else 'demo-2' end where id in ${tx(calls.map((call) => call.callId))}`
}

/** The demo calls of a clinic that a person spoke in, with what each came to. */
export async function demoCallsOf(tx: TransactionSql, clinicId: string): Promise<DemoCall[]> {
  return [...await tx<DemoCall[]>`select k.id as "callId", k.clinic_id as "clinicId", p.name, p.phone, q.name as procedure, k.started_at as "rangAt",
      case when b.source = 'voice' then app.rfc3339(lower(b.during), c.time_zone) end as start
    from calls k join clinics c on c.id = k.clinic_id join contacts p on p.id = k.contact_id join procedures q on q.id = k.procedure_id
    left join bookings b on b.call_id = k.id
    where k.clinic_id = ${clinicId} and k.vapi_call_id like 'demo-%' and k.report_at is not null order by k.started_at, k.id`]
}
