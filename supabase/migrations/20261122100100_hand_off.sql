-- Hand-off: the moment at which a lost call becomes a lead. The end-of-call report, the "ended" status and the sweeper that asks
-- after silent calls all come through here, in any order and any number of times, and find the same one lead.
-- Lead, deadline, text and job are written in one transaction, so none exists without the others.

create function app.kind_of_number(p_phone text) returns text
language sql immutable parallel safe set search_path = ''
as $$
  select case
    when p_phone is null then 'withheld'
    -- 070 are personal numbers and 076 pagers, but for 07624, which is the Isle of Man's mobiles (Ofcom numbering plan).
    when p_phone ~ '^\+447([1-57-9][0-9]{8}|624[0-9]{6})$' then 'mobile'
    when p_phone like '+44%' then 'landline'
    else 'foreign' end
$$;
comment on function app.kind_of_number(text) is 'mobile, landline, foreign or withheld. Some carriers read a text aloud to whoever answers a UK landline.';

create function app.has_text_notice(p_version text) returns boolean
language sql immutable set search_path = ''
as $$ select p_version in ('2026-11-01') $$;
comment on function app.has_text_notice(text) is
  'Whether this version of the greeting says that we may text about the enquiry and how to refuse (PECR reg. 22(3)(c)).';

create function app.phone_hash(p_clinic uuid, p_phone text) returns bytea
language plpgsql volatile security definer set search_path = ''
as $$
begin
  insert into app.clinic_peppers (clinic_id) values (p_clinic) on conflict do nothing;
  return (select sha256(k.pepper || convert_to(p_phone, 'UTF8')) from app.clinic_peppers k where k.clinic_id = p_clinic);
end
$$;

create function app.is_suppressed(p_clinic uuid, p_phone text) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
begin
  return p_phone is not null and exists (select from public.sms_suppressions s
    where s.clinic_id = p_clinic and s.lifted_at is null and s.phone_hash = app.phone_hash(p_clinic, p_phone));
end
$$;

create function app.lock_person(p_clinic uuid, p_phone text) returns void
language sql volatile set search_path = ''
as $$ select pg_advisory_xact_lock(hashtextextended(p_clinic::text || coalesce(p_phone, ''), 7)) $$;
comment on function app.lock_person(uuid, text) is 'STOP and a text to the same person happen one after the other, never side by side. Taken before any row lock.';

create function app.text_permission(p_call uuid) returns public.consents
language sql stable security definer set search_path = ''
as $$
  select c from public.consents c where c.call_id = p_call and c.channel = 'text'
  order by array_position(array['refused', 'granted', 'offered_not_refused', 'not_offered'], c.value), c.heard_at desc limit 1
$$;
comment on function app.text_permission(uuid) is 'The evidence that counts: a refusal beats a yes, a yes beats silence.';

create function app.note_greeting(p_call public.calls) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_version text := coalesce(p_call.greeting_version, (select c.greeting_version from public.clinics c where c.id = p_call.clinic_id));
  -- The greeting is not interruptible: whoever spoke after it, or had something done, has heard it to its end.
  v_heard boolean := p_call.caller_spoke or exists (select from public.tool_calls t where t.call_id = p_call.id);
begin
  insert into public.consents (clinic_id, call_id, contact_id, channel, value, words, source, script_version, heard_at)
  values (p_call.clinic_id, p_call.id, p_call.contact_id, 'text',
    case when v_heard and app.has_text_notice(v_version) then 'offered_not_refused' else 'not_offered' end,
    case when app.has_text_notice(v_version) then 'notice of texts' else 'greeting without notice' end,
    'greeting', v_version, p_call.started_at)
  on conflict do nothing;
end
$$;

create function app.last_offer(p_call uuid) returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce((select jsonb_agg(jsonb_build_object('start', o.slot ->> 'start', 'practitionerId', o.slot ->> 'practitionerId') order by o.n)
    from (select coalesce(nullif(t.result -> 'alternatives', '[]'), nullif(t.result -> 'slots', '[]')) as slots
      from public.tool_calls t where t.call_id = p_call
        and (jsonb_array_length(case when jsonb_typeof(t.result -> 'alternatives') = 'array' then t.result -> 'alternatives' else '[]' end) > 0
          or jsonb_array_length(case when jsonb_typeof(t.result -> 'slots') = 'array' then t.result -> 'slots' else '[]' end) > 0)
      order by t.at desc limit 1) last
    cross join lateral jsonb_array_elements(last.slots) with ordinality o(slot, n) where o.n <= 8), '[]')
$$;
comment on function app.last_offer(uuid) is 'The times that the caller was offered last, best first, out of what the tools answered.';

create function app.stage_of(p_call public.calls, p_name text) returns text
language sql stable security definer set search_path = ''
as $$
  select case
    when exists (select from public.tool_calls t where t.call_id = p_call.id and t.name = 'claim_slot') then 'chose'
    when jsonb_array_length(app.last_offer(p_call.id)) > 0 then 'offered'
    when p_call.procedure_id is not null then 'asked'
    when p_name is not null then 'named'
    else 'greeted' end
$$;

create function app.has_booked_since(p_clinic uuid, p_call uuid, p_phone text, p_since timestamptz) returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (select from public.bookings b where b.call_id = p_call and b.status = 'booked')
    or exists (select from public.contacts k join public.bookings b on b.contact_id = k.id
      where k.clinic_id = p_clinic and k.phone = p_phone and b.status = 'booked' and b.created_at >= p_since)
$$;

create function app.ask_staff(p_clinic uuid, p_kind text, p_reason text, p_call uuid, p_lead uuid, p_message uuid default null) returns void
language sql volatile security definer set search_path = ''
as $$
  insert into public.staff_tasks (clinic_id, kind, reason, call_id, lead_id, message_id)
  values (p_clinic, p_kind, p_reason, case when p_message is null then p_call end, p_lead, p_message) on conflict do nothing
$$;

create function app.hand_off(p_call uuid, p_is_complete boolean) returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  -- The report follows the hang-up by seconds and may carry a name, or a refusal; after this long it is not waited for.
  c_grace constant interval := '15 seconds';
  c_promise constant interval := '5 minutes';
  v_call public.calls;
  v_clinic public.clinics;
  v_contact public.contacts;
  v_permission public.consents;
  v_lead public.leads;
  v_status text := 'waiting';
  v_reason text;
  v_hung_up timestamptz;
  v_due timestamptz;
  v_message uuid;
begin
  select * into strict v_call from public.calls c where c.id = p_call for no key update;
  if v_call.status <> 'ended' then return null; end if;
  if v_call.direction = 'outbound' then
    -- Sarah rang, and it came to nothing: a person tries next.
    if p_is_complete and not app.has_booked_since(v_call.clinic_id, p_call, null, v_call.created_at) then
      perform app.ask_staff(v_call.clinic_id, 'lead', 'asked_for_call', p_call, (select b.lead_id from public.call_backs b where b.vapi_call_id = v_call.vapi_call_id));
    end if;
    return null;
  end if;
  select * into strict v_clinic from public.clinics c where c.id = v_call.clinic_id;
  select * into v_contact from public.contacts k where k.id = v_call.contact_id;
  select * into v_lead from public.leads l where l.call_id = p_call for no key update;

  -- Decided by what is known and what was done, never by why the line went dead.
  if app.has_booked_since(v_call.clinic_id, p_call, v_contact.phone, v_call.created_at) then return v_lead.id; end if;
  if exists (select from public.tool_calls t where t.call_id = p_call and t.name in ('reschedule_booking', 'cancel_booking') and t.result ->> 'status' = '200') then
    return v_lead.id;
  end if;
  -- Put through and answered: a person has them. A transfer that failed ends with another reason.
  if v_call.ended_reason = 'assistant-forwarded-call' then return v_lead.id; end if;
  if v_call.is_emergency then perform app.ask_staff(v_call.clinic_id, 'emergency', 'emergency', p_call, v_lead.id); end if;
  if v_lead.id is null and (v_call.is_emergency or v_contact.name is null and v_call.procedure_id is null
      and not v_call.caller_spoke and not exists (select from public.tool_calls t where t.call_id = p_call)) then
    return null;
  end if;

  perform app.note_greeting(v_call);
  v_permission := app.text_permission(p_call);
  select s.status, s.reason into v_status, v_reason from (values
    (v_call.is_emergency, 'not_permitted', 'emergency'),
    (v_call.is_under_age or exists (select from public.age_attestations a where a.call_id = p_call and not a.is_adult), 'not_permitted', 'under_age'),
    (app.is_suppressed(v_call.clinic_id, v_contact.phone), 'not_permitted', 'opted_out'),
    (app.kind_of_number(v_contact.phone) <> 'mobile', 'needs_person', app.kind_of_number(v_contact.phone)),
    (v_permission.value = 'refused', 'not_permitted', 'refused'),
    (v_permission.value = 'not_offered', 'not_permitted', 'not_offered'),
    (v_clinic.texts_need_consent and v_permission.value <> 'granted', 'not_permitted', 'needs_consent'),
    (v_contact.name is null and v_call.procedure_id is null, 'needs_person', 'unclear'),
    (true, 'waiting', null)) s (is_so, status, reason)
  where s.is_so limit 1;

  -- A provider's clock may be off, and a report may come late: the promise runs from when the caller can be known to have gone.
  v_hung_up := case when v_call.ended_at between clock_timestamp() - interval '10 minutes' and clock_timestamp()
    then v_call.ended_at else coalesce(v_call.end_heard_at, clock_timestamp()) end;
  v_due := case when p_is_complete then clock_timestamp() else clock_timestamp() + c_grace end;

  insert into public.leads (clinic_id, call_id, contact_id, procedure_id, status, reason, stage, offered, hung_up_at, eligible_at, deadline_at, is_test)
  values (v_call.clinic_id, p_call, v_contact.id, v_call.procedure_id, v_status, v_reason, app.stage_of(v_call, v_contact.name), app.last_offer(p_call),
    v_hung_up, v_due, v_hung_up + c_promise, v_call.is_test)
  on conflict (call_id) do update set contact_id = excluded.contact_id, procedure_id = excluded.procedure_id, stage = excluded.stage,
    offered = excluded.offered, status = excluded.status, reason = excluded.reason, eligible_at = least(leads.eligible_at, excluded.eligible_at), updated_at = clock_timestamp()
    -- What has gone out, or been answered, or settled by a person, is not undone by a late report.
    where leads.status in ('waiting', 'held', 'not_permitted', 'needs_person') and not exists (
      select from public.messages m where m.lead_id = leads.id and m.direction = 'out' and m.state not in ('queued', 'held', 'cancelled'))
  returning * into v_lead;
  if not found then return (select l.id from public.leads l where l.call_id = p_call); end if;

  if v_lead.status = 'waiting' then
    insert into public.messages (clinic_id, lead_id, contact_id, direction, kind, state, due_at, next_at)
    values (v_lead.clinic_id, v_lead.id, v_lead.contact_id, 'out', 'recovery', 'queued', v_due, v_due)
    on conflict (clinic_id, lead_id) where kind = 'recovery' do update
      set contact_id = excluded.contact_id, due_at = least(messages.due_at, excluded.due_at), next_at = least(messages.next_at, excluded.next_at),
        state = 'queued', reason = null
      where messages.state in ('queued', 'held', 'cancelled')
    returning id into v_message;
    if v_message is not null then perform app.enqueue_text(v_message, v_due); end if;
    -- What the hang-up alone did not tell, and a person was asked for, is known now.
    delete from public.staff_tasks t where t.lead_id = v_lead.id and t.kind = 'lead' and t.done_at is null;
  else
    update public.messages m set state = 'cancelled', reason = v_lead.reason
    where m.lead_id = v_lead.id and m.kind = 'recovery' and m.state in ('queued', 'held');
    -- Whom no text may reach a person may ring; but not who was told to be left alone, and age has its own list.
    if v_lead.reason in ('withheld', 'landline', 'foreign', 'unclear', 'not_offered', 'refused', 'needs_consent') then
      perform app.ask_staff(v_lead.clinic_id, 'lead', v_lead.reason, p_call, v_lead.id);
    elsif v_lead.reason = 'under_age' then
      perform app.ask_staff(v_lead.clinic_id, 'age_review', v_lead.reason, p_call, v_lead.id);
    end if;
  end if;
  return v_lead.id;
end
$$;
comment on function app.hand_off(uuid, boolean) is
  'Makes, or completes, the one lead of a call that ended without a booking; null when there is nobody to follow up. Complete: the report is in, nothing is waited for.';

create function app.enqueue_text(p_message uuid, p_at timestamptz) returns void
language sql volatile security definer set search_path = ''
as $$ select app.enqueue('send-text', jsonb_build_object('messageId', p_message), 'text:' || p_message, null, p_at) $$;

create function app.enqueue_call_back(p_call_back uuid, p_at timestamptz) returns void
language sql volatile security definer set search_path = ''
as $$ select app.enqueue('call-back', jsonb_build_object('callBackId', p_call_back), 'call-back:' || p_call_back, null, p_at) $$;

create function public.note_consent(
  p_call_id uuid, p_channel text, p_value text, p_words text, p_source text, p_script_version text, p_heard_at timestamptz default now()
) returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare v_call public.calls; v_id uuid;
begin
  select * into v_call from public.calls c where c.id = p_call_id;
  if not found or not app.may_act(v_call.clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  insert into public.consents (clinic_id, call_id, contact_id, channel, value, words, source, script_version, heard_at)
  values (v_call.clinic_id, p_call_id, v_call.contact_id, p_channel, p_value, p_words, p_source, p_script_version, p_heard_at)
  on conflict do nothing returning id into v_id;
  if v_id is null then return null; end if;
  return v_id;
exception when check_violation then
  raise sqlstate 'PT422' using message = 'no such evidence', detail = 'value';
end
$$;
comment on function public.note_consent(uuid, text, text, text, text, text, timestamptz) is
  'Evidence for texting or ringing a caller, once a kind and call: its id, or null when it is there already. 403 for a foreign call.';

create function public.note_heard(p_call_id uuid, p_heard jsonb) returns void
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
  'What was understood of a conversation: {name?, phone?, procedure?, spoke, isEmergency, isUnderAge, consents: [{channel, value, words, at}]}. The words themselves are not kept.';

-- note_call and note_report as before, and the hand-off with them.
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
  -- A first message that says "ended" still passes through being a call, so that there is one moment at which it ends.
  insert into public.calls (clinic_id, vapi_call_id, status, started_at, is_test, direction)
  values (p_clinic_id, p_vapi_call_id, case when p_status = 'ended' then 'in-progress' else coalesce(p_status, 'in-progress') end, least(coalesce(p_at, now()), now()), p_is_test,
    case when exists (select from public.call_backs b where b.vapi_call_id = p_vapi_call_id) then 'outbound' else 'inbound' end)
  on conflict (clinic_id, vapi_call_id) do nothing;
  select * into strict v_call from public.calls c where c.clinic_id = p_clinic_id and c.vapi_call_id = p_vapi_call_id for no key update;
  if v_call.contact_id is null and p_phone is not null then v_contact := app.upsert_contact(p_clinic_id, null, p_phone, null); end if;
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
  if p_status = 'ended' and v_call.status <> 'ended' then
    perform app.hand_off(v_call.id, false);
    perform app.book_call_back(v_call.id);
  end if;
  return v_call.id;
end
$$;

create function public.note_line(p_call_id uuid, p_is_outbound boolean, p_greeting_version text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_clinic uuid := (select c.clinic_id from public.calls c where c.id = p_call_id);
begin
  if not app.may_act(v_clinic) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  update public.calls c set direction = case when p_is_outbound then 'outbound' else c.direction end, greeting_version = coalesce(c.greeting_version, p_greeting_version)
  where c.id = p_call_id and (p_is_outbound and c.direction <> 'outbound' or c.greeting_version is null and p_greeting_version is not null);
end
$$;
comment on function public.note_line(uuid, boolean, text) is 'Which way the call went and which greeting it began with, as the voice platform says.';

create or replace function public.note_report(p_call_id uuid, p_latency jsonb) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare v_clinic uuid := (select c.clinic_id from public.calls c where c.id = p_call_id);
begin
  if not app.may_act(v_clinic) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  update public.calls c set report_at = clock_timestamp(), latency = p_latency where c.id = p_call_id and c.report_at is null;
  if not found then return false; end if;
  perform app.hand_off(p_call_id, true);
  perform app.book_call_back(p_call_id);
  return true;
end
$$;

create function app.book_call_back(p_call uuid) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_call public.calls;
  v_consent public.consents;
  v_id uuid;
begin
  select * into strict v_call from public.calls c where c.id = p_call;
  select * into v_consent from public.consents c where c.call_id = p_call and c.channel = 'call' and c.value = 'granted' order by c.heard_at desc limit 1;
  if not found or v_call.is_emergency or v_call.is_under_age or v_call.direction = 'outbound' then return; end if;
  if not exists (select from public.contacts k where k.id = v_call.contact_id and k.phone is not null)
    or app.has_booked_since(v_call.clinic_id, p_call, null, v_call.created_at)
    -- The tool and the report both hear one wish.
    or exists (select from public.call_backs b join public.consents c on c.id = b.consent_id where c.call_id = p_call) then return; end if;
  insert into public.call_backs (clinic_id, lead_id, contact_id, consent_id)
  values (v_call.clinic_id, (select l.id from public.leads l where l.call_id = p_call), v_call.contact_id, v_consent.id)
  on conflict do nothing returning id into v_id;
  if v_id is not null then perform app.enqueue_call_back(v_id, clock_timestamp() + interval '30 seconds'); end if;
end
$$;
comment on function app.book_call_back(uuid) is 'A caller who asked to be rung back is; nobody else.';
