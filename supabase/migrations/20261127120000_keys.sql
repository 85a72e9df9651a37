-- Keys of a clinic: each with a name, what it may do, who made it, and when it was last used. The secret itself is shown once and never stored.

alter table app.clinic_keys
  add column id uuid not null default gen_random_uuid(),
  add column label text not null default 'Key' check (length(btrim(label)) between 1 and 60),
  -- Keys from before there were scopes may do all that keys may.
  add column scopes text[] not null default '{read,book,contacts,tests}' check (scopes <@ array['read', 'book', 'contacts', 'tests'] and cardinality(scopes) > 0),
  add column created_by text not null default app.actor(),
  add column last_used_at timestamptz,
  add column expires_at timestamptz,
  add unique (clinic_id, id);
comment on column app.clinic_keys.scopes is
  'read: see the diary, calls, leads and settings. book: make, move and cancel bookings, answer leads. contacts: a person''s rights, so export and erasure. tests: live tests and simulated calls.';
comment on column app.clinic_keys.last_used_at is 'To the minute: a key in use writes once a minute, not once a request.';
update app.clinic_keys k set label = case k.kind when 'api' then 'First key' else 'Voice platform' end;

create function app.key_may(p_scopes text[]) returns boolean
language sql stable set search_path = ''
as $$ select app.caller_role() <> 'api_client' or coalesce(app.claims() -> 'scopes' ?| p_scopes, false) $$;
comment on function app.key_may(text[]) is 'Whether whoever asks is no API key, or one with any of these scopes. A key''s token that names no scope has none.';

create function app.check_scope() returns trigger
language plpgsql set search_path = ''
as $$
begin
  if not app.key_may(tg_argv) then raise sqlstate '42501' using message = 'forbidden'; end if;
  -- After a statement this is nobody's; before a row it is the row.
  return new;
end
$$;
comment on function app.check_scope() is 'Trigger: a write that an API key began, by whatever function, is refused unless the key has one of these scopes.';

-- Which scopes see a table, and which change it. Whatever is not named here is seen by read and changed by any scope but read alone.
create function app.fence_keys() returns void
language plpgsql volatile set search_path = ''
as $$
declare
  c_read constant jsonb := '{"clinics": ["read", "book", "contacts", "tests"], "practitioners": ["read", "book", "tests"], "procedures": ["read", "book", "tests"],
    "practitioner_procedures": ["read", "book", "tests"], "working_hours": ["read", "book"], "bookings": ["read", "book"],
    "contacts": ["read", "contacts"], "erasures": ["read", "contacts"], "erasure_receipts": ["read", "contacts"], "rights_requests": ["read", "contacts"],
    "live_test_runs": ["read", "tests"]}';
  c_write constant jsonb := '{"bookings": ["book", "contacts"], "erasures": ["contacts"], "rights_requests": ["contacts"], "live_test_runs": ["tests"],
    "access_log": ["read", "book", "contacts", "tests"]}';
  v_table record;
begin
  for v_table in
    select c.oid, c.relname as name from pg_catalog.pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and not exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid and p.polname = 'a key sees within its scopes')
  loop
    execute format('create policy "a key sees within its scopes" on public.%I as restrictive for select to api_client using ((select app.key_may(%L)))',
      v_table.name, (select array_agg(x) from jsonb_array_elements_text(coalesce(c_read -> v_table.name, '["read"]')) x));
    execute format('create trigger within_scopes before insert or update or delete on public.%I for each statement execute function app.check_scope(%s)',
      v_table.name, (select string_agg(quote_literal(x), ', ') from jsonb_array_elements_text(coalesce(c_write -> v_table.name, '["book", "contacts", "tests"]')) x));
  end loop;
end
$$;
comment on function app.fence_keys() is 'Puts what a key''s scopes open and shut around every table that has it not yet; part of app.build_wall().';

-- An export changes nothing but the note that it was made, so the note is where it is refused.
create trigger exports_within_scopes before insert on public.access_log
  for each row when (new.kind = 'export') execute function app.check_scope('contacts');

-- The wall as before, whatever it has become, and the fence of the keys after it.
alter function app.build_wall() rename to build_wall_of_clinics;
create function app.build_wall() returns void
language plpgsql volatile set search_path = ''
as $$
begin
  perform app.build_wall_of_clinics();
  perform app.fence_keys();
  -- Only whoever migrates builds.
  revoke execute on function app.build_wall(), app.build_wall_of_clinics(), app.fence_keys() from clinic_engine, service_role;
end
$$;
comment on function app.build_wall() is
  'Row level security, policies, grants and the fence of API keys for every table that has none yet, the engine as owner of new definer functions. Each migration with tables or functions ends with it, then grants its own RPCs.';

create function app.owns_in_person(p_clinic uuid) returns boolean
language sql stable set search_path = ''
as $$ select app.caller_role() = 'authenticated' and app.may_own(p_clinic) $$;
comment on function app.owns_in_person(uuid) is 'Whether a signed-in owner asks: what no key may do, or one that leaked could make others.';

create function public.make_key(p_clinic_id uuid, p_label text, p_scopes text[], p_hash bytea, p_expires_at timestamptz default null) returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  c_most constant int := 50;
  v_id uuid;
begin
  if not app.owns_in_person(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  if p_expires_at <= clock_timestamp() then raise sqlstate 'PT422' using message = 'that is past already', detail = 'expiresAt'; end if;
  perform 1 from public.clinics c where c.id = p_clinic_id for no key update;
  if (select count(*) from app.clinic_keys k where k.clinic_id = p_clinic_id and k.kind = 'api' and k.revoked_at is null) >= c_most then
    raise sqlstate 'PT422' using message = 'fifty keys at once are the most: revoke one that is not used', detail = 'label';
  end if;
  insert into app.clinic_keys (hash, clinic_id, kind, label, scopes, expires_at)
  values (p_hash, p_clinic_id, 'api', btrim(p_label), (select array_agg(distinct s) from unnest(p_scopes) s), p_expires_at) returning id into v_id;
  return v_id;
exception when check_violation or not_null_violation or unique_violation then
  raise sqlstate 'PT422' using message = 'a name of up to sixty letters, one scope or more, and the hash of a new secret', detail = 'scopes';
end
$$;
comment on function public.make_key(uuid, text, text[], bytea, timestamptz) is 'Keeps a new key by the SHA-256 of its secret. Signed-in owners only; 403 for everybody else.';

create function public.revoke_key(p_clinic_id uuid, p_key_id uuid) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if not app.owns_in_person(p_clinic_id)
    or not exists (select from app.clinic_keys k where k.clinic_id = p_clinic_id and k.id = p_key_id and k.kind = 'api') then
    raise sqlstate 'PT403' using message = 'forbidden';
  end if;
  update app.clinic_keys k set revoked_at = clock_timestamp() where k.clinic_id = p_clinic_id and k.id = p_key_id and k.revoked_at is null;
  return found;
end
$$;
comment on function public.revoke_key(uuid, uuid) is 'The key opens nothing from now on. True the first time. Signed-in owners only; 403 for everybody else and for a key that is not this clinic''s.';

create function public.list_keys(p_clinic_id uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  if not app.owns_in_person(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  return (select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'label', k.label, 'scopes', to_jsonb(k.scopes), 'createdBy', k.created_by,
      'createdAt', app.rfc3339(k.created_at, c.time_zone), 'lastUsedAt', app.rfc3339(k.last_used_at, c.time_zone), 'expiresAt', app.rfc3339(k.expires_at, c.time_zone),
      'revokedAt', app.rfc3339(k.revoked_at, c.time_zone)) order by k.revoked_at nulls first, k.created_at desc, k.id), '[]')
    from app.clinic_keys k join public.clinics c on c.id = k.clinic_id where k.clinic_id = p_clinic_id and k.kind = 'api'
      and (k.revoked_at is null or k.revoked_at > now() - interval '90 days'));
end
$$;
comment on function public.list_keys(uuid) is
  'The clinic''s API keys, never their secrets: [{id, label, scopes, createdBy, createdAt, lastUsedAt, expiresAt, revokedAt}]; revoked ones for ninety days. Signed-in owners only.';

select app.build_wall();
grant execute on function app.key_may(text[]) to authenticated, voice_agent, api_client;
grant execute on function public.make_key(uuid, text, text[], bytea, timestamptz), public.revoke_key(uuid, uuid), public.list_keys(uuid) to authenticated;
