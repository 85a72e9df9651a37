-- The outbox: each text once, through any crash. The carrier's API has no idempotency key, so an attempt is committed before the
-- request leaves; an answer that does not come means "unknown", which is looked up and never simply sent again.
--
--   queued -> sending -> accepted | failed
--                     -> unknown -> accepted (found, or the carrier calls back) | queued once more (absent twice) | needs_review
--
-- The clock is the worker's (p_now), so that every rule about time can be tried with another one.
-- Order of locks: person (advisory), call, practitioners, contact, booking, lead, message. Leads and messages are locked FOR NO KEY
-- UPDATE: whoever waits for one may already refer to it. A number from the carrier is a key, so it is written under the lead's lock.

create function app.has_lease(p_message public.messages, p_now timestamptz) returns boolean
language sql immutable set search_path = ''
as $$ select p_message.state = 'sending' and p_message.attempt_started_at + interval '30 seconds' > p_now $$;
comment on function app.has_lease(public.messages, timestamptz) is 'Somebody is at it: the request is given 10 seconds, so after 30 whoever made it is dead.';

create function app.why_not_text(p_message public.messages, p_is_sandbox boolean) returns table (status text, reason text)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_lead public.leads;
  v_call public.calls;
  v_phone text := (select k.phone from public.contacts k where k.id = p_message.contact_id);
  v_permission public.consents;
begin
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
comment on function app.why_not_text(public.messages, boolean) is 'Nothing when the text may go now; else what becomes of its lead, and why.';

-- Where nobody can walk around it: no text begins its way to somebody who said stop.
create function app.messages_before_send() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if app.is_suppressed(new.clinic_id, (select k.phone from public.contacts k where k.id = new.contact_id)) then
    raise sqlstate '42501' using message = 'this person asked not to be texted';
  end if;
  return new;
end
$$;
create trigger messages_before_send_insert before insert on public.messages
  for each row when (new.state = 'sending') execute function app.messages_before_send();
create trigger messages_before_send before update on public.messages
  for each row when (new.state = 'sending' and old.state <> 'sending') execute function app.messages_before_send();

create function app.try_hold(p_lead public.leads, p_procedure public.procedures, p_offer jsonb) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
begin
  return app.claim(p_lead.clinic_id, p_procedure, (p_offer ->> 'practitionerId')::uuid, (p_offer ->> 'start')::timestamptz, null, p_lead.call_id, null, 1800);
exception when sqlstate 'PT422' or sqlstate 'PT409' then
  -- The practitioner no longer offers it: the next time is tried.
  return jsonb_build_object('status', 409, 'alternatives', '[]'::jsonb);
end
$$;

create function app.hold_for_lead(p_lead uuid) returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_lead public.leads;
  v_procedure public.procedures;
  v_answer jsonb;
  v_offer jsonb;
  v_id uuid;
begin
  select * into strict v_lead from public.leads l where l.id = p_lead;
  select * into v_procedure from public.procedures p where p.id = v_lead.procedure_id and p.is_active;
  if not found or jsonb_array_length(v_lead.offered) = 0 then return null; end if;
  select b.id into v_id from public.bookings b where b.id = v_lead.hold_id and b.status = 'held' and b.hold_expires_at > clock_timestamp() + interval '20 minutes';
  if found then return v_id; end if;
  -- Several claims follow in this transaction, each of which locks; taken one by one they could meet another claim head on.
  perform 1 from public.calls c where c.id = v_lead.call_id for no key update;
  perform 1 from public.practitioners p where p.id in (select pp.practitioner_id from public.practitioner_procedures pp where pp.procedure_id = v_lead.procedure_id)
  order by p.id for update;
  -- The very time that was offered last; when it has gone, the next that was; then the nearest that is free.
  for v_offer in select o from jsonb_array_elements(v_lead.offered) with ordinality x(o, n) where n <= 3 order by n loop
    v_answer := app.try_hold(v_lead, v_procedure, v_offer);
    exit when v_answer ->> 'status' = '201';
  end loop;
  if v_answer ->> 'status' <> '201' and jsonb_array_length(v_answer -> 'alternatives') > 0 then
    v_answer := app.try_hold(v_lead, v_procedure, v_answer -> 'alternatives' -> 0);
  end if;
  v_id := (v_answer -> 'booking' ->> 'id')::uuid;
  if v_id is not null then
    update public.bookings b set contact_id = v_lead.contact_id, source = 'text' where b.id = v_id;
    update public.leads l set hold_id = v_id, updated_at = clock_timestamp() where l.id = p_lead;
  end if;
  return v_id;
end
$$;
comment on function app.hold_for_lead(uuid) is 'Keeps the time that the caller was offered last for thirty minutes, from now; null when there is none to keep.';

create function app.settle_message(p_message public.messages, p_status text, p_reason text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  update public.messages m set state = 'cancelled', reason = p_reason where m.id = p_message.id;
  if p_message.kind <> 'recovery' then return; end if;
  update public.leads l set status = p_status, reason = p_reason, updated_at = clock_timestamp() where l.id = p_message.lead_id and l.status in ('waiting', 'held');
  update public.bookings b set status = 'expired', hold_expires_at = null
  where b.id = (select l.hold_id from public.leads l where l.id = p_message.lead_id) and b.status = 'held';
end
$$;

create function app.prepare_text(p_message uuid, p_now timestamptz, p_is_sandbox boolean) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s'
as $$
declare
  v_message public.messages;
  v_why record;
  v_at timestamptz;
  v_hold uuid;
begin
  -- The audit trail of the hold says who.
  perform set_config('request.jwt.claims', '{"role": "service_role", "sub": "sarah"}', true);
  select * into v_message from public.messages m where m.id = p_message;
  if not found or v_message.state not in ('queued', 'held', 'sending', 'unknown') then return '{"do": "nothing"}'; end if;
  if v_message.state = 'unknown' or v_message.state = 'sending' then
    if app.has_lease(v_message, p_now) then
      return jsonb_build_object('do', 'wait', 'until', v_message.attempt_started_at + interval '30 seconds');
    end if;
    -- The first look-up is due when the attempt's lease ends; each further one when the one before it said.
    v_at := case when v_message.lookups = 0 then v_message.attempt_started_at + interval '30 seconds' else v_message.next_at end;
    update public.messages m set state = 'unknown', next_at = v_at where m.id = p_message and m.state in ('sending', 'unknown') and m.attempt_id = v_message.attempt_id and m.lookups = v_message.lookups;
    if not found then return jsonb_build_object('do', 'wait', 'until', p_now); end if;
    if v_at > p_now then return jsonb_build_object('do', 'wait', 'until', v_at); end if;
    return jsonb_build_object('do', 'look-up', 'clinicId', v_message.clinic_id, 'body', v_message.body, 'since', v_message.attempt_started_at, 'attemptId', v_message.attempt_id)
      || app.text_facts(v_message);
  end if;
  if v_message.due_at > p_now then return jsonb_build_object('do', 'wait', 'until', v_message.due_at); end if;

  perform app.lock_person(v_message.clinic_id, (select k.phone from public.contacts k where k.id = v_message.contact_id));
  select * into v_why from app.why_not_text(v_message, p_is_sandbox);
  if not found and v_message.kind = 'recovery' then
    v_hold := app.hold_for_lead(v_message.lead_id);
    -- Waiting for the practitioner may have taken a while: was it booked meanwhile?
    select * into v_why from app.why_not_text(v_message, p_is_sandbox);
  end if;
  perform 1 from public.leads l where l.id = v_message.lead_id for no key update;
  select * into v_message from public.messages m where m.id = p_message for no key update;
  if v_message.state not in ('queued', 'held') then return jsonb_build_object('do', 'wait', 'until', p_now); end if;
  if v_why.reason is not null then
    perform app.settle_message(v_message, v_why.status, v_why.reason);
    return jsonb_build_object('do', 'nothing', 'reason', v_why.reason);
  end if;
  return jsonb_build_object('do', 'send', 'clinicId', v_message.clinic_id, 'kind', v_message.kind, 'facts', v_message.facts, 'body', v_message.body,
    'attempt', v_message.attempts + 1) || app.text_facts(v_message);
end
$$;
comment on function app.prepare_text(uuid, timestamptz, boolean) is
  'What is to be done about a message: {do: nothing | wait (until) | look-up | send}, with what that needs. After "send" the rows are locked: call app.start_text in the same transaction.';

create function app.text_facts(p_message public.messages) returns jsonb
language sql stable security definer set search_path = ''
as $$
  select jsonb_build_object('to', k.phone, 'from', coalesce(c.sms_number, c.phone_number), 'clinicName', c.name, 'clinicPhone', c.phone_number,
    'name', k.name, 'template', c.text_template, 'zone', c.time_zone, 'leadId', l.id,
    'treatment', case when q.id is null or q.is_prescription_only or c.texts_are_discreet then 'consultation' else q.public_label end,
    'hasProcedure', q.id is not null,
    'start', (select app.rfc3339(lower(b.during), c.time_zone) from public.bookings b where b.id = l.hold_id and b.status = 'held'),
    'booking', (select jsonb_build_object('start', app.rfc3339(lower(b.during), c.time_zone), 'practitioner', p.name)
      from public.bookings b join public.practitioners p on p.id = b.practitioner_id where b.id = (p_message.facts ->> 'bookingId')::uuid and b.clinic_id = c.id),
    'otherSids', coalesce((select jsonb_agg(o.provider_sid) from public.messages o where o.contact_id = k.id and o.id <> p_message.id and o.provider_sid is not null), '[]'))
  from public.clinics c left join public.contacts k on k.id = p_message.contact_id left join public.leads l on l.id = p_message.lead_id
    left join public.procedures q on q.id = l.procedure_id
  where c.id = p_message.clinic_id
$$;

create function app.start_text(p_message uuid, p_attempt uuid, p_body text, p_now timestamptz) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_message public.messages;
  v_permission public.consents;
begin
  select * into strict v_message from public.messages m where m.id = p_message;
  if v_message.kind = 'recovery' then
    v_permission := app.text_permission((select l.call_id from public.leads l where l.id = v_message.lead_id));
  end if;
  update public.messages m set state = 'sending', attempt_id = p_attempt, attempt_started_at = p_now, claimed_at = coalesce(m.claimed_at, p_now),
    attempts = m.attempts + 1, lookups = 0, body = p_body, next_at = p_now + interval '30 seconds', reason = null,
    consent_id = v_permission.id, basis = coalesce(v_permission.basis, case when m.kind <> 'recovery' then 'conversation' end)
  where m.id = p_message and m.state in ('queued', 'held');
  if not found then raise exception 'the text is no longer queued'; end if;
end
$$;
comment on function app.start_text(uuid, uuid, text, timestamptz) is 'The attempt begins: commit, then send. Without evidence on record the row''s own constraint refuses.';

create function app.hold_text(p_message uuid, p_until timestamptz) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  update public.leads l set status = 'held', eligible_at = p_until, updated_at = clock_timestamp()
  where l.id = (select m.lead_id from public.messages m where m.id = p_message and m.kind = 'recovery') and l.status = 'waiting';
  update public.messages m set state = 'held', due_at = p_until, next_at = p_until where m.id = p_message and m.state in ('queued', 'held');
end
$$;
comment on function app.hold_text(uuid, timestamptz) is 'The clinic texts in permitted hours only: held until then, which is not late.';

create function app.text_accepted(p_message uuid, p_sid text, p_status text, p_segments int, p_now timestamptz) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare v_lead uuid := (select m.lead_id from public.messages m where m.id = p_message);
begin
  perform 1 from public.leads l where l.id = v_lead for no key update;
  update public.messages m set state = 'accepted', provider_sid = p_sid, accepted_at = p_now, segments = p_segments, reason = null,
    provider_status = coalesce(m.provider_status, p_status)
  where m.id = p_message and m.direction = 'out' and m.provider_sid is null and m.attempt_id is not null and m.state <> 'failed';
  if not found then return exists (select from public.messages m where m.id = p_message and m.provider_sid = p_sid); end if;
  update public.leads l set contacted_at = coalesce(l.contacted_at, p_now), updated_at = clock_timestamp(),
    reason = case when l.status in ('waiting', 'held', 'needs_person') then null else l.reason end,
    -- STOP may have come between the attempt and its acceptance: then they were texted, and are left alone from here.
    status = case when l.status in ('waiting', 'held', 'needs_person') then 'contacted' when l.status = 'not_permitted' then 'closed' else l.status end
  where l.id = v_lead and exists (select from public.messages m where m.id = p_message and m.kind = 'recovery');
  -- Nobody need ring about a text that was given up and went after all.
  delete from public.staff_tasks t where t.done_at is null and t.reason = 'unconfirmed' and (t.message_id = p_message
    or t.lead_id = v_lead and t.kind = 'lead' and exists (select from public.messages m where m.id = p_message and m.kind = 'recovery'));
  return true;
end
$$;
comment on function app.text_accepted(uuid, text, text, int, timestamptz) is
  'The carrier has it. True also when this was known; false when the message is known under another number, which would be a second text.';

create function app.give_to_staff(p_message public.messages, p_reason text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if p_message.kind = 'recovery' then
    update public.leads l set status = 'needs_person', reason = p_reason, updated_at = clock_timestamp()
    where l.id = p_message.lead_id and l.status in ('waiting', 'held', 'contacted');
    perform app.ask_staff(p_message.clinic_id, 'lead', p_reason, (select l.call_id from public.leads l where l.id = p_message.lead_id), p_message.lead_id);
  else
    perform app.ask_staff(p_message.clinic_id, 'reply', p_reason, null, p_message.lead_id, p_message.id);
  end if;
end
$$;

create function app.suppress(p_clinic uuid, p_phone text, p_reason text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  insert into public.sms_suppressions (clinic_id, phone_hash, reason) values (p_clinic, app.phone_hash(p_clinic, p_phone), p_reason) on conflict do nothing;
  update public.bookings b set status = 'expired', hold_expires_at = null where b.id in (
    -- One that is being booked this instant is theirs to have, and is not waited for.
    select h.id from public.bookings h where h.status = 'held' and h.id in (
      select l.hold_id from public.leads l join public.contacts k on k.id = l.contact_id
      where l.clinic_id = p_clinic and k.phone = p_phone and l.status in ('waiting', 'held', 'contacted', 'replied')) for update skip locked);
  update public.leads l set status = case when l.status in ('waiting', 'held') then 'not_permitted' else 'closed' end, reason = 'opted_out', awaiting = null, updated_at = clock_timestamp()
  from public.contacts k where k.id = l.contact_id and l.clinic_id = p_clinic and k.phone = p_phone and l.status in ('waiting', 'held', 'contacted', 'replied', 'needs_person');
  update public.messages m set state = 'cancelled', reason = 'opted_out' from public.contacts k
  where k.id = m.contact_id and m.clinic_id = p_clinic and k.phone = p_phone and m.direction = 'out' and m.state in ('queued', 'held');
end
$$;
comment on function app.suppress(uuid, text, text) is 'STOP: from this commit on no text to this number leaves this clinic. The person is locked by the caller (app.lock_person).';

create function app.text_refused(p_message uuid, p_attempt uuid, p_code int, p_now timestamptz) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_message public.messages;
  v_phone text;
begin
  select * into v_message from public.messages m where m.id = p_message;
  if not found then return; end if;
  select k.phone into v_phone from public.contacts k where k.id = v_message.contact_id;
  perform app.lock_person(v_message.clinic_id, v_phone);
  -- Our own account or sender is at fault (20003 credentials, 21408 region, 21606/21612/21703 sender): mending it within the
  -- half hour saves the text, so it stays in the queue and the alarm rings.
  if p_code in (20003, 20404, 21408, 21606, 21612, 21703, 30042) and p_now < v_message.created_at + interval '30 minutes' then
    if app.text_later(p_message, p_attempt, 60, p_now) then update public.messages m set error_code = p_code where m.id = p_message; end if;
    return;
  end if;
  perform 1 from public.leads l where l.id = v_message.lead_id for no key update;
  update public.messages m set state = 'failed', error_code = p_code, reason = case when p_code = 21610 then 'opted_out' else 'undeliverable' end
  where m.id = p_message and m.state in ('sending', 'unknown') and m.attempt_id = p_attempt;
  if not found then return; end if;
  if p_code = 21610 then perform app.suppress(v_message.clinic_id, v_phone, 'carrier'); else perform app.give_to_staff(v_message, 'undeliverable'); end if;
end
$$;
comment on function app.text_refused(uuid, uuid, int, timestamptz) is 'A refusal is final, unless it comes from a worker that was asleep while another made a new attempt; 21610 means that the person opted out at the carrier, and is remembered.';

create function app.text_later(p_message uuid, p_attempt uuid, p_seconds int, p_now timestamptz) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
begin
  update public.messages m set state = 'queued', attempts = m.attempts - 1, attempt_id = null, attempt_started_at = null,
    due_at = p_now + make_interval(secs => p_seconds), next_at = p_now + make_interval(secs => p_seconds)
  -- Only this attempt: another one's request may be on its way.
  where m.id = p_message and m.state in ('sending', 'unknown') and m.attempt_id = p_attempt;
  return found;
end
$$;
comment on function app.text_later(uuid, uuid, int, timestamptz) is 'It certainly did not go (too many requests, no connection): the attempt does not count. False when it is no longer the last.';

create function app.text_unknown(p_message uuid, p_attempt uuid) returns void
language sql volatile security definer set search_path = ''
as $$
  update public.messages m set state = 'unknown', next_at = m.attempt_started_at + interval '30 seconds'
  where m.id = p_message and m.state = 'sending' and m.attempt_id = p_attempt
$$;

create function app.text_absent(p_message uuid, p_attempt uuid, p_now timestamptz) returns text
language plpgsql volatile security definer set search_path = ''
as $$
declare v_message public.messages;
begin
  perform 1 from public.leads l where l.id = (select m.lead_id from public.messages m where m.id = p_message) for no key update;
  update public.messages m set lookups = m.lookups + 1, next_at = p_now + interval '60 seconds'
  -- Two workers that looked at the same moment have looked once.
  where m.id = p_message and m.state = 'unknown' and m.attempt_id = p_attempt and m.next_at <= p_now returning * into v_message;
  if not found then return 'settled'; end if;
  if v_message.lookups < 2 then return 'look again'; end if;
  if v_message.attempts < 2 then
    update public.messages m set state = 'queued', due_at = p_now, next_at = p_now where m.id = p_message;
    return 'send again';
  end if;
  -- Rather a person rings than that somebody is texted twice.
  update public.messages m set state = 'needs_review', reason = 'unconfirmed' where m.id = p_message;
  perform app.give_to_staff(v_message, 'unconfirmed');
  return 'given to staff';
end
$$;
comment on function app.text_absent(uuid, uuid, timestamptz) is 'The carrier does not know it. Twice, a minute apart, allows one more attempt; after that a person decides.';

create function app.status_rank(p_status text) returns int
language sql immutable set search_path = ''
as $$ select case p_status when 'accepted' then 1 when 'scheduled' then 1 when 'queued' then 2 when 'sending' then 3 when 'sent' then 4
  when 'delivered' then 9 when 'undelivered' then 9 when 'failed' then 9 when 'canceled' then 9 when 'read' then 10 else 0 end $$;

create function public.note_text_status(p_message_id uuid, p_sid text, p_status text, p_error_code int default null) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare v_message public.messages;
begin
  select * into v_message from public.messages m where m.id = p_message_id;
  if not found or not app.may_act(v_message.clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  -- Before the event refers to the message: the carrier's own answer may be written at this instant.
  perform 1 from public.leads l where l.id = v_message.lead_id for no key update;
  perform 1 from public.messages m where m.id = p_message_id for update;
  insert into public.message_events (clinic_id, message_id, provider_sid, status, error_code) values (v_message.clinic_id, p_message_id, p_sid, p_status, p_error_code)
  on conflict do nothing;
  if not found then return false; end if;
  -- A callback proves acceptance, even when the request itself was never answered.
  if not app.text_accepted(p_message_id, p_sid, null, null, clock_timestamp()) then return false; end if;
  update public.messages m set provider_status = p_status, error_code = coalesce(p_error_code, m.error_code),
    delivered_at = case when p_status = 'delivered' then coalesce(m.delivered_at, clock_timestamp()) else m.delivered_at end
  where m.id = p_message_id and app.status_rank(p_status) > app.status_rank(coalesce(m.provider_status, ''));
  if not found then return false; end if;
  if p_status in ('undelivered', 'failed') then
    perform app.give_to_staff(v_message, 'undeliverable');
  end if;
  return true;
end
$$;
comment on function public.note_text_status(uuid, text, text, int) is
  'The carrier reports what became of a text: only forward, each report once. False when it told nothing new. 403 for a foreign or unknown message.';

create function app.requeue_outreach() returns int
language plpgsql volatile security definer set search_path = ''
as $$
declare v_count int := 0; v_row record;
begin
  -- By id: two sweeps at once meet the same jobs in the same order.
  for v_row in select m.id from public.messages m where m.state in ('queued', 'held', 'sending', 'unknown') and m.next_at < clock_timestamp() - interval '10 seconds' order by m.id loop
    perform app.enqueue_text(v_row.id, clock_timestamp());
    v_count := v_count + 1;
  end loop;
  for v_row in select b.id from public.call_backs b where b.state in ('queued', 'held', 'dialling', 'unknown') and b.next_at < clock_timestamp() - interval '30 seconds' order by b.id loop
    perform app.enqueue_call_back(v_row.id, clock_timestamp());
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
comment on function app.requeue_outreach() is 'Whatever is overdue gets a job again: its own may be locked by a worker that was killed, or lost.';
