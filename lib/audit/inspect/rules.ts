import type { Difference } from '#lib/audit/inspect/differences.ts'
import { requestRoles, type Fact } from '#lib/audit/inspect/facts.ts'
import type { FlawId } from '#lib/audit/flaws.ts'
import type { TaskId } from '#lib/audit/types.ts'

const isRequestRole = (name: string) => (requestRoles as readonly string[]).includes(name)
const count = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length

const tablesOf: Partial<Record<TaskId, RegExp>> = {
  'atomic-collision': /^(?:public\.(?:bookings|booking_audit|practitioners|practitioner_procedures|procedures|working_hours|time_off|external_busy)|app\.idempotency_keys)$/,
  'contextual-handoff': /^(?:public\.(?:leads|messages|message_events|consents|call_backs|staff_tasks|sms_suppressions)|app\.(?:workers|booking_links|sms_\w+))$/,
  redaction: /^public\.(?:logs|calls|tool_calls|contacts)$/,
}
const functionsOf: Partial<Record<TaskId, RegExp>> = {
  'atomic-collision': /^(?:public\.(?:claim_slot_atomic|move_booking|confirm_booking|cancel_booking)|app\.(?:claim|why_not|widen|remember|alternatives|refuse_slot|free_starts|move|respond|attest_age))\(/,
  'contextual-handoff': /^(?:public\.(?:note_report|note_call|note_heard|note_line|receive_text)|app\.(?:hand_off|follow_up|enqueue\w*|sweep\w*|requeue_\w+|prepare_text|start_text|hold_text|hold_for_lead|text_\w+|settle_message|stage_of|offer_times|why_not_text|text_permission|messages_\w+|is_suppressed|kind_of_number|has_booked_since))\(/,
  redaction: /^(?:public\.keep_transcript|app\.(?:is_redacted|keep_erased))\(/,
}

const taskFor = (patterns: Partial<Record<TaskId, RegExp>>, object: string): TaskId =>
  (Object.entries(patterns) as [TaskId, RegExp][]).find(([, pattern]) => pattern.test(object))?.[0] ?? 'silo'

/** What a function lost, by what is not in its text any more; what it is for decides the rest. */
function ofFunction(was: Fact, is: Fact): FlawId {
  const lost = (pattern: RegExp) => count(is.value, pattern) < count(was.value, pattern)
  const body = (fact: Fact) => fact.value.slice(fact.value.search(/\bAS \$/))
  const gained = (pattern: RegExp) => count(is.value, pattern) > count(was.value, pattern)
  if (gained(/\bpg_sleep/gi)) return 'latency/slow-function'
  const isClaim = /^(?:app\.(?:claim|move)|public\.(?:claim_slot_atomic|move_booking))\(/.test(was.object)
  if (isClaim && (lost(/\bfor (?:no key )?update\b/gi) || gained(/\bskip locked\b/gi))) return 'collision/no-row-lock'
  if (isClaim && lost(/\bon conflict do nothing\b/gi)) return 'collision/plain-insert'
  if (body(was) === body(is)) {
    if (lost(/\bSECURITY DEFINER\b/g) || gained(/\bSECURITY DEFINER\b/g)) return 'silo/function-rights'
    if (lost(/\bSET search_path TO\b/g) || /SET search_path TO (?!'')/.test(is.value)) return 'silo/mutable-search-path'
    const timeout = (fact: Fact) => /\bSET lock_timeout TO (.*)/.exec(fact.value)?.[1]
    if (timeout(was) !== timeout(is)) return 'collision/no-lock-timeout'
  }
  if (/^app\.(?:my_clinics|may_act|token_clinic|claims|caller_role|clinic_of_key)\(/.test(was.object)) return 'silo/membership-changed'
  if (/^app\.refuse_change\(/.test(was.object)) return 'silo/trail-not-append-only'
  if (/^app\.refuse_(?:direct_write|removal_by_key)\(/.test(was.object)) return 'silo/direct-writes-open'
  if (lost(/\bapp\.may_act\b/g)) return 'silo/function-without-check'
  if (lost(/\bapp\.(?:hand_off|follow_up|enqueue\w*)\(/g)) return 'handoff/not-triggered'
  const byTask = { 'atomic-collision': 'collision/claim-changed', 'contextual-handoff': 'handoff/outbox-changed', redaction: 'redaction/check-weakened', silo: 'silo/function-changed', latency: 'silo/function-changed' } as const
  return byTask[taskFor(functionsOf, was.object)]
}

const unguarded = (object: string): FlawId =>
  ({ 'atomic-collision': 'collision/diary-unguarded', 'contextual-handoff': 'handoff/unguarded', redaction: 'redaction/unguarded', silo: 'silo/unguarded', latency: 'silo/unguarded' } as const)[taskFor(tablesOf, object)]

/** A constraint, or an index that is unique, that is gone or says something else. */
function ofConstraint({ object, name, value }: Fact): FlawId {
  if (/^EXCLUDE/.test(value) && object === 'public.bookings') return 'collision/no-exclusion-constraint'
  if (object === 'app.idempotency_keys' && /^PRIMARY KEY|^UNIQUE/.test(value)) return 'collision/no-idempotency'
  if (name === 'logs_are_redacted' || object === 'public.logs' && /redact/.test(value)) return 'redaction/no-table-check'
  if (/_is_an?_(?:id|name|code)$/.test(name)) return 'redaction/ids-unchecked'
  if (/^(?:UNIQUE|PRIMARY KEY)|CREATE UNIQUE/.test(value)) {
    if (object === 'public.tool_calls') return 'collision/no-idempotency'
    if (/^public\.(?:leads|messages|message_events|call_backs|calls)$/.test(object)) return 'handoff/duplicates-possible'
  }
  if (/^FOREIGN KEY/.test(value) && /clinic_id/.test(value)) return 'silo/loose-foreign-key'
  return unguarded(object)
}

const ofTrigger = ({ object, name, value }: Fact): FlawId => {
  if (/refuse_direct_write/.test(name)) return 'silo/direct-writes-open'
  if (/app\.refuse_change\(/.test(value)) return 'silo/trail-not-append-only'
  if (/app\.check_scope\(/.test(value)) return 'silo/scopes-open'
  if (/app\.(?:bookings_settle_lead|messages_before_send|call_backs_before_dial)\(/.test(value)) return 'handoff/unguarded'
  if (/app\.keep_erased\(/.test(value)) return 'redaction/unguarded'
  return unguarded(object)
}

const condition = (value: string, word: string) => new RegExp(`${word} \\((.*?)\\)(?: with check|$)`, 's').exec(value)?.[1] ?? null

/** A condition that asks nothing of the row or of whoever reads: only values, and words between them. */
const asksNothing = (condition: string) => {
  const rest = condition.replace(/'[^']*'(?:::[\w ]+)?|\b(?:true|false|null|and|or|not|is)\b/gi, '')
  return !/[a-z_]/i.test(rest) && !/^\W*false\W*$/i.test(condition)
}

/** That the row's clinic is one of the reader's, and that nothing beside it lets more through. Written by PostgreSQL, so in few ways. */
const isMembership = (condition: string) =>
  /\b(?:clinic_id|id) = (?:any \(+(?: ?select )?app\.my_clinics\(\)|\(?(?: ?select )?app\.token_clinic\(\))/i.test(condition)
  && !/\bor\b|\bnot \(|\bcase\b|\bcoalesce\b|\) is |user_metadata/i.test(condition)

/** What is wrong about a policy by itself, whoever made it; null when nothing is. */
export function flawOfPolicy({ value }: Fact): FlawId | null {
  const [, verb = '', to = ''] = /for (\w+) to (.*?)(?: using| with check|$)/s.exec(value) ?? []
  if (value.startsWith('as restrictive')) return null
  const using = condition(value, 'using')
  const check = condition(value, 'with check')
  const conditions = [using, check].filter((one) => one !== null)
  if (conditions.some(asksNothing)) return 'silo/policy-always-true'
  if (to.split(', ').some((role) => role === 'public' || role === 'anon')) return 'silo/policy-for-everybody'
  if (conditions.some((one) => !isMembership(one))) return 'silo/policy-without-membership'
  if (verb !== 'select') return 'silo/policy-without-check'
  return null
}

/** What is wrong about a function that the migrations do not make; null when it has no higher rights. */
function ofUnknownFunction(is: Fact, all: readonly Fact[]): FlawId | null {
  if (!/\bSECURITY DEFINER\b/.test(is.value)) return null
  const callers = all.filter((fact) => fact.kind === 'function-grant' && fact.object === is.object && isRequestRole(fact.name)).map((fact) => fact.name)
  // Nobody can call it: it is none of a request's business.
  if (callers.length === 0) return null
  if (callers.some((name) => name === 'public' || name === 'anon')) return 'silo/function-open'
  if (!/app\.(?:may_act|my_clinics|token_clinic|run_of)\(/.test(is.value)) return 'silo/function-without-check'
  if (!/SET search_path TO ''/.test(is.value)) return 'silo/mutable-search-path'
  const owner = all.find((fact) => fact.kind === 'function-owner' && fact.object === is.object)?.value
  return owner === 'clinic_engine' ? null : 'silo/wrong-owner'
}

function ofGrant({ kind, object, name, value }: Fact): FlawId | null {
  if (!isRequestRole(name.split(' ')[0]!)) return null
  if (kind === 'schema-grant') return /create/.test(value) ? 'silo/schema-create' : null
  return object.startsWith('app.') ? 'silo/secrets-open' : 'silo/excess-grant'
}

const rawWords = /summary|transcript|recording|utterance|raw|audio|said|spoken|verbatim|notes?$/
const holdsText = /^(?:text|jsonb?|character varying|bytea)/

const clinicOf = (object: string, all: readonly Fact[]) => all.find((fact) => fact.kind === 'column' && fact.object === object && fact.name === 'clinic_id')

/** A reference between two tables of clinics that does not carry the clinic along. */
function isLooseReference({ object, value }: Fact, all: readonly Fact[]): boolean {
  const [, columns, target] = /^FOREIGN KEY \((.*?)\) REFERENCES ([\w."]+)\(/.exec(value) ?? []
  if (!columns || !target || /\bclinic_id\b/.test(columns)) return false
  return [object, target.includes('.') ? target : `public.${target}`].every((one) => one.startsWith('public.') && clinicOf(one, all))
}

/** What is wrong about a table that the migrations do not make. Out of everybody's reach it may be as it is. */
function ofNewTable(is: Fact, all: readonly Fact[]): FlawId | null {
  if (is.value !== 'row security on, forced') return is.value.includes('off') ? 'silo/rls-off' : 'silo/rls-not-forced'
  const own = all.filter((fact) => fact.object === is.object)
  if (!is.object.startsWith('public.') || !own.some((fact) => fact.kind === 'table-grant' && isRequestRole(fact.name))) return null
  const clinic = clinicOf(is.object, all)
  if (!clinic) return 'silo/table-without-clinic'
  if (!/ not null/.test(clinic.value)) return 'silo/clinic-nullable'
  if (!own.some((fact) => fact.kind === 'policy')) return 'silo/policy-missing'
  const isIndexed = own.some((fact) => (fact.kind === 'index' || fact.kind === 'constraint' && /^(?:PRIMARY KEY|UNIQUE)/.test(fact.value)) && /\(clinic_id\b/.test(fact.value))
  return isIndexed ? null : 'silo/unindexed-policy-column'
}

const forgets = (table: string): FlawId => (taskFor(tablesOf, table) === 'atomic-collision' ? 'collision/not-durable' : 'handoff/not-durable')

/** What is there and was not made by the migrations. */
function ofAddition(is: Fact, all: readonly Fact[]): FlawId | null {
  switch (is.kind) {
    case 'table': return ofNewTable(is, all)
    case 'column': return /^public\./.test(is.object) && holdsText.test(is.value) && (rawWords.test(is.name) || tablesOf.redaction!.test(is.object)) ? 'redaction/raw-words-column' : null
    case 'constraint': return isLooseReference(is, all) ? 'silo/loose-foreign-key' : null
    case 'trigger': return /EXECUTE FUNCTION app\.(?:refuse_|announce|audit)/.test(is.value) ? null : 'silo/unknown-trigger'
    case 'policy': return flawOfPolicy(is)
    case 'view': {
      if (is.value.startsWith('view')) return is.value === 'view' ? 'silo/view-without-invoker' : null
      return all.some((fact) => fact.kind === 'table-grant' && fact.object === is.object && isRequestRole(fact.name)) ? 'silo/materialised-view' : null
    }
    case 'function': return ofUnknownFunction(is, all)
    case 'function-grant': {
      const called = all.find((fact) => fact.kind === 'function' && fact.object === is.object)?.value ?? ''
      // A trigger's function cannot be called; one with its caller's rights shows no more than the tables do.
      if (/RETURNS trigger/.test(called) || !/SECURITY DEFINER/.test(called)) return null
      return isRequestRole(is.name) ? (is.name === 'public' || is.name === 'anon' ? 'silo/function-open' : 'silo/function-without-check') : null
    }
    case 'table-grant': {
      // A view that reads with its reader's rights shows no more than the tables do.
      const isHarmless = is.value === 'select' && all.some((fact) => fact.kind === 'view' && fact.object === is.object && fact.value === 'view, security_invoker')
      return isHarmless ? null : ofGrant(is)
    }
    case 'column-grant': case 'schema-grant': return ofGrant(is)
    case 'role': return 'silo/engine-unsafe'
    case 'member': return 'silo/engine-unsafe'
    case 'extension': return is.value === 'public' ? 'silo/extension-exposed' : null
    case 'table-owner': return 'silo/table-owned-by-request'
    case 'unlogged': return forgets(is.object)
    case 'rule': return 'silo/rewrite-rule'
    case 'setting': return is.name === 'synchronous_commit' ? 'collision/not-durable' : 'silo/guards-switched-off'
    case 'index': case 'function-owner': return null
  }
}

/** What was made by the migrations and is gone. */
function ofLoss(was: Fact): FlawId | null {
  switch (was.kind) {
    case 'table': return 'silo/table-missing'
    case 'constraint': return ofConstraint(was)
    case 'index': return /CREATE UNIQUE/.test(was.value) ? ofConstraint(was) : /\(clinic_id\b/.test(was.value) ? 'silo/unindexed-policy-column' : null
    case 'trigger': return ofTrigger(was)
    // Without a policy that lets rows through nobody reads them; without one that holds back, somebody reads more.
    case 'policy': return was.value.startsWith('as restrictive') ? 'silo/policy-changed' : 'silo/policy-missing'
    case 'function': return taskFor(functionsOf, was.object) === 'contextual-handoff' ? 'handoff/not-triggered' : ofFunction(was, { ...was, value: '' })
    case 'column': return was.name === 'clinic_id' ? 'silo/clinic-nullable' : unguarded(was.object)
    case 'function-grant': case 'table-grant': case 'schema-grant': return 'silo/function-out-of-reach'
    case 'role': case 'member': return 'silo/engine-blind'
    case 'view': case 'column-grant': case 'extension': case 'function-owner': case 'table-owner': case 'unlogged': case 'rule': case 'setting': return null
  }
}

/** What is there and says something else. */
function ofChange(was: Fact, is: Fact): FlawId | null {
  switch (is.kind) {
    case 'table': return is.value.includes('off') ? 'silo/rls-off' : 'silo/rls-not-forced'
    case 'column': return is.name === 'clinic_id' && !/ not null/.test(is.value) ? 'silo/clinic-nullable' : unguarded(is.object)
    case 'constraint': return ofConstraint(was)
    case 'index': return ofLoss(was)
    case 'trigger': return ofTrigger(was)
    case 'policy': return flawOfPolicy(is) ?? 'silo/policy-changed'
    case 'view': return ofAddition(is, [])
    case 'function': return ofFunction(was, is)
    case 'function-owner': return 'silo/wrong-owner'
    case 'role': return is.object === 'clinic_engine' && !/bypassrls/.test(is.value) ? 'silo/engine-blind' : 'silo/engine-unsafe'
    case 'table-grant': case 'column-grant': case 'schema-grant': {
      const more = is.value.split(', ').some((one) => !was.value.split(', ').includes(one))
      return more ? ofGrant(is) : 'silo/function-out-of-reach'
    }
    case 'extension': return is.value === 'public' ? 'silo/extension-exposed' : null
    case 'table-owner': case 'unlogged': case 'rule': case 'setting': return ofAddition(is, [])
    case 'function-grant': case 'member': return null
  }
}

/** Which flaw a difference is; null when it harms nothing, as an index or a plain function that somebody added. `all`: the catalogue as it is. */
export const flawOf = ({ was, is }: Difference, all: readonly Fact[]): FlawId | null =>
  (was && is ? ofChange(was, is) : is ? ofAddition(is, all) : was ? ofLoss(was) : null)
