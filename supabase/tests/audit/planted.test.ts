import type { Sql } from 'postgres'
import { describe, expect, test } from 'vitest'
import { baseline, inspectCatalogue } from '#lib/audit/inspect/catalogue.ts'
import { readFacts } from '#lib/audit/inspect/facts.ts'
import type { FlawId } from '#lib/audit/flaws.ts'
import { useDatabase } from '../database.ts'

/** A function of the database, changed as somebody would change it: `from` must be in it, or the flaw is not planted at all. */
type Change = { of: string; from: string | RegExp; to: string }
type Planted = { flaw: FlawId; what: string; sql?: string; change?: Change }

/** A table that somebody adds by hand and fences as ours are fenced. */
const newTable = (columns: string, { hasPolicy = true } = {}) => `create table public.notices (id uuid primary key, ${columns}); create index on public.notices (clinic_id);
  alter table public.notices enable row level security; alter table public.notices force row level security; grant select on public.notices to authenticated;
  ${hasPolicy ? 'create policy members on public.notices for select to authenticated using (clinic_id = any ((select app.my_clinics())::uuid[]))' : ''}`

const planted: Planted[] = [
  { flaw: 'collision/no-row-lock', what: 'the lock taken out of the claim', change: { of: 'app.claim', from: 'where p.id = any (v_ids) order by p.id for update', to: 'where p.id = any (v_ids) order by p.id' } },
  { flaw: 'collision/plain-insert', what: 'ON CONFLICT taken out of the claim', change: { of: 'app.claim', from: /on conflict do nothing/i, to: '' } },
  { flaw: 'collision/claim-changed', what: 'the check of the diary answers "free"', sql: "create or replace function app.widen(p_range tstzrange, p_before int, p_after int) returns tstzrange language sql immutable set search_path = '' as $$ select p_range $$" },
  { flaw: 'collision/no-exclusion-constraint', what: 'the exclusion constraint dropped', sql: 'alter table bookings drop constraint bookings_never_overlap' },
  { flaw: 'collision/no-exclusion-constraint', what: 'the exclusion constraint without holds', sql: `alter table bookings drop constraint bookings_never_overlap;
    alter table bookings add constraint bookings_never_overlap exclude using gist (practitioner_id with =, block with &&) where (status = 'booked')` },
  { flaw: 'collision/no-exclusion-constraint', what: 'the exclusion constraint without buffers', sql: `alter table bookings drop constraint bookings_never_overlap;
    alter table bookings add constraint bookings_never_overlap exclude using gist (practitioner_id with =, during with &&) where (status = any (array['held', 'booked']))` },
  { flaw: 'collision/no-idempotency', what: 'idempotency keys no longer unique', sql: 'alter table app.idempotency_keys drop constraint idempotency_keys_pkey' },
  { flaw: 'collision/no-idempotency', what: 'tool calls no longer unique', sql: 'alter table tool_calls drop constraint tool_calls_pkey' },
  { flaw: 'collision/no-lock-timeout', what: 'a claim that waits for ever', sql: "do $$ begin execute (select format('alter function %s reset lock_timeout', p.oid::regprocedure) from pg_proc p where p.proname = 'claim_slot_atomic'); end $$" },
  { flaw: 'handoff/not-triggered', what: 'the end of a call that hands nothing off', change: { of: 'public.note_report', from: 'perform app.follow_up(p_call_id, true);', to: '' } },
  { flaw: 'handoff/not-triggered', what: 'a text without a job', change: { of: 'app.enqueue_text', from: /app\.enqueue\(/, to: 'pg_catalog.concat(' } },
  { flaw: 'handoff/duplicates-possible', what: 'two leads a call', sql: 'alter table leads drop constraint leads_one_a_call' },
  { flaw: 'handoff/duplicates-possible', what: 'two recovery texts a lead', sql: 'drop index messages_one_recovery_a_lead' },
  { flaw: 'handoff/duplicates-possible', what: 'the unique index made a plain one', sql: "drop index messages_one_recovery_a_lead; create index messages_one_recovery_a_lead on messages (clinic_id, lead_id) where kind = 'recovery'" },
  { flaw: 'handoff/unguarded', what: 'the trigger that guards sending switched off', sql: 'alter table messages disable trigger messages_before_send' },
  { flaw: 'silo/rls-off', what: 'row level security off', sql: 'alter table contacts disable row level security' },
  { flaw: 'silo/rls-not-forced', what: 'row level security not forced', sql: 'alter table bookings no force row level security' },
  { flaw: 'silo/policy-always-true', what: 'a policy widened to everything', sql: 'alter policy "members read their clinics" on leads using (true)' },
  { flaw: 'silo/policy-always-true', what: 'a second policy that lets everything through', sql: 'create policy "support" on calls for select to authenticated using (true)' },
  { flaw: 'silo/policy-for-everybody', what: 'a policy for everybody', sql: 'create policy "open" on clinics for select to public using (id = any ((select app.my_clinics())::uuid[]))' },
  { flaw: 'silo/policy-without-membership', what: 'a policy that reads the profile', sql: "create policy \"by profile\" on contacts for select to authenticated using (clinic_id = ((auth.jwt() -> 'user_metadata') ->> 'clinic_id')::uuid)" },
  { flaw: 'silo/policy-without-membership', what: 'membership or something else', sql: "alter policy \"members read their clinics\" on calls using (clinic_id = any ((select app.my_clinics())::uuid[]) or status = 'ended')" },
  { flaw: 'silo/policy-without-check', what: 'a policy for writing', sql: 'create policy "members change" on contacts for update to authenticated using (clinic_id = any ((select app.my_clinics())::uuid[]))' },
  { flaw: 'silo/policy-missing', what: 'a policy dropped', sql: 'drop policy "members read their clinics" on bookings' },
  { flaw: 'silo/excess-grant', what: 'a grant to write', sql: 'grant insert, update on bookings to authenticated' },
  { flaw: 'silo/secrets-open', what: 'a grant on the keys', sql: 'grant select on app.clinic_keys to authenticated' },
  { flaw: 'silo/excess-grant', what: 'a grant on one column to nobody in particular', sql: 'grant select (phone) on contacts to public' },
  { flaw: 'silo/schema-create', what: 'a role that may make things', sql: 'grant create on schema public to authenticated' },
  { flaw: 'silo/view-without-invoker', what: 'a view that passes the wall by', sql: 'create view every_booking as select * from bookings; grant select on every_booking to authenticated' },
  { flaw: 'silo/materialised-view', what: 'a stored copy', sql: 'create materialized view all_contacts as select clinic_id, name from contacts; grant select on all_contacts to authenticated' },
  { flaw: 'silo/mutable-search-path', what: 'a definer function without its search_path', sql: "do $$ begin execute (select format('alter function %s reset search_path', p.oid::regprocedure) from pg_proc p where p.proname = 'cancel_booking'); end $$" },
  { flaw: 'silo/function-open', what: 'a definer function of somebody\'s own, open to everybody', sql: "create function public.all_leads() returns setof leads language sql security definer set search_path = '' as $$ select * from public.leads $$" },
  { flaw: 'silo/function-without-check', what: 'a definer function that asks nobody', sql: "create function public.lead_count(p_clinic uuid) returns bigint language sql security definer set search_path = '' as $$ select count(*) from public.leads l where l.clinic_id = p_clinic $$; revoke execute on function public.lead_count(uuid) from public; grant execute on function public.lead_count(uuid) to authenticated" },
  { flaw: 'silo/function-open', what: 'a helper granted to whoever is not signed in', sql: 'grant execute on function app.upsert_contact(uuid, text, text, text) to anon' },
  { flaw: 'silo/function-without-check', what: 'the check taken out of a function', change: { of: 'public.read_transcript', from: 'v_clinic is null or not app.may_act(v_clinic)', to: 'v_clinic is null' } },
  { flaw: 'silo/function-rights', what: 'a definer function made an invoker', sql: "do $$ begin execute (select format('alter function %s security invoker', p.oid::regprocedure) from pg_proc p where p.proname = 'move_booking'); end $$" },
  { flaw: 'silo/wrong-owner', what: 'a definer function of another owner', sql: "do $$ begin execute (select format('alter function %s owner to current_user', p.oid::regprocedure) from pg_proc p where p.proname = 'confirm_booking'); end $$" },
  { flaw: 'silo/membership-changed', what: 'membership that everybody has', sql: "create or replace function app.my_clinics() returns uuid[] language sql stable security definer set search_path = '' as $$ select coalesce(array_agg(c.id), '{}') from public.clinics c $$" },
  { flaw: 'silo/clinic-nullable', what: 'rows of no clinic', sql: 'alter table call_backs alter column clinic_id drop not null' },
  { flaw: 'silo/direct-writes-open', what: 'the trigger that refuses direct writes dropped', sql: 'drop trigger refuse_direct_write on leads' },
  { flaw: 'silo/trail-not-append-only', what: 'a trail that can be rewritten', sql: 'drop trigger booking_audit_append_only on booking_audit' },
  { flaw: 'silo/loose-foreign-key', what: 'a reference without its clinic', sql: "do $$ declare k record; begin select conname into k from pg_constraint where conrelid = 'public.leads'::regclass and confrelid = 'public.contacts'::regclass and contype = 'f'; execute format('alter table leads drop constraint %I', k.conname); end $$" },
  { flaw: 'silo/unindexed-policy-column', what: 'the index of a policy dropped', sql: 'drop index leads_by_clinic' },
  { flaw: 'silo/engine-unsafe', what: 'requests that may act as the engine', sql: 'grant clinic_engine to voice_agent' },
  { flaw: 'silo/engine-blind', what: 'an engine that sees no rows', sql: 'alter role clinic_engine nobypassrls' },
  { flaw: 'redaction/no-table-check', what: 'the constraint of the log dropped', sql: 'alter table logs drop constraint logs_are_redacted' },
  { flaw: 'redaction/no-table-check', what: 'the constraint of the log not valid for what is there', sql: 'alter table logs drop constraint logs_are_redacted; alter table logs add constraint logs_are_redacted check (app.is_redacted(text)) not valid' },
  { flaw: 'redaction/check-weakened', what: 'everything counts as redacted', sql: "create or replace function app.is_redacted(p_text text) returns boolean language sql immutable parallel safe set search_path = '' as $$ select true $$" },
  { flaw: 'redaction/ids-unchecked', what: 'words may stand for an id', sql: 'alter table calls drop constraint calls_vapi_call_id_is_an_id' },
  { flaw: 'redaction/raw-words-column', what: 'a column for the platform\'s summary', sql: 'alter table calls add column summary text' },
  { flaw: 'silo/unknown-trigger', what: 'a trigger that copies what is written', sql: "create function app.copy_words() returns trigger language plpgsql set search_path = '' as $$ begin return new; end $$; create trigger copy_words before insert on logs for each row execute function app.copy_words()" },
  { flaw: 'silo/rls-off', what: 'a new table without a wall', sql: 'create table public.notes (id uuid primary key, clinic_id uuid not null, body text); grant select on public.notes to authenticated' },
  { flaw: 'latency/slow-function', what: 'a pause in what every call begins with', change: { of: 'public.open_call', from: /\nbegin\n/i, to: '\nbegin\n  perform pg_catalog.pg_sleep(1);\n' } },
  { flaw: 'handoff/unguarded', what: 'the trigger that takes a booked lead off the list dropped', sql: 'drop trigger bookings_settle_lead on bookings' },
  { flaw: 'silo/extension-exposed', what: 'an extension in the exposed schema', sql: 'alter extension btree_gist set schema public' },
  { flaw: 'collision/no-row-lock', what: 'a lock that others may have too', change: { of: 'app.claim', from: 'order by p.id for update', to: 'order by p.id for share' } },
  { flaw: 'collision/no-row-lock', what: 'a lock that passes over what is locked', change: { of: 'app.claim', from: 'order by p.id for update', to: 'order by p.id for update skip locked' } },
  { flaw: 'silo/direct-writes-open', what: 'a trigger that only fires on a replica', sql: 'alter table leads enable replica trigger refuse_direct_write' },
  { flaw: 'silo/rewrite-rule', what: 'a rule that swallows what is written', sql: 'create rule quiet as on delete to booking_audit do instead nothing' },
  { flaw: 'silo/engine-unsafe', what: 'a role that may act as one that bypasses', sql: 'grant service_role to authenticated' },
  { flaw: 'silo/engine-unsafe', what: 'whoever is not signed in reads everything', sql: 'grant pg_read_all_data to anon' },
  { flaw: 'silo/engine-unsafe', what: 'a role that bypasses', sql: 'alter role anon bypassrls' },
  { flaw: 'silo/engine-unsafe', what: 'an agent that may do anything', sql: 'alter role voice_agent superuser' },
  { flaw: 'silo/engine-unsafe', what: 'an engine that can log in', sql: 'alter role clinic_engine login' },
  { flaw: 'silo/table-owned-by-request', what: 'a table that belongs to whoever is signed in', sql: 'grant create on schema public to authenticated; alter table bookings owner to authenticated; revoke create on schema public from authenticated' },
  { flaw: 'collision/not-durable', what: 'a table that is empty after a crash', sql: 'alter table app.idempotency_keys set unlogged' },
  { flaw: 'silo/policy-without-membership', what: 'a policy that any clinic satisfies', sql: 'create policy x on contacts for select to authenticated using (clinic_id is not null)' },
  { flaw: 'silo/policy-without-membership', what: 'membership that is asked and not compared', sql: 'create policy x on contacts for select to authenticated using ((select app.my_clinics()) is not null)' },
  { flaw: 'silo/policy-without-membership', what: 'membership turned round', sql: 'create policy x on contacts for select to authenticated using (not clinic_id = any ((select app.my_clinics())::uuid[]))' },
  { flaw: 'silo/policy-always-true', what: 'a truth that is not written "true"', sql: 'create policy x on contacts for select to authenticated using (2 > 1)' },
  { flaw: 'silo/policy-without-check', what: 'a policy for inserting', sql: 'create policy x on contacts for insert to authenticated with check (clinic_id = any ((select app.my_clinics())::uuid[]))' },
  { flaw: 'handoff/unguarded', what: 'a column without its default', sql: 'alter table messages alter column created_at drop default, alter column created_at drop not null' },
  { flaw: 'redaction/unguarded', what: 'words that may be missing', sql: 'alter table logs alter column text drop not null' },
  { flaw: 'silo/clinic-nullable', what: 'a new table of rows of no clinic', sql: newTable('clinic_id uuid, at timestamptz') },
  { flaw: 'silo/policy-missing', what: 'a new table without a policy', sql: newTable('clinic_id uuid not null, at timestamptz', { hasPolicy: false }) },
  { flaw: 'redaction/raw-words-column', what: 'a new table of transcripts', sql: newTable('clinic_id uuid not null, transcript text') },
  { flaw: 'silo/loose-foreign-key', what: 'a new reference without its clinic', sql: newTable('clinic_id uuid not null, contact_id uuid references contacts (id)') },
  { flaw: 'silo/mutable-search-path', what: 'a new definer function without a search_path', sql: "create function public.mine(p uuid) returns bigint language sql security definer as $$ select count(*) from public.leads l where l.clinic_id = p and app.may_act(p) $$; revoke execute on function public.mine(uuid) from public; grant execute on function public.mine(uuid) to authenticated" },
  { flaw: 'silo/mutable-search-path', what: 'a definer function that looks in public', sql: "do $$ begin execute (select format('alter function %s set search_path = public', p.oid::regprocedure) from pg_proc p where p.proname = 'cancel_booking'); end $$" },
  { flaw: 'handoff/not-triggered', what: 'the function of the report dropped', sql: "do $$ begin execute (select format('drop function %s', p.oid::regprocedure) from pg_proc p where p.proname = 'note_report'); end $$" },
  { flaw: 'handoff/outbox-changed', what: 'a hand-off that does nothing', sql: "do $$ declare t text; begin select pg_get_functiondef(oid) into t from pg_proc where proname = 'hand_off'; t := regexp_replace(t, '\\mbegin\\M', 'begin return null;', 'i'); execute t; end $$" },
  { flaw: 'silo/function-out-of-reach', what: 'an agent that may not book', sql: "do $$ begin execute (select format('revoke execute on function %s from voice_agent', p.oid::regprocedure) from pg_proc p where p.proname = 'claim_slot_atomic'); end $$" },
  { flaw: 'silo/table-missing', what: 'a table dropped', sql: 'drop table call_backs cascade' },
  { flaw: 'silo/guards-switched-off', what: 'a database whose triggers are off', sql: "do $$ begin execute format('alter database %I set session_replication_role = replica', current_database()); end $$" },
  { flaw: 'redaction/raw-words-column', what: 'a column of free text on calls', sql: 'alter table calls add column remarks text' },
  { flaw: 'redaction/no-table-check', what: 'a constraint of the log that accepts everything', sql: "alter table logs drop constraint logs_are_redacted; alter table logs add constraint logs_are_redacted check (app.is_redacted(text) or true)" },
  { flaw: 'redaction/check-weakened', what: 'the redactor\'s check dropped with what uses it', sql: "drop function app.is_redacted(text) cascade" },
  { flaw: 'collision/no-exclusion-constraint', what: 'the time with its buffers dropped', sql: 'alter table bookings drop column block cascade' },
  { flaw: 'silo/rls-off', what: 'keys without row level security', sql: 'alter table app.clinic_keys disable row level security' },
  { flaw: 'silo/policy-changed', what: 'a policy for another role', sql: 'alter policy "members read their clinics" on calls to voice_agent' },
  { flaw: 'silo/policy-changed', what: 'a policy that holds back dropped', sql: "do $$ declare p record; begin select polname, polrelid::regclass as t into p from pg_policy where not polpermissive limit 1; execute format('drop policy %I on %s', p.polname, p.t); end $$" },
  { flaw: 'silo/policy-changed', what: 'a policy that holds nothing back any more', sql: "do $$ declare p record; begin select polname, polrelid::regclass as t into p from pg_policy where not polpermissive limit 1; execute format('alter policy %I on %s using (true)', p.polname, p.t); end $$" },
  { flaw: 'collision/no-lock-timeout', what: 'a claim whose patience is endless', sql: "do $$ begin execute (select format('alter function %s set lock_timeout = 0', p.oid::regprocedure) from pg_proc p where p.proname = 'claim_slot_atomic'); end $$" },
  { flaw: 'latency/slow-function', what: 'a claim that sleeps first', change: { of: 'public.claim_slot_atomic', from: /\nbegin\n/i, to: '\nbegin\n  perform pg_sleep(2);\n' } },
  { flaw: 'collision/no-exclusion-constraint', what: 'the exclusion constraint asked at the end only', sql: `alter table bookings drop constraint bookings_never_overlap;
    alter table bookings add constraint bookings_never_overlap exclude using gist (practitioner_id with =, block with &&) where (status = any (array['held', 'booked'])) deferrable initially deferred` },
  { flaw: 'collision/no-exclusion-constraint', what: 'the exclusion constraint for each contact alone', sql: `alter table bookings drop constraint bookings_never_overlap;
    alter table bookings add constraint bookings_never_overlap exclude using gist (practitioner_id with =, contact_id with =, block with &&) where (status = any (array['held', 'booked']))` },
  { flaw: 'silo/excess-grant', what: 'a grant that may be handed on', sql: 'grant select on bookings to authenticated with grant option' },
  { flaw: 'silo/membership-changed', what: 'everybody may act for everybody', sql: "do $$ begin execute (select replace(pg_get_functiondef(p.oid), substring(p.prosrc from 1), case p.prolang when (select oid from pg_language where lanname = 'sql') then ' select true ' else ' begin return true; end ' end) from pg_proc p where p.proname = 'may_act'); end $$" },
  { flaw: 'silo/loose-foreign-key', what: 'a reference made anew without its clinic', sql: "do $$ declare k record; begin select conname into k from pg_constraint where conrelid = 'public.leads'::regclass and confrelid = 'public.contacts'::regclass and contype = 'f'; execute format('alter table leads drop constraint %I', k.conname); execute format('alter table leads add constraint %I foreign key (contact_id) references contacts (id)', k.conname); end $$" },
  { flaw: 'redaction/raw-words-column', what: 'a column of raw transcripts on leads', sql: 'alter table leads add column raw_transcript jsonb' },
  { flaw: 'silo/engine-unsafe', what: 'signed-in people who make roles', sql: 'alter role authenticated createrole' },
  { flaw: 'silo/clinic-nullable', what: 'rows that lost their clinic', sql: 'alter table call_backs drop column clinic_id cascade' },
  { flaw: 'handoff/unguarded', what: 'leads without their deadline', sql: 'alter table leads drop column deadline_at cascade' },
  { flaw: 'silo/table-missing', what: 'the table of claims\' keys dropped', sql: 'drop table app.idempotency_keys cascade' },
  { flaw: 'silo/direct-writes-open', what: 'direct writes that are swallowed and not refused', sql: "create or replace function app.refuse_direct_write() returns trigger language plpgsql as $$ begin return null; end $$" },
  { flaw: 'handoff/duplicates-possible', what: 'one lead a call, asked at the end only', sql: "do $$ declare d text; begin select pg_get_constraintdef(oid) into d from pg_constraint where conname = 'leads_one_a_call'; alter table leads drop constraint leads_one_a_call cascade; execute 'alter table leads add constraint leads_one_a_call ' || d || ' deferrable initially deferred'; end $$" },
]

describe('the audit of the catalogue', () => {
  const db = useDatabase({ max: 2 })
  const inspect = async (sql: Sql) => (await inspectCatalogue(sql)).findings

  async function plant(sql: Sql, { sql: statements, change }: Planted): Promise<void> {
    if (statements) await sql.unsafe(statements)
    if (!change) return
    const [row] = await sql<{ text: string }[]>`select pg_get_functiondef(p.oid) as text from pg_proc p where p.oid = (select q.oid from pg_proc q where q.pronamespace::regnamespace::text || '.' || q.proname = ${change.of} limit 1)`
    const changed = row!.text.replace(change.from, change.to)
    expect(changed).not.toBe(row!.text)
    await sql.unsafe(changed)
  }

  /** Roles are shared by every database of the server, so whatever is planted is seen in its own transaction alone and never stays. */
  async function undone(work: (sql: Sql) => Promise<void>): Promise<void> {
    const undo = new Error('undo')
    await db.sql.begin(async (tx) => {
      await work(tx as unknown as Sql)
      throw undo
    }).catch((error: unknown) => { if (error !== undo) throw error })
  }

  test('what is written down is what the migrations make: node --conditions=react-server lib/commands/audit-baseline.ts writes it anew', async () => {
    expect(await readFacts(db.sql)).toEqual(baseline())
  })

  test('a database as the migrations make it has no finding of any severity', async () => {
    expect(await inspect(db.sql)).toEqual([])
  })

  test.each(planted.map((one) => [one.flaw, one.what, one] as const))('%s: %s is named, alone, and its fix mends it', async (flaw, _, one) => {
    await undone(async (sql) => {
      await plant(sql, one)
      const named = await inspect(sql)
      expect(named.map((finding) => finding.id)).toEqual([flaw])
      expect(named[0]!.evidence).not.toBe('')
      expect(named[0]!.location).not.toBe('')
      // As somebody would run it: as it stands, by the owner of the schema.
      await sql.unsafe(named[0]!.fix.code)
      expect(await inspect(sql)).toEqual([])
    })
  })
})
