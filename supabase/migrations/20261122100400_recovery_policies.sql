-- The wall around what is new: the same two ways to read, no way to write but the RPCs.

grant usage, create on schema public, app to clinic_engine;
do $$
declare
  v_table record;
  v_function record;
begin
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
end
$$;
revoke create on schema public, app from clinic_engine;

revoke execute on all functions in schema public, app from public;
grant execute on all functions in schema app to clinic_engine, service_role;
grant execute on function
  public.note_consent(uuid, text, text, text, text, text, timestamptz),
  public.note_heard(uuid, jsonb),
  public.note_line(uuid, boolean, text),
  public.note_text_status(uuid, text, text, int),
  public.receive_text(uuid, text, text, text, text, int, text),
  public.book_lead(uuid, timestamptz, uuid, boolean, text, text, text)
  to voice_agent, service_role;
grant execute on function public.send_staff_text(uuid, text, text), public.finish_task(uuid, boolean), public.mark_attendance(uuid, boolean)
  to authenticated, api_client, service_role;
grant execute on function public.save_text_settings(uuid, text, boolean, boolean, boolean) to authenticated;
grant execute on function app.worker_is_alive() to authenticated, api_client;
grant execute on function app.open_link(bytea), app.take(bytea, int), app.clinic_of_sms_number(text) to anon;

create trigger leads_announce after insert or update on public.leads for each row execute function app.announce();
create trigger messages_announce after insert or update on public.messages for each row execute function app.announce();
create trigger staff_tasks_announce after insert or update on public.staff_tasks for each row execute function app.announce();
create trigger call_backs_announce after insert or update on public.call_backs for each row execute function app.announce();
