import 'server-only'
import type { Sql } from 'postgres'
import { noteReport, type CallFacts, type Report } from '#lib/calls/webhook.ts'
import { errorCode, log } from '#lib/shared/log.ts'

/** What the voice platform says of a call; `unknown` when it has no such call. Throws when it cannot say. */
export type LookUp = (vapiCallId: string) => Promise<{ call: CallFacts; report: Report } | 'still-going' | 'unknown'>

type Silent = { id: string; clinicId: string; vapiCallId: string; isTest: boolean; startedAt: Date; isEnded: boolean; isYoung: boolean; isOld: boolean }

const askedAtOnce = 20

/**
 * The third source of a lost call, after the report and the "ended" status: asks the platform about calls that fell silent,
 * and about ended ones whose report never came. Claims each for a minute, so that any number of workers may do this. What began
 * over six hours ago is left alone: nobody wants a text about a call of another day.
 */
export async function askAfterSilentCalls(sql: Sql, lookUp: LookUp): Promise<number> {
  const calls = await sql<Silent[]>`
    update calls k set asked_at = clock_timestamp() where k.id in (
      select c.id from calls c
      where c.created_at between clock_timestamp() - interval '6 hours' and clock_timestamp() - interval '60 seconds'
        and coalesce(c.asked_at, '-infinity') < clock_timestamp() - interval '60 seconds'
        and (c.status <> 'ended' and not exists (select from tool_calls t where t.call_id = c.id and t.at > clock_timestamp() - interval '60 seconds')
          or c.status = 'ended' and c.report_at is null and c.asked_at is null
            and c.end_heard_at between clock_timestamp() - interval '30 minutes' and clock_timestamp() - interval '60 seconds')
      order by c.started_at limit ${askedAtOnce} for update skip locked)
    returning k.id, k.clinic_id as "clinicId", k.vapi_call_id as "vapiCallId", k.is_test as "isTest", k.started_at as "startedAt", k.status = 'ended' as "isEnded",
      k.created_at > clock_timestamp() - interval '2 minutes' as "isYoung", k.created_at < clock_timestamp() - interval '30 minutes' as "isOld"`
  for (const call of calls) {
    try {
      await settle(call, await lookUp(call.vapiCallId))
    } catch (error) {
      log('warn', 'silent-call-not-settled', { callId: call.id, error: errorCode(error) })
      // No call lasts that long (the assistant ends each after fifteen minutes), whatever the platform cannot tell us now.
      if (call.isOld && !call.isEnded) await settle(call, 'unknown')
    }
  }
  return calls.length
}

async function settle(call: Silent, found: Awaited<ReturnType<LookUp>>): Promise<void> {
  if (found === 'still-going') return
  const actor = { role: 'voice_agent', clinicId: call.clinicId } as const
  if (found !== 'unknown') return noteReport(actor, call.clinicId, found.call, found.report)
  // The platform may not list a call yet that has only just begun.
  if (call.isEnded || call.isYoung) return
  const facts = { id: call.vapiCallId, at: call.startedAt, phone: null, isTest: call.isTest, isOutbound: false, greetingVersion: null }
  await noteReport(actor, call.clinicId, facts, { endedAt: new Date(), endedReason: 'unknown-to-the-platform', latency: {}, turns: [], toolCalls: [] })
}
