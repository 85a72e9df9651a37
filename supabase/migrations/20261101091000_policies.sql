-- The wall. Row level security is enabled and forced on every table; a person reaches a row only through clinic_members,
-- a voice agent or an API key only through the clinic in its token. The data API reads; every write is an RPC.

grant usage, create on schema public, app to clinic_engine;

do $$
declare
  v_table record;
  v_function record;
begin
  for v_table in
    select n.nspname as schema, c.relname as name, c.oid,
      case when c.relname = 'clinics' and n.nspname = 'public' then 'id' else 'clinic_id' end as clinic_column
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'app') and c.relkind = 'r'
  loop
    execute format('alter table %I.%I enable row level security', v_table.schema, v_table.name);
    execute format('alter table %I.%I force row level security', v_table.schema, v_table.name);
    execute format('revoke all on %I.%I from anon, authenticated, voice_agent, api_client', v_table.schema, v_table.name);
    execute format('grant select, insert, update, delete on %I.%I to clinic_engine', v_table.schema, v_table.name);
    execute format('grant select, insert, update, delete on %I.%I to service_role', v_table.schema, v_table.name);
    continue when v_table.schema = 'app';
    execute format('grant select on %I.%I to authenticated, voice_agent, api_client', v_table.schema, v_table.name);
    execute format('create policy "members read their clinics" on %I.%I for select to authenticated '
      'using (%I = any ((select app.my_clinics())::uuid[]))', v_table.schema, v_table.name, v_table.clinic_column);
    execute format('create policy "programs read the clinic of their token" on %I.%I for select to voice_agent, api_client '
      'using (%I = (select app.token_clinic()))', v_table.schema, v_table.name, v_table.clinic_column);
  end loop;

  -- Definer functions belong to the engine, which can do nothing but what its grants say. enqueue is the exception: it
  -- needs the rights of the owner of the job tables.
  for v_function in
    select p.oid::regprocedure as signature from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'app') and p.prosecdef and p.proname <> 'enqueue'
  loop
    execute format('alter function %s owner to clinic_engine', v_function.signature);
  end loop;
end
$$;

revoke create on schema public, app from clinic_engine;
-- Postgres lets PUBLIC execute every new function; a helper that acts without asking who calls must not be reached past its RPC.
revoke execute on all functions in schema public, app from public;
grant execute on all functions in schema app to clinic_engine;
grant execute on all functions in schema app to service_role;

grant execute on function
  public.available_slots(uuid, text, timestamptz, timestamptz, uuid),
  public.open_hours(uuid, date, date),
  public.claim_slot_atomic(uuid, text, timestamptz, uuid, jsonb, uuid, boolean, int, text),
  public.move_booking(uuid, timestamptz, uuid, uuid, text),
  public.cancel_booking(uuid, uuid)
  to authenticated, voice_agent, api_client, service_role;
grant execute on function public.connect_calendar(uuid, text, text) to authenticated;
grant execute on function public.confirm_booking(uuid, boolean) to authenticated, api_client, service_role;
grant execute on function
  public.note_call(uuid, text, text, timestamptz, text, text, boolean),
  public.open_call(uuid, text, timestamptz, text, boolean, text[]),
  public.note_call_details(uuid, text, text, text),
  public.note_tool_call(uuid, text, text, jsonb, int),
  public.note_report(uuid, jsonb),
  public.caller_bookings(uuid),
  public.ask_for_person(uuid, text)
  to voice_agent, service_role;
grant execute on function app.rfc3339(timestamptz, text) to authenticated, voice_agent, api_client;

grant execute on function app.warm_up() to anon;

-- A write that row level security would silently turn into "0 rows" is refused aloud instead: statement triggers fire even
-- when no row does. RPCs run as the engine and pass.
create function app.refuse_direct_write() returns trigger
language plpgsql set search_path = ''
as $$
begin
  if current_user in ('anon', 'authenticated', 'voice_agent', 'api_client') then
    raise sqlstate '42501' using message = 'forbidden';
  end if;
  return null;
end
$$;
revoke execute on function app.refuse_direct_write() from public;

do $$
declare v_table record;
begin
  for v_table in
    select c.relname as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r'
  loop
    execute format('create trigger refuse_direct_write before insert or update or delete or truncate on public.%I '
      'for each statement execute function app.refuse_direct_write()', v_table.name);
  end loop;
end
$$;
