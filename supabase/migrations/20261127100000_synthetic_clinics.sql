-- Synthetic clinics: made for one test, seen by nobody but that test, and removed whole. A promise is tried on the deployment itself,
-- through the same routes and rows as a real clinic's, and leaves nothing behind but its result.
--
-- Nobody is a member of one, and its keys are known to the process that runs the test alone. So no list, ledger or page of a real clinic
-- can hold anything of it: row level security is what keeps it apart, and nothing else has to know.

create table app.synthetic_clinics (
  clinic_id uuid primary key references public.clinics (id) on delete cascade,
  run_id uuid not null,
  host_id uuid,
  expires_at timestamptz not null
);
create index synthetic_clinics_by_run on app.synthetic_clinics (run_id);
create index synthetic_clinics_by_host on app.synthetic_clinics (host_id);
comment on table app.synthetic_clinics is
  'Which clinics were made for a test, by which run, for which clinic (none: the audit), and when they go even if the run was killed.';

create function app.is_synthetic(p_clinic uuid) returns boolean
language sql stable security definer set search_path = ''
as $$ select exists (select from app.synthetic_clinics s where s.clinic_id = p_clinic) $$;
comment on function app.is_synthetic(uuid) is 'Whether the clinic was made for a test.';

-- No person and no provider is reached from a synthetic clinic. With the sandbox a text goes the whole way; with a real carrier it stops
-- where a simulated call's does (see app.why_not_text below). The rest stops here, whoever writes the row.
create function app.reach_nobody() returns trigger
language plpgsql set search_path = ''
as $$
begin
  case tg_table_name
    when 'calls' then
      new.is_test := true;
      -- The voice platform never had this call: it is neither asked after it nor asked to delete it.
      new.asked_at := 'infinity';
      new.forget_state := null;
    when 'call_backs', 'alert_notices' then
      new.state := 'cancelled';
      new.reason := 'test_call';
    when 'erasure_receipts' then
      new.state := 'done';
      new.done_at := coalesce(new.done_at, clock_timestamp());
      new.ref := null;
      new.next_at := null;
  end case;
  return new;
end
$$;
comment on function app.reach_nobody() is 'Trigger: what a synthetic clinic writes asks nothing of anybody outside.';
create trigger calls_reach_nobody before insert or update on public.calls
  for each row when (app.is_synthetic(new.clinic_id)) execute function app.reach_nobody();
create trigger call_backs_reach_nobody before insert on public.call_backs
  for each row when (app.is_synthetic(new.clinic_id)) execute function app.reach_nobody();
create trigger alert_notices_reach_nobody before insert on public.alert_notices
  for each row when (app.is_synthetic(new.clinic_id)) execute function app.reach_nobody();
create trigger erasure_receipts_reach_nobody before insert on public.erasure_receipts
  for each row when (app.is_synthetic(new.clinic_id)) execute function app.reach_nobody();

-- As before, and first of all: no text of whatever kind leaves a synthetic clinic for a real carrier.
create or replace function app.why_not_text(p_message public.messages, p_is_sandbox boolean) returns table (status text, reason text)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_lead public.leads;
  v_call public.calls;
  v_phone text := (select k.phone from public.contacts k where k.id = p_message.contact_id);
  v_permission public.consents;
begin
  if not p_is_sandbox and app.is_synthetic(p_message.clinic_id) then return query select 'not_permitted', 'test_call'; return; end if;
  if app.is_suppressed(p_message.clinic_id, v_phone) then return query select 'not_permitted', 'opted_out'; return; end if;
  if app.kind_of_number(v_phone) <> 'mobile' then return query select 'needs_person', app.kind_of_number(v_phone); return; end if;
  if p_message.kind <> 'recovery' then return; end if;
  select * into strict v_lead from public.leads l where l.id = p_message.lead_id;
  select * into strict v_call from public.calls c where c.id = v_lead.call_id;
  v_permission := app.text_permission(v_call.id);
  return query select s.status, s.reason from (values
    (v_lead.is_test and not p_is_sandbox, 'not_permitted', 'test_call'),
    (v_call.is_emergency, 'not_permitted', 'emergency'),
    (v_call.is_under_age or exists (select from public.age_attestations a where a.call_id = v_call.id and not a.is_adult), 'not_permitted', 'under_age'),
    (v_lead.status not in ('waiting', 'held'), v_lead.status, coalesce(v_lead.reason, 'booked_meanwhile')),
    (app.has_booked_since(v_lead.clinic_id, v_call.id, v_phone, v_call.created_at), 'closed', 'booked_meanwhile'),
    (v_permission.value is null or v_permission.value = 'not_offered', 'not_permitted', 'not_offered'),
    (v_permission.value = 'refused', 'not_permitted', 'refused'),
    (v_permission.value <> 'granted' and (select c.texts_need_consent from public.clinics c where c.id = v_lead.clinic_id), 'not_permitted', 'needs_consent')
  ) s (is_so, status, reason) where s.is_so limit 1;
end
$$;

-- Append-only means for ever, with one exception that is written here and nowhere else: rows of a synthetic clinic, deleted by the engine
-- while it removes that very clinic.
create or replace function app.refuse_change() returns trigger
language plpgsql set search_path = ''
as $$
begin
  if tg_op = 'DELETE' and current_user = 'clinic_engine' and current_setting('app.removing', true) <> '' then
    if tg_level = 'STATEMENT' then return null; end if;
    if to_jsonb(old) ->> 'clinic_id' = current_setting('app.removing', true) and app.is_synthetic((to_jsonb(old) ->> 'clinic_id')::uuid) then return old; end if;
  end if;
  raise sqlstate '42501' using message = tg_table_name || ' is append-only';
end
$$;
create trigger booking_audit_rows_stay before delete on public.booking_audit for each row execute function app.refuse_change();

-- Two more functions need the rights of whoever owns the job tables, as app.enqueue does.
create function app.remove_jobs(p_ids uuid[]) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform graphile_worker.remove_job(j.key) from graphile_worker._private_jobs j where j.key is not null and right(j.key, 36) = any (p_ids::text[]);
end
$$;
comment on function app.remove_jobs(uuid[]) is 'Jobs about any of these ids are no longer wanted: each key ends with the id that it is about.';

create function app.jobs_with(p_words text[]) returns text[]
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (select coalesce(array_agg(distinct 'graphile_worker._private_jobs.' || e.key), '{}')
    from graphile_worker._private_jobs j cross join lateral jsonb_each_text(to_jsonb(j)) e cross join unnest(p_words) w
    where e.key in ('payload', 'key', 'last_error') and strpos(lower(e.value), lower(w)) > 0);
end
$$;
comment on function app.jobs_with(text[]) is 'In which columns of the job table any of the words stands.';

create or replace function app.build_wall() returns void
language plpgsql volatile set search_path = ''
as $$
declare
  -- The functions that touch the job tables keep the rights of whoever owns those.
  c_owners constant text[] := array['enqueue', 'remove_jobs', 'jobs_with'];
  v_table record;
  v_function record;
begin
  -- Whoever gives functions to the engine must let it own them there for that moment.
  grant usage, create on schema public, app to clinic_engine;
  for v_table in
    select n.nspname as schema, c.relname as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'app') and c.relkind = 'r' and not c.relrowsecurity
  loop
    execute format('alter table %I.%I enable row level security', v_table.schema, v_table.name);
    execute format('alter table %I.%I force row level security', v_table.schema, v_table.name);
    execute format('revoke all on %I.%I from anon, authenticated, voice_agent, api_client', v_table.schema, v_table.name);
    execute format('grant select, insert, update, delete on %I.%I to clinic_engine, service_role', v_table.schema, v_table.name);
    continue when v_table.schema = 'app';
    execute format('grant select on %I.%I to authenticated, voice_agent, api_client', v_table.schema, v_table.name);
    execute format('create policy "members read their clinics" on %I.%I for select to authenticated '
      'using (clinic_id = any ((select app.my_clinics())::uuid[]))', v_table.schema, v_table.name);
    execute format('create policy "programs read the clinic of their token" on %I.%I for select to voice_agent, api_client '
      'using (clinic_id = (select app.token_clinic()))', v_table.schema, v_table.name);
    execute format('create trigger refuse_direct_write before insert or update or delete or truncate on %I.%I '
      'for each statement execute function app.refuse_direct_write()', v_table.schema, v_table.name);
  end loop;
  for v_function in
    select p.oid::regprocedure as signature from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'app') and p.prosecdef and p.proname <> all (c_owners) and pg_catalog.pg_get_userbyid(p.proowner) <> 'clinic_engine'
  loop
    execute format('alter function %s owner to clinic_engine', v_function.signature);
  end loop;
  revoke create on schema public, app from clinic_engine;
  -- Postgres lets PUBLIC execute every new function.
  revoke execute on all functions in schema public, app from public;
  grant execute on all functions in schema app to clinic_engine, service_role;
  -- Only whoever migrates builds.
  revoke execute on function app.build_wall() from clinic_engine, service_role;
end
$$;

create function app.make_synthetic(p_run uuid, p_host uuid, p_keys jsonb, p_minutes int) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_keys record;
  v_clinic public.clinics;
  v_number text;
  v_made jsonb := '[]';
  v_claims text := current_setting('request.jwt.claims', true);
begin
  -- What follows is the engine's own doing, whatever whoever asked for it may do elsewhere.
  perform set_config('request.jwt.claims', '{"role": "service_role", "sub": "live-test"}', true);
  -- Each has a number that no clinic has, out of those that are kept for drama; two runs choose one after the other.
  perform pg_advisory_xact_lock(hashtext('callwaiting-synthetic'));
  for v_keys in select k.one, k.n from jsonb_array_elements(p_keys) with ordinality k(one, n) where k.n <= 2 order by k.n loop
    select x.number into v_number from (select '+447700900' || lpad(n::text, 3, '0') as number from generate_series(0, 999) n) x
    where not exists (select from public.clinics c where x.number in (c.phone_number, c.sms_number)) order by random() limit 1;
    insert into public.clinics (slug, name, time_zone, phone_number, min_notice_minutes)
    values ('synthetic-' || p_run || '-' || v_keys.n, 'Synthetic Clinic ' || chr(64 + v_keys.n::int), 'Europe/London', v_number, 0) returning * into v_clinic;
    insert into app.synthetic_clinics (clinic_id, run_id, host_id, expires_at)
    values (v_clinic.id, p_run, p_host, clock_timestamp() + make_interval(mins => p_minutes));
    insert into app.clinic_keys (hash, clinic_id, kind)
    values (decode(v_keys.one ->> 'api', 'hex'), v_clinic.id, 'api'), (decode(v_keys.one ->> 'vapi', 'hex'), v_clinic.id, 'vapi');
    insert into public.practitioners (clinic_id, name) values (v_clinic.id, 'Dr Alderbrook'), (v_clinic.id, 'Dr Birchwater');
    insert into public.procedures (clinic_id, slug, name, public_label, duration_minutes, buffer_before_minutes, buffer_after_minutes, price_pence, is_age_restricted)
    values (v_clinic.id, 'rhinoplasty', 'Rhinoplasty consultation', 'Rhinoplasty consultation', 60, 0, 0, 10000, false),
      (v_clinic.id, 'facelift', 'Facelift consultation', 'Facelift consultation', 45, 10, 20, 10000, false),
      (v_clinic.id, 'lip-filler', 'Lip filler', 'Lip filler', 30, 0, 0, 20000, true);
    insert into public.practitioner_procedures (clinic_id, practitioner_id, procedure_id)
    select v_clinic.id, p.id, q.id from public.practitioners p join public.procedures q on q.clinic_id = p.clinic_id where p.clinic_id = v_clinic.id;
    insert into public.working_hours (clinic_id, practitioner_id, weekday, opens, closes)
    select v_clinic.id, p.id, d, '08:00', '20:00' from public.practitioners p cross join generate_series(1, 7) d where p.clinic_id = v_clinic.id;
    v_made := v_made || jsonb_build_object('id', v_clinic.id, 'timeZone', v_clinic.time_zone,
      'procedures', (select jsonb_agg(jsonb_build_object('slug', q.slug, 'durationMinutes', q.duration_minutes) order by q.slug) from public.procedures q where q.clinic_id = v_clinic.id),
      'practitionerIds', (select jsonb_agg(p.id order by p.name) from public.practitioners p where p.clinic_id = v_clinic.id));
  end loop;
  perform set_config('request.jwt.claims', v_claims, true);
  return v_made;
end
$$;
comment on function app.make_synthetic(uuid, uuid, jsonb, int) is
  'Makes the two clinics of a run, with people, hours and procedures: [{id, timeZone, procedures, practitionerIds}]. p_keys: the SHA-256 of their secrets in hex, [{api, vapi}, {api, vapi}].';

create function app.clinic_tables() returns table (name text, id_column text, is_cascaded boolean)
language sql stable security definer set search_path = ''
as $$
  select format('%I.%I', n.nspname, c.relname), a.attname::text,
    exists (select from pg_catalog.pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any (k.conkey))
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = case when c.oid = 'public.clinics'::regclass then 'id' else 'clinic_id' end
  where n.nspname in ('public', 'app') and c.relkind in ('r', 'p') order by 1
$$;
comment on function app.clinic_tables() is 'Every table with rows of clinics, by the column that says whose they are; whether they go with the clinic by themselves.';

create function app.remove_synthetic(p_clinic uuid) returns void
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s'
as $$
declare
  v_table record;
  v_ids uuid[] := '{}';
  v_more uuid[];
  v_claims text := current_setting('request.jwt.claims', true);
begin
  if not app.is_synthetic(p_clinic) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  perform set_config('request.jwt.claims', '{"role": "service_role", "sub": "live-test"}', true);
  -- Shut first, then in the order of locks that everybody keeps.
  delete from app.clinic_keys k where k.clinic_id = p_clinic;
  perform 1 from app.idempotency_keys k where k.clinic_id = p_clinic order by k.key for update;
  perform 1 from public.calls c where c.clinic_id = p_clinic order by c.id for update;
  perform 1 from public.practitioners p where p.clinic_id = p_clinic order by p.id for update;
  for v_table in select t.name from app.clinic_tables() t join pg_catalog.pg_attribute a on a.attrelid = t.name::regclass and a.attname = 'id' and a.atttypid = 'uuid'::regtype
    where t.name <> 'public.clinics' loop
    execute format('select array_agg(t.id) from %s t where t.clinic_id = $1', v_table.name) into v_more using p_clinic;
    v_ids := v_ids || coalesce(v_more, '{}');
  end loop;
  perform app.remove_jobs(v_ids);
  perform set_config('app.removing', p_clinic::text, true);
  for v_table in select t.name, t.id_column from app.clinic_tables() t where not t.is_cascaded and t.name <> 'public.clinics' loop
    execute format('delete from %s t where t.%I = $1', v_table.name, v_table.id_column) using p_clinic;
  end loop;
  delete from public.clinics c where c.id = p_clinic;
  perform set_config('app.removing', '', true), set_config('request.jwt.claims', v_claims, true);
end
$$;
comment on function app.remove_synthetic(uuid) is 'Removes a synthetic clinic with all that hangs on it, trail and jobs too. Refuses any other clinic.';

create function app.sight_of(p_clinic uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  if not app.is_synthetic(p_clinic) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  return (select jsonb_build_object(
    'bookings', coalesce((select jsonb_agg(jsonb_build_object('practitionerId', b.practitioner_id, 'start', app.rfc3339(lower(b.during), c.time_zone),
        'end', app.rfc3339(upper(b.during), c.time_zone), 'status', b.status) order by lower(b.during), b.id)
      from public.bookings b where b.clinic_id = c.id), '[]'),
    'leads', coalesce((select jsonb_agg(jsonb_build_object('callId', k.vapi_call_id, 'procedure', q.slug, 'createdAt', l.created_at,
        'messages', coalesce((select jsonb_agg(jsonb_build_object(
            'state', case when m.state = 'cancelled' and m.reason = 'test_call' then 'withheld' else m.state end, 'acceptedAt', m.accepted_at) order by m.created_at, m.id)
          from public.messages m where m.lead_id = l.id and m.direction = 'out'), '[]')) order by l.created_at, l.id)
      from public.leads l join public.calls k on k.id = l.call_id left join public.procedures q on q.id = l.procedure_id where l.clinic_id = c.id), '[]'))
    from public.clinics c where c.id = p_clinic);
end
$$;
comment on function app.sight_of(uuid) is
  'What became of a synthetic clinic: {bookings, leads}. callId is the voice platform''s; a text that stopped because the carrier is a real one is "withheld".';

create function app.where_is(p_clinic uuid, p_words text[]) returns text[]
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_table record;
  v_found text[];
  v_all text[] := '{}';
begin
  if not app.is_synthetic(p_clinic) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  for v_table in
    select t.name, format('t.%I = $1', t.id_column) as whose from app.clinic_tables() t
    union all
    -- Tables that belong to no clinic are looked through whole.
    select format('%I.%I', n.nspname, c.relname), '$1 is not null' from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'app') and c.relkind in ('r', 'p') and format('%I.%I', n.nspname, c.relname) not in (select t.name from app.clinic_tables() t)
  loop
    execute format($q$
      select array_agg(distinct %L || '.' || e.key) from %s t cross join lateral jsonb_each_text(to_jsonb(t)) e cross join unnest($2) w
      where %s and e.key = any ($3) and (strpos(lower(e.value), lower(w)) > 0 or strpos(e.value, encode(convert_to(w, 'UTF8'), 'hex')) > 0)$q$, v_table.name, v_table.name, v_table.whose)
    into v_found using p_clinic, p_words, (select array_agg(a.attname::text) from pg_catalog.pg_attribute a where a.attrelid = v_table.name::regclass and a.attnum > 0
      and a.atttypid not in ('uuid'::regtype, 'boolean'::regtype, 'integer'::regtype, 'bigint'::regtype, 'timestamptz'::regtype, 'tstzrange'::regtype, 'time'::regtype));
    v_all := v_all || coalesce(v_found, '{}');
  end loop;
  return (select coalesce(array_agg(distinct x order by x), '{}') from unnest(v_all || app.jobs_with(p_words)) x);
end
$$;
comment on function app.where_is(uuid, text[]) is
  'In which columns of the synthetic clinic''s rows, of tables that belong to no clinic, or of the job queue any of the words stands: "schema.table.column", each once. Never the value.';
