-- Audits: an owner asks, the worker tries and inspects the deployment, the report is kept for the clinic that asked. A certificate is a
-- report that passed, for thirty days, and only for the program, the configuration and the database that it was about.

create function app.schema_print() returns text
language sql stable set search_path = ''
as $$
  select md5(string_agg(x.line, e'\n' order by x.line)) from (
    select pg_catalog.pg_get_functiondef(p.oid) || coalesce(p.proacl::text, '') || p.proowner::regrole::text as line from pg_catalog.pg_proc p
    where p.pronamespace in ('public'::regnamespace, 'app'::regnamespace) and p.prokind = 'f'
    union all
    select c.oid::regclass::text || c.relkind::text || c.relrowsecurity || c.relforcerowsecurity || coalesce(c.reloptions::text, '') || case c.relkind when 'v' then pg_catalog.pg_get_viewdef(c.oid) else '' end
    from pg_catalog.pg_class c where c.relnamespace in ('public'::regnamespace, 'app'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm', 'f')
    union all
    select a.attrelid::regclass::text || a.attname || pg_catalog.format_type(a.atttypid, a.atttypmod) || a.attnotnull
    from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
    where c.relnamespace in ('public'::regnamespace, 'app'::regnamespace) and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
    union all
    select k.conrelid::regclass::text || k.conname || pg_catalog.pg_get_constraintdef(k.oid) from pg_catalog.pg_constraint k where k.connamespace in ('public'::regnamespace, 'app'::regnamespace)
    union all
    select pg_catalog.pg_get_indexdef(i.indexrelid) from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indrelid where c.relnamespace in ('public'::regnamespace, 'app'::regnamespace)
    union all
    select t.tgrelid::regclass::text || pg_catalog.pg_get_triggerdef(t.oid) || t.tgenabled::text from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
    where c.relnamespace in ('public'::regnamespace, 'app'::regnamespace) and not t.tgisinternal
    union all
    select p.schemaname || p.tablename || p.policyname || p.permissive || p.roles::text || p.cmd || coalesce(p.qual, '') || coalesce(p.with_check, '')
    from pg_catalog.pg_policies p where p.schemaname in ('public', 'app')) x
$$;
comment on function app.schema_print() is
  'A fingerprint of what the database is: functions with their rights, tables, columns, constraints, indexes, triggers, policies. Another the moment one of them is changed, by a migration or by hand.';

create table public.audits (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed')),
  report jsonb check (jsonb_typeof(report) = 'object' and length(report::text) <= 4000000),
  build_print text not null check (length(build_print) between 10 and 64),
  schema_print text,
  attempts int not null default 0 check (attempts >= 0),
  requested_by text not null default app.actor(),
  requested_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  finished_at timestamptz,
  unique (clinic_id, id),
  check ((state = 'done') = (report is not null and schema_print is not null)),
  check ((state in ('done', 'failed')) = (finished_at is not null))
);
create index audits_by_clinic on public.audits (clinic_id, requested_at desc, id);
create unique index audits_one_open on public.audits (clinic_id) where state in ('queued', 'running');
comment on table public.audits is 'Audits of the deployment that a clinic asked for, with their reports. A report is about the deployment and holds nothing of any clinic.';
comment on column public.audits.build_print is 'Fingerprint of program and configuration when it was asked for.';
comment on column public.audits.schema_print is 'app.schema_print() when the report was made.';

create function app.enqueue_audit(p_audit uuid) returns void
language sql volatile security definer set search_path = ''
as $$ select app.enqueue('audit', jsonb_build_object('auditId', p_audit), 'audit:' || p_audit, 'audit') $$;

create function public.request_audit(p_clinic_id uuid, p_build_print text) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  c_a_day constant int := 20;
  v_id uuid;
begin
  if not app.may_own(p_clinic_id) or app.is_synthetic(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  if (select count(*) from public.audits a where a.clinic_id = p_clinic_id and a.requested_at > clock_timestamp() - interval '1 day') >= c_a_day then
    return jsonb_build_object('status', 429, 'retryAfterSeconds', 3600);
  end if;
  insert into public.audits (clinic_id, build_print) values (p_clinic_id, p_build_print)
  on conflict (clinic_id) where state in ('queued', 'running') do nothing returning id into v_id;
  if v_id is not null then perform app.enqueue_audit(v_id); end if;
  -- Whoever asks while one is under way has asked for that one.
  return jsonb_build_object('status', 202, 'id', coalesce(v_id, (select a.id from public.audits a where a.clinic_id = p_clinic_id and a.state in ('queued', 'running'))));
exception when check_violation then
  raise sqlstate 'PT422' using message = 'not a fingerprint', detail = 'build';
end
$$;
comment on function public.request_audit(uuid, text) is
  'Asks for an audit; the worker makes it. {status: 202, id}, of the one under way if there is one, or {status: 429, retryAfterSeconds}. Owners and API keys; 403 for everybody else.';

create function app.begin_audit(p_audit uuid) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare c_most constant int := 3;
begin
  -- A worker that was killed left it running: it is begun again, though not for ever.
  update public.audits a set state = 'failed', finished_at = clock_timestamp() where a.id = p_audit and a.state in ('queued', 'running') and a.attempts >= c_most;
  update public.audits a set state = 'running', attempts = a.attempts + 1, started_at = clock_timestamp() where a.id = p_audit and a.state in ('queued', 'running');
  return found;
end
$$;
comment on function app.begin_audit(uuid) is 'True when the audit is to be made now; a third attempt is the last.';

create function app.finish_audit(p_audit uuid, p_report jsonb) returns void
language sql volatile security definer set search_path = ''
as $$
  update public.audits a set state = case when p_report is null then 'failed' else 'done' end, report = p_report, finished_at = clock_timestamp(),
    schema_print = case when p_report is not null then app.schema_print() end
  where a.id = p_audit and a.state = 'running'
$$;
comment on function app.finish_audit(uuid, jsonb) is 'The report of an audit, or null when it could not be made.';

select app.build_wall();
grant execute on function public.request_audit(uuid, text) to authenticated, api_client, service_role;
grant execute on function app.schema_print() to authenticated, api_client;
create trigger audits_announce after insert or update on public.audits for each row execute function app.announce();
