-- Calls: what the webhook writes. Every function takes effect once, in whatever order messages come.

create function app.call_rank(p_status text) returns int
language sql immutable set search_path = ''
as $$ select array_position(array['scheduled', 'queued', 'ringing', 'in-progress', 'forwarding', 'ended'], p_status) $$;

create function public.note_call(
  p_clinic_id uuid, p_vapi_call_id text, p_status text default null, p_at timestamptz default null, p_phone text default null,
  p_ended_reason text default null, p_is_test boolean default false
) returns uuid
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s'
as $$
declare
  v_call public.calls;
  v_contact uuid;
begin
  if not app.may_act(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  insert into public.calls (clinic_id, vapi_call_id, status, started_at, is_test)
  values (p_clinic_id, p_vapi_call_id, coalesce(p_status, 'in-progress'), least(coalesce(p_at, now()), now()), p_is_test)
  on conflict (clinic_id, vapi_call_id) do nothing;
  select * into strict v_call from public.calls c where c.clinic_id = p_clinic_id and c.vapi_call_id = p_vapi_call_id for no key update;
  if v_call.contact_id is null and p_phone is not null then v_contact := app.upsert_contact(p_clinic_id, null, p_phone, null); end if;
  -- Only forward: a late "ringing" says nothing new, and nothing comes after "ended".
  update public.calls c set
    status = case when app.call_rank(p_status) > app.call_rank(c.status) then p_status else c.status end,
    started_at = least(c.started_at, coalesce(p_at, c.started_at)),
    ended_at = case when p_status = 'ended' then coalesce(c.ended_at, greatest(p_at, c.started_at)) else c.ended_at end,
    ended_reason = coalesce(c.ended_reason, case when p_status = 'ended' then p_ended_reason end),
    was_transferred = c.was_transferred or coalesce(p_status = 'forwarding', false),
    contact_id = coalesce(c.contact_id, v_contact)
  where c.id = v_call.id and (
    app.call_rank(p_status) > app.call_rank(c.status) or p_at < c.started_at or v_contact is not null
    or p_status = 'ended' and (c.ended_at is null or c.ended_reason is null and p_ended_reason is not null));
  return v_call.id;
end
$$;
comment on function public.note_call(uuid, text, text, timestamptz, text, text, boolean) is
  'Finds or makes the call and applies a status to it, only forward. Phone in E.164. Answers the call''s id; 403 for a foreign clinic.';

create function public.open_call(
  p_clinic_id uuid, p_vapi_call_id text, p_at timestamptz, p_phone text, p_is_test boolean, p_tool_call_ids text[]
) returns jsonb
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
declare v_call uuid := public.note_call(p_clinic_id, p_vapi_call_id, 'in-progress', p_at, p_phone, null, p_is_test);
begin
  return (select jsonb_build_object('id', k.id, 'zone', c.time_zone, 'callerHasNumber', p.phone is not null,
      'procedures', coalesce((select jsonb_agg(jsonb_build_object('slug', q.slug, 'name', q.name))
        from public.procedures q where q.clinic_id = c.id and q.is_active), '[]'),
      'answered', coalesce((select jsonb_agg(jsonb_build_object('id', t.tool_call_id, 'result', t.result))
        from public.tool_calls t where t.call_id = k.id and t.tool_call_id = any (p_tool_call_ids)), '[]'))
    from public.calls k join public.clinics c on c.id = k.clinic_id left join public.contacts p on p.id = k.contact_id
    where k.id = v_call);
end
$$;
comment on function public.open_call(uuid, text, timestamptz, text, boolean, text[]) is
  'A tool was called in a call: notes the call as note_call does, and answers what its tools need and which of these ids have an answer already.';

create function public.note_call_details(p_call_id uuid, p_name text, p_phone text, p_procedure text) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s'
as $$
declare
  v_call public.calls;
  v_contact public.contacts;
  v_phone text := p_phone;
begin
  select * into v_call from public.calls c where c.id = p_call_id for no key update;
  if not found or not app.may_act(v_call.clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  select * into v_contact from public.contacts c where c.id = v_call.contact_id;
  v_phone := coalesce(p_phone, v_contact.phone);
  update public.calls c set
    contact_id = case when nullif(btrim(p_name), '') is not null or p_phone is not null
      then app.upsert_contact(v_call.clinic_id, coalesce(nullif(btrim(p_name), ''), v_contact.name), v_phone, null) else c.contact_id end,
    procedure_id = coalesce((select p.id from public.procedures p where p.clinic_id = v_call.clinic_id and p.slug = p_procedure), c.procedure_id)
  where c.id = p_call_id;
  return jsonb_build_object('status', 200, 'contactKnown', v_phone is not null);
exception when check_violation then
  raise sqlstate 'PT422' using message = 'a phone is given in E.164', detail = 'phone';
end
$$;
comment on function public.note_call_details(uuid, text, text, text) is 'Who is calling and about what, as far as it was said. A spoken number beats the caller id.';

create function public.note_tool_call(
  p_call_id uuid, p_tool_call_id text, p_name text, p_result jsonb, p_took_ms int
) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_clinic uuid := (select c.clinic_id from public.calls c where c.id = p_call_id);
  v_result jsonb;
begin
  if not app.may_act(v_clinic) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  insert into public.tool_calls (clinic_id, call_id, tool_call_id, name, result, took_ms)
  values (v_clinic, p_call_id, p_tool_call_id, p_name, p_result, p_took_ms)
  on conflict (call_id, tool_call_id) do nothing;
  select t.result into strict v_result from public.tool_calls t where t.call_id = p_call_id and t.tool_call_id = p_tool_call_id;
  return v_result;
end
$$;
comment on function public.note_tool_call(uuid, text, text, jsonb, int) is 'Keeps a tool call''s answer; of two, the first, which is returned.';

create function public.caller_bookings(p_call_id uuid) returns table (booking_id uuid, starts_at timestamptz)
language plpgsql stable security definer set search_path = ''
as $$
declare v_call public.calls;
begin
  select * into v_call from public.calls c where c.id = p_call_id;
  if not found or not app.may_act(v_call.clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  return query
    select b.id, lower(b.during) from public.bookings b
    where b.clinic_id = v_call.clinic_id and b.status = 'booked' and lower(b.during) > clock_timestamp()
      and (b.call_id = p_call_id or b.contact_id in (
        select k.id from public.contacts k join public.contacts caller on caller.phone = k.phone
        where caller.id = v_call.contact_id and k.clinic_id = v_call.clinic_id))
    order by lower(b.during);
end
$$;
comment on function public.caller_bookings(uuid) is 'What the caller may move or cancel: coming bookings of this call or of the number they ring from, soonest first.';

create function public.note_report(p_call_id uuid, p_latency jsonb) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare v_clinic uuid := (select c.clinic_id from public.calls c where c.id = p_call_id);
begin
  if not app.may_act(v_clinic) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  update public.calls c set report_at = clock_timestamp(), latency = p_latency where c.id = p_call_id and c.report_at is null;
  return found;
end
$$;
comment on function public.note_report(uuid, jsonb) is 'The end-of-call report took effect: true the first time, false ever after.';

create function public.ask_for_person(p_call_id uuid, p_kind text) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare v_clinic uuid := (select c.clinic_id from public.calls c where c.id = p_call_id);
begin
  if not app.may_act(v_clinic) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  insert into public.staff_tasks (clinic_id, kind, call_id) values (v_clinic, p_kind, p_call_id) on conflict do nothing;
  return found;
end
$$;
comment on function public.ask_for_person(uuid, text) is 'Puts the call on the staff list, once a kind.';
