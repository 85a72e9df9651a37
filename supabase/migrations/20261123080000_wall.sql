-- The wall as one call: what every migration that makes tables or functions ends with, so that none forgets a part of it.

create function app.build_wall() returns void
language plpgsql volatile set search_path = ''
as $$
declare
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
    where n.nspname in ('public', 'app') and p.prosecdef and p.proname <> 'enqueue' and pg_catalog.pg_get_userbyid(p.proowner) <> 'clinic_engine'
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
comment on function app.build_wall() is
  'Row level security, policies and grants for every table that has none yet, the engine as owner of new definer functions. Each migration with tables or functions ends with it, then grants its own RPCs.';
revoke execute on function app.build_wall() from public;
