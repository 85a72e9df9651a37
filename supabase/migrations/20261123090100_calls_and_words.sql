-- The writers of calls as before, with two additions: an erased call attaches to nobody any more, and once the report has taken
-- effect the voice platform is asked to delete its copy.

create function app.follow_up(p_call uuid, p_is_complete boolean) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_call public.calls;
begin
  select * into strict v_call from public.calls c where c.id = p_call for no key update;
  if v_call.erased_at is not null then return; end if;
  if exists (select from public.contacts k where k.id = v_call.contact_id and k.is_human_only) then
    -- Sarah's texts are a machine's too. Put through and answered, a person has them.
    if p_is_complete and v_call.ended_reason is distinct from 'assistant-forwarded-call' then
      perform app.ask_staff(v_call.clinic_id, 'call_back', null, p_call, null);
    end if;
    return;
  end if;
  perform app.hand_off(p_call, p_is_complete);
  perform app.book_call_back(p_call);
end
$$;
comment on function app.follow_up(uuid, boolean) is
  'What an ended call leads to: a lead or a call-back; a person''s work when the caller asked for no machine; nothing when they were erased.';

create or replace function public.note_call(
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
  if p_vapi_call_id !~ '^[A-Za-z0-9_.:-]{1,100}$' or p_ended_reason !~ '^[a-z0-9._-]{1,200}$' then
    raise sqlstate 'PT422' using message = 'not an id or a code of the voice platform', detail = 'call';
  end if;
  -- A first message that says "ended" still passes through being a call, so that there is one moment at which it ends.
  insert into public.calls (clinic_id, vapi_call_id, status, started_at, is_test, direction)
  values (p_clinic_id, p_vapi_call_id, case when p_status = 'ended' then 'in-progress' else coalesce(p_status, 'in-progress') end, least(coalesce(p_at, now()), now()), p_is_test,
    case when exists (select from public.call_backs b where b.vapi_call_id = p_vapi_call_id) then 'outbound' else 'inbound' end)
  on conflict (clinic_id, vapi_call_id) do nothing;
  select * into strict v_call from public.calls c where c.clinic_id = p_clinic_id and c.vapi_call_id = p_vapi_call_id for no key update;
  if v_call.contact_id is null and p_phone is not null and v_call.erased_at is null then v_contact := app.upsert_contact(p_clinic_id, null, p_phone, null); end if;
  -- Only forward: a late "ringing" says nothing new, and nothing comes after "ended".
  update public.calls c set
    status = case when app.call_rank(p_status) > app.call_rank(c.status) then p_status else c.status end,
    started_at = least(c.started_at, coalesce(p_at, c.started_at)),
    ended_at = case when p_status = 'ended' then coalesce(c.ended_at, greatest(p_at, c.started_at)) else c.ended_at end,
    end_heard_at = case when p_status = 'ended' then coalesce(c.end_heard_at, clock_timestamp()) else c.end_heard_at end,
    ended_reason = coalesce(c.ended_reason, case when p_status = 'ended' then p_ended_reason end),
    was_transferred = c.was_transferred or coalesce(p_status = 'forwarding', false),
    contact_id = coalesce(c.contact_id, v_contact)
  where c.id = v_call.id and (
    app.call_rank(p_status) > app.call_rank(c.status) or p_at < c.started_at or v_contact is not null
    or p_status = 'ended' and (c.ended_at is null or c.ended_reason is null and p_ended_reason is not null));
  if p_status = 'ended' and v_call.status <> 'ended' then perform app.follow_up(v_call.id, false); end if;
  return v_call.id;
end
$$;

create or replace function public.note_call_details(p_call_id uuid, p_name text, p_phone text, p_procedure text) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s'
as $$
declare
  v_call public.calls;
  v_contact public.contacts;
  v_phone text := p_phone;
begin
  select * into v_call from public.calls c where c.id = p_call_id for no key update;
  if not found or not app.may_act(v_call.clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  if v_call.erased_at is not null then return jsonb_build_object('status', 200, 'contactKnown', false); end if;
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

create or replace function public.note_heard(p_call_id uuid, p_heard jsonb) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_call public.calls;
  v_version text;
  v_item record;
begin
  if jsonb_typeof(p_heard) = 'string' then p_heard := (p_heard #>> '{}')::jsonb; end if;
  select * into v_call from public.calls c where c.id = p_call_id for no key update;
  if not found or not app.may_act(v_call.clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  if v_call.erased_at is not null then return; end if;
  -- What a tool was told beats what was read out of the conversation.
  perform public.note_call_details(p_call_id,
    case when (select k.name from public.contacts k where k.id = v_call.contact_id) is null then p_heard ->> 'name' end, p_heard ->> 'phone',
    case when v_call.procedure_id is null then p_heard ->> 'procedure' end);
  update public.calls c set caller_spoke = c.caller_spoke or coalesce((p_heard ->> 'spoke')::boolean, false),
    is_emergency = c.is_emergency or coalesce((p_heard ->> 'isEmergency')::boolean, false),
    is_under_age = c.is_under_age or coalesce((p_heard ->> 'isUnderAge')::boolean, false)
  where c.id = p_call_id;
  v_version := coalesce(v_call.greeting_version, (select c.greeting_version from public.clinics c where c.id = v_call.clinic_id));
  for v_item in select * from jsonb_to_recordset(coalesce(p_heard -> 'consents', '[]')) x (channel text, value text, words text, at timestamptz) loop
    perform public.note_consent(p_call_id, v_item.channel, v_item.value, v_item.words, 'caller', v_version, coalesce(v_item.at, now()));
  end loop;
end
$$;
comment on function public.note_heard(uuid, jsonb) is
  'What was understood of a conversation: {name?, phone?, procedure?, spoke, isEmergency, isUnderAge, consents: [{channel, value, words, at}]}. `words` are the names of our own phrases; nothing of an erased call.';

create or replace function public.note_report(p_call_id uuid, p_latency jsonb) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_clinic uuid := (select c.clinic_id from public.calls c where c.id = p_call_id);
  v_forget_at timestamptz;
begin
  if not app.may_act(v_clinic) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  update public.calls c set report_at = clock_timestamp(), latency = p_latency, forget_state = coalesce(c.forget_state, 'pending'),
    -- A call of ours whose answer was lost is looked up in the platform's list, so it stays there for as long as that may take.
    forget_next_at = coalesce(c.forget_next_at, clock_timestamp() + case c.direction when 'outbound' then interval '10 minutes' else interval '0' end)
  where c.id = p_call_id and c.report_at is null returning c.forget_next_at into v_forget_at;
  if not found then return false; end if;
  perform app.enqueue_forgetting(p_call_id, v_forget_at);
  perform app.follow_up(p_call_id, true);
  return true;
end
$$;
comment on function public.note_report(uuid, jsonb) is
  'The end-of-call report took effect: true the first time, false ever after. The lost call is handed off, and the voice platform is asked to delete its copy.';

create function app.enqueue_forgetting(p_call uuid, p_at timestamptz) returns void
language sql volatile security definer set search_path = ''
as $$ select app.enqueue('forget-call', jsonb_build_object('callId', p_call), 'forget:' || p_call, null, p_at) $$;

comment on function app.enqueue_forgetting(uuid, timestamptz) is 'One job a call: ask the voice platform to delete its copy.';

create function app.settle_forgetting(p_call uuid, p_outcome text, p_reason text, p_now timestamptz) returns timestamptz
language plpgsql volatile security definer set search_path = ''
as $$
declare v_next timestamptz;
begin
  update public.calls c set
    forget_state = case p_outcome when 'done' then 'done' when 'refused' then 'refused' else c.forget_state end,
    forget_reason = case when p_outcome = 'refused' then p_reason end,
    forgotten_at = case when p_outcome = 'done' then p_now end,
    forget_attempts = c.forget_attempts + 1,
    -- A refusal may be a key that somebody puts right, so it is tried again, a day later.
    forget_next_at = case p_outcome when 'done' then null when 'refused' then p_now + interval '1 day'
      else p_now + least(interval '30 seconds' * (2 ^ least(c.forget_attempts, 12)), interval '1 day') end
  where c.id = p_call and c.forget_state in ('pending', 'refused') returning c.forget_next_at into v_next;
  return v_next;
end
$$;
comment on function app.settle_forgetting(uuid, text, text, timestamptz) is
  'What became of asking the voice platform to delete a call: done, later or refused. Answers when to ask again, null when never.';

create function app.requeue_forgetting() returns int
language plpgsql volatile security definer set search_path = ''
as $$
declare v_count int := 0; v_row record;
begin
  for v_row in select c.id from public.calls c where c.forget_state in ('pending', 'refused') and c.forget_next_at < clock_timestamp() - interval '60 seconds'
    order by c.forget_next_at limit 200 loop
    perform app.enqueue_forgetting(v_row.id, clock_timestamp());
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
comment on function app.requeue_forgetting() is 'Deletions that are overdue get a job again: theirs may have been lost with a worker.';

select app.build_wall();
