import 'server-only'
import type { Sql } from 'postgres'
import type { Forgotten, Processors } from '#lib/privacy/rights/processor-port.ts'
import { log } from '#lib/shared/log.ts'
import { calendarOf, textsOf, unseal } from '#lib/shared/seal.ts'

/** Where receipts are served: `now` is the worker's clock, `secret` the installation's. */
export type ReceiptDeps = { sql: Sql; processors: Processors; secret: string; now: () => Date }

type Deletion =
  | { do: 'forget-event'; clinicId: string; bookingId: string; calendarId: string; token: string | null }
  | { do: 'forget-text'; sid: string }
  | { do: 'forget-call'; vapiCallId: string }
type Search =
  | { do: 'find-text'; clinicId: string; from: string; to: string; body: string; since: string; except: string[] }
  | { do: 'find-call'; callBackId: string; since: string }
type Todo = { do: 'nothing' } | { do: 'wait'; until: string } | Deletion | Search

const NOT_CONNECTED = 'Google Calendar is not connected. Connect it again, then try once more.'
const UNSURE = 'It is not known yet whether it ever reached them.'

/**
 * Does the next thing about one receipt of an erasure and answers when to come back, or null when nothing is left to do. Safe at
 * any time, any number of times, from any number of workers: to delete what is gone is no harm, and nothing is noted before it is so.
 */
export async function serveReceipt(deps: ReceiptDeps, receiptId: string): Promise<Date | null> {
  const { sql, now } = deps
  const [row] = await sql<{ todo: Todo }[]>`select app.prepare_receipt(${receiptId}, ${now()}) as todo`
  const todo = row!.todo
  if (todo.do === 'nothing') return null
  if (todo.do === 'wait') return new Date(todo.until)
  if (todo.do !== 'find-text' && todo.do !== 'find-call') return settle(deps, receiptId, await forget(deps, todo))

  // What the processor could not say is kept as the receipt's reason, and asked for again.
  const found = await find(deps, todo).catch(() => undefined)
  if (found === undefined) return settle(deps, receiptId, { outcome: 'later', reason: UNSURE })
  if (found === null) {
    const [absent] = await sql<{ at: Date | null }[]>`select app.receipt_absent(${receiptId}, ${now()}) as at`
    return absent!.at
  }
  const [next] = await sql<{ todo: Deletion | { do: 'nothing' } }[]>`select app.receipt_found(${receiptId}, ${found}) as todo`
  return next!.todo.do === 'nothing' ? null : settle(deps, receiptId, await forget(deps, next!.todo))
}

/** The processor's own id of what was on its way when the person was erased; null when it has no such thing. */
function find({ processors, secret }: ReceiptDeps, todo: Search): Promise<string | null> {
  if (todo.do === 'find-call') return processors.vapi.find({ callBackId: todo.callBackId, since: new Date(todo.since) })
  return processors.twilio.find({
    from: todo.from, to: todo.to, body: unseal(secret, textsOf(todo.clinicId), todo.body), since: new Date(todo.since), except: todo.except,
  })
}

async function forget({ processors, secret }: ReceiptDeps, todo: Deletion): Promise<Forgotten> {
  switch (todo.do) {
    case 'forget-event':
      if (todo.token === null) return { outcome: 'refused', reason: NOT_CONNECTED }
      return processors.google.forget({
        clinicId: todo.clinicId, refreshToken: unseal(secret, calendarOf(todo.clinicId), todo.token), calendarId: todo.calendarId, bookingId: todo.bookingId,
      })
    case 'forget-text':
      return processors.twilio.forget(todo.sid)
    case 'forget-call':
      return processors.vapi.forget(todo.vapiCallId)
  }
}

async function settle({ sql, now }: ReceiptDeps, receiptId: string, result: Forgotten): Promise<Date | null> {
  const reason = result.outcome === 'done' ? null : result.reason.slice(0, 200)
  if (result.outcome !== 'done') log('warn', 'not-erased-yet', { receiptId, outcome: result.outcome })
  const [row] = await sql<{ at: Date | null }[]>`select app.settle_receipt(${receiptId}, ${result.outcome}, ${reason}, ${now()}) as at`
  return row!.at
}
