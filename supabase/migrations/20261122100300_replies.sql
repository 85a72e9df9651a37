-- Replies: what a person texts back, and what a booking does to a lead, however it came about.

-- A booking of this call or of this person settles their lead: by reply, by link, by ringing again, or by the front desk.
create function app.bookings_settle_lead() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_lead public.leads;
begin
  -- The lead of this very call, else this person's latest.
  select l.* into v_lead from public.leads l where l.call_id = new.call_id and l.status not in ('booked', 'closed');
  if not found then
    select l.* into v_lead from public.contacts w
    join public.contacts k on k.clinic_id = w.clinic_id and k.phone = w.phone join public.leads l on l.contact_id = k.id
    where w.id = new.contact_id and l.created_at > clock_timestamp() - interval '14 days' and l.status not in ('booked', 'closed')
    order by l.created_at desc limit 1;
    if not found then return null; end if;
  end if;
  -- As the last writer left it: the carrier may have taken the text while we waited.
  select * into v_lead from public.leads l where l.id = v_lead.id for no key update;
  if v_lead.status in ('booked', 'closed') then return null; end if;
  update public.leads l set status = 'booked', booking_id = new.id, booked_at = clock_timestamp(), awaiting = null, choices = '[]', wish = null,
    reason = case when v_lead.contacted_at is null then 'booked_meanwhile' end, updated_at = clock_timestamp(),
    is_recovered = v_lead.contacted_at is not null or exists (select from public.call_backs b where b.lead_id = v_lead.id and b.state = 'placed'),
    value_pence = (select p.price_pence from public.procedures p where p.id = new.procedure_id)
  where l.id = v_lead.id;
  update public.messages m set state = 'cancelled', reason = 'booked_meanwhile'
  where m.lead_id = v_lead.id and m.kind = 'recovery' and m.state in ('queued', 'held');
  update public.call_backs b set state = 'cancelled', reason = 'booked_meanwhile' where b.lead_id = v_lead.id and b.state in ('queued', 'held');
  update public.bookings b set status = 'expired', hold_expires_at = null where b.id = (
    -- Bookings come before leads in the order of locks, so none is waited for here: whoever is busy with this one ends it too.
    select h.id from public.bookings h where h.id = v_lead.hold_id and h.id <> new.id and h.status = 'held' for update skip locked);
  update public.staff_tasks t set done_at = clock_timestamp() where t.lead_id = v_lead.id and t.kind in ('lead', 'call_back') and t.done_at is null;
  return null;
end
$$;
create trigger bookings_settle_lead after insert on public.bookings
  for each row when (new.status = 'booked') execute function app.bookings_settle_lead();
create trigger bookings_settle_lead_on_change after update on public.bookings
  for each row when (new.status = 'booked' and old.status <> 'booked') execute function app.bookings_settle_lead();

create function public.book_lead(
  p_lead_id uuid, p_start timestamptz, p_practitioner_id uuid, p_age_confirmed boolean, p_name text, p_source text, p_key text
) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_lead public.leads;
  v_contact public.contacts;
  v_slug text;
  v_name text;
  v_answer jsonb;
begin
  select * into v_lead from public.leads l where l.id = p_lead_id;
  if not found or not app.may_act(v_lead.clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  if p_source not in ('text', 'page') then raise sqlstate 'PT422' using message = 'unknown source', detail = 'source'; end if;
  if exists (select from public.bookings b where b.id = v_lead.booking_id and b.status = 'booked') then
    return jsonb_build_object('status', 200, 'code', 'already_booked', 'booking', app.booking_json(v_lead.booking_id));
  end if;
  select * into v_contact from public.contacts k where k.id = v_lead.contact_id;
  select p.slug into v_slug from public.procedures p where p.id = v_lead.procedure_id and p.is_active;
  if v_contact.id is null or v_slug is null then
    return jsonb_build_object('status', 409, 'code', 'not_bookable', 'alternatives', '[]'::jsonb, 'say', 'Please ring us and we will find a time.');
  end if;
  v_name := coalesce(v_contact.name, nullif(btrim(p_name), ''));
  if v_name is null then
    return jsonb_build_object('status', 422, 'code', 'name_required', 'alternatives', '[]'::jsonb, 'say', 'Which name shall we book it under?');
  end if;
  v_answer := public.claim_slot_atomic(v_lead.clinic_id, v_slug, p_start, p_practitioner_id,
    jsonb_strip_nulls(jsonb_build_object('name', v_name, 'phone', v_contact.phone)), v_lead.call_id, p_age_confirmed, null, p_key);
  if v_answer ->> 'status' = '201' then
    update public.bookings b set source = p_source where b.id = (v_answer -> 'booking' ->> 'id')::uuid and b.source <> p_source;
  end if;
  return v_answer;
end
$$;
comment on function public.book_lead(uuid, timestamptz, uuid, boolean, text, text, text) is
  'A lead chose a time, by text or on the page behind its link: claims it through claim_slot_atomic and answers as that does; 422 name_required when nobody knows the name.';

create function app.answer(p_reply public.messages, p_kind text, p_facts jsonb default '{}') returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_id uuid;
begin
  insert into public.messages (clinic_id, lead_id, contact_id, direction, kind, facts, state, in_reply_to)
  values (p_reply.clinic_id, p_reply.lead_id, p_reply.contact_id, 'out', p_kind, p_facts, 'queued', p_reply.id)
  on conflict do nothing returning id into v_id;
  if v_id is not null then perform app.enqueue_text(v_id, clock_timestamp()); end if;
end
$$;

create function app.offer_times(p_reply public.messages, p_lead public.leads, p_alternatives jsonb, p_why text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_choices jsonb := (select coalesce(jsonb_agg(a.slot - 'end' order by (a.slot ->> 'start')::timestamptz), '[]') from jsonb_array_elements(p_alternatives) with ordinality a(slot, n) where a.n <= 3);
begin
  update public.leads l set choices = v_choices, awaiting = case when jsonb_array_length(v_choices) > 0 then 'choice' end, wish = null, updated_at = clock_timestamp() where l.id = p_lead.id;
  if jsonb_array_length(v_choices) = 0 then perform app.ask_staff(p_lead.clinic_id, 'lead', 'no_times', p_lead.call_id, p_lead.id); end if;
  perform app.answer(p_reply, 'offer', jsonb_build_object('choices', v_choices, 'why', p_why));
end
$$;

create function app.free_times(p_lead public.leads) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_who uuid[] := (select array_agg(pp.practitioner_id order by pp.practitioner_id) from public.practitioner_procedures pp
    join public.practitioners p on p.id = pp.practitioner_id and p.is_active where pp.procedure_id = p_lead.procedure_id);
  v_zone text := (select c.time_zone from public.clinics c where c.id = p_lead.clinic_id);
  -- Around the time that was offered, else around noon tomorrow.
  v_near timestamptz := greatest(timezone(v_zone, (timezone(v_zone, clock_timestamp())::date + 1) + time '12:00'), coalesce((p_lead.offered -> 0 ->> 'start')::timestamptz, '-infinity'));
begin
  if v_who is null then return '[]'; end if;
  return app.alternatives(p_lead.clinic_id, p_lead.procedure_id, v_who, v_near, null);
end
$$;
comment on function app.free_times(public.leads) is 'Times near the one that was offered, for somebody who would rather have another.';

create function app.choose(p_reply public.messages, p_lead public.leads, p_wish jsonb, p_age boolean, p_name text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_answer jsonb;
begin
  begin
    v_answer := public.book_lead(p_lead.id, (p_wish ->> 'start')::timestamptz, (p_wish ->> 'practitionerId')::uuid, p_age, p_name, 'text', 'reply:' || p_reply.provider_sid);
  exception when sqlstate 'PT403' or sqlstate 'PT422' then
    -- The practitioner has gone, or no longer does this: the reply is kept, and a person answers it.
    v_answer := '{"code": "not_bookable"}';
  end;
  case v_answer ->> 'code'
    when 'age_confirmation_required' then
      -- The name that was just said is kept, or it would be asked for again with the age's answer.
      update public.contacts k set name = p_name, updated_at = clock_timestamp() where k.id = p_lead.contact_id and k.name is null and p_name is not null
        and not exists (select from public.contacts o where o.clinic_id = k.clinic_id and o.phone = k.phone and lower(o.name) = lower(p_name));
      update public.leads l set awaiting = 'age', wish = p_wish, updated_at = clock_timestamp() where l.id = p_lead.id;
      perform app.answer(p_reply, 'ask_age');
    when 'name_required' then
      update public.leads l set awaiting = 'name', wish = p_wish, updated_at = clock_timestamp() where l.id = p_lead.id;
      perform app.answer(p_reply, 'ask_name');
    when 'slot_taken', 'slot_unavailable' then
      perform app.offer_times(p_reply, p_lead, v_answer -> 'alternatives', 'gone');
    when 'not_bookable', 'age_refused' then
      perform app.ask_staff(p_lead.clinic_id, 'reply', v_answer ->> 'code', null, p_lead.id, p_reply.id);
      perform app.answer(p_reply, 'call_ack');
    else
      perform app.answer(p_reply, 'booked', jsonb_build_object('bookingId', v_answer -> 'booking' ->> 'id'));
  end case;
end
$$;

create function public.receive_text(
  p_clinic_id uuid, p_sid text, p_from text, p_body text, p_intent text, p_choice int default null, p_name text default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s'
as $$
declare
  v_lead public.leads;
  v_reply public.messages;
  v_contact uuid;
  v_wish jsonb;
  v_intent text := p_intent;
  v_consent uuid;
  v_id uuid;
begin
  if not app.may_act(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  perform app.lock_person(p_clinic_id, p_from);
  -- The latest lead that was written to, else the latest of all.
  select l.* into v_lead from public.leads l join public.contacts k on k.id = l.contact_id
  where l.clinic_id = p_clinic_id and k.phone = p_from
  order by (l.contacted_at is not null) desc, coalesce(l.contacted_at, l.created_at) desc limit 1;
  v_contact := coalesce(v_lead.contact_id, app.upsert_contact(p_clinic_id, null, p_from, null));
  insert into public.messages (clinic_id, lead_id, contact_id, direction, kind, body, state, provider_sid)
  values (p_clinic_id, v_lead.id, v_contact, 'in', 'reply', p_body, 'received', p_sid)
  on conflict (provider_sid) do nothing returning * into v_reply;
  if not found then return '{"isNew": false}'; end if;

  if v_intent = 'stop' then
    perform app.suppress(p_clinic_id, p_from, 'stop');
    return jsonb_build_object('isNew', true, 'leadId', v_lead.id);
  elsif v_intent = 'start' then
    update public.sms_suppressions s set lifted_at = clock_timestamp()
    where s.clinic_id = p_clinic_id and s.lifted_at is null and s.phone_hash = app.phone_hash(p_clinic_id, p_from);
    return jsonb_build_object('isNew', true, 'leadId', v_lead.id);
  elsif v_intent = 'help' then
    perform app.answer(v_reply, 'help');
    return jsonb_build_object('isNew', true, 'leadId', v_lead.id);
  end if;

  -- Not somebody whom we wrote to, or somebody who wants no more texts: nothing is done by machine.
  if v_lead.id is null or v_lead.contacted_at is null or app.is_suppressed(p_clinic_id, p_from) then v_intent := 'text'; end if;

  if v_intent = 'choice' and v_lead.awaiting = 'choice' and v_lead.choices -> (p_choice - 1) is not null then
    perform app.choose(v_reply, v_lead, v_lead.choices -> (p_choice - 1), null, null);
  elsif v_intent = 'adult' and v_lead.awaiting = 'age' then
    perform app.choose(v_reply, v_lead, v_lead.wish, true, null);
  elsif v_lead.awaiting = 'name' and p_name is not null and v_intent = 'text' then
    perform app.choose(v_reply, v_lead, v_lead.wish, null, p_name);
  elsif v_intent = 'choice' and p_choice = 1 then
    -- The kept time. It is remembered after the hold has run out: if it is still free, it is theirs. Without one the text named none.
    select jsonb_build_object('start', lower(b.during), 'practitionerId', b.practitioner_id) into v_wish from public.bookings b where b.id = v_lead.hold_id;
    if v_lead.procedure_id is null then
      perform app.ask_staff(p_clinic_id, 'reply', 'unclear', null, v_lead.id, v_reply.id);
      perform app.answer(v_reply, 'call_ack');
    elsif v_wish is null then perform app.offer_times(v_reply, v_lead, app.free_times(v_lead), 'times');
    else perform app.choose(v_reply, v_lead, v_wish, null, null); end if;
  elsif (v_intent = 'choice' and p_choice = 2 or v_intent = 'change')
    and exists (select from public.bookings b where b.id = v_lead.booking_id and b.status = 'booked') then
    -- What is booked is moved by a person: "1" would only say again that it is booked.
    perform app.ask_staff(p_clinic_id, 'reply', 'change', null, v_lead.id, v_reply.id);
    perform app.answer(v_reply, 'call_ack');
  elsif (v_intent = 'choice' and p_choice = 2 or v_intent = 'change') and v_lead.procedure_id is not null then
    perform app.offer_times(v_reply, v_lead, app.free_times(v_lead), 'change');
  elsif v_intent = 'choice' and p_choice = 3 or v_intent = 'call' then
    insert into public.consents (clinic_id, call_id, contact_id, channel, value, words, source, script_version, heard_at)
    values (p_clinic_id, v_lead.call_id, v_contact, 'call', 'granted', 'reply: call me', 'reply', 'text', clock_timestamp())
    on conflict do nothing returning id into v_consent;
    if v_consent is not null then
      insert into public.call_backs (clinic_id, lead_id, contact_id, consent_id) values (p_clinic_id, v_lead.id, v_contact, v_consent)
      on conflict do nothing returning id into v_id;
      if v_id is not null then perform app.enqueue_call_back(v_id, clock_timestamp()); end if;
    end if;
    perform app.answer(v_reply, 'call_ack');
  else
    perform app.ask_staff(p_clinic_id, 'reply', null, null, v_lead.id, v_reply.id);
  end if;
  -- Last, because a claim locks a practitioner and no lead may be locked before.
  update public.leads l set replied_at = coalesce(l.replied_at, clock_timestamp()), updated_at = clock_timestamp(),
    status = case when l.status = 'contacted' then 'replied' else l.status end where l.id = v_lead.id and l.contacted_at is not null;
  return jsonb_build_object('isNew', true, 'leadId', v_lead.id);
exception when lock_not_available or deadlock_detected then
  raise sqlstate 'PT503' using message = 'the diary is busy', hint = 'try again';
end
$$;
comment on function public.receive_text(uuid, text, text, text, text, int, text) is
  'A text from a person, once by its sid: STOP takes effect here; a choice is claimed and the answer queued in the same transaction; anything else goes to the staff list. Body comes sealed.';

create function public.send_staff_text(p_lead_id uuid, p_body text, p_key text default null) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_lead public.leads;
  v_phone text;
  v_id uuid;
begin
  select * into v_lead from public.leads l where l.id = p_lead_id;
  if not found or not app.may_act(v_lead.clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  select k.phone into v_phone from public.contacts k where k.id = v_lead.contact_id;
  perform app.lock_person(v_lead.clinic_id, v_phone);
  -- A person at the clinic joins a conversation; they do not open one that the caller did not allow.
  if v_lead.contacted_at is null and v_lead.replied_at is null or app.kind_of_number(v_phone) <> 'mobile' or app.is_suppressed(v_lead.clinic_id, v_phone) then
    return '{"status": 409, "code": "not_permitted"}';
  end if;
  insert into public.messages (clinic_id, lead_id, contact_id, direction, kind, body, state, key)
  values (v_lead.clinic_id, p_lead_id, v_lead.contact_id, 'out', 'staff', p_body, 'queued', 'staff:' || p_key)
  on conflict (clinic_id, key) do nothing returning id into v_id;
  if v_id is null then
    select m.id into v_id from public.messages m where m.clinic_id = v_lead.clinic_id and m.key = 'staff:' || p_key and m.lead_id = p_lead_id;
    if v_id is null then return '{"status": 422, "code": "idempotency_key_reused"}'; end if;
  else
    perform app.enqueue_text(v_id, clock_timestamp());
    update public.staff_tasks t set done_at = clock_timestamp() where t.lead_id = p_lead_id and t.kind = 'reply' and t.done_at is null;
  end if;
  return jsonb_build_object('status', 201, 'id', v_id);
end
$$;
comment on function public.send_staff_text(uuid, text, text) is 'Queues what somebody at the clinic wrote, sealed; the same key queues it once. 409 when the person may not be texted.';

create function public.finish_task(p_task_id uuid, p_is_done boolean) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare v_clinic uuid := (select t.clinic_id from public.staff_tasks t where t.id = p_task_id);
begin
  if not app.may_act(v_clinic) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  update public.staff_tasks t set done_at = case when p_is_done then coalesce(t.done_at, clock_timestamp()) end where t.id = p_task_id;
  return p_is_done;
end
$$;
comment on function public.finish_task(uuid, boolean) is 'Takes an item off the staff list, or puts it back.';

create function public.mark_attendance(p_booking_id uuid, p_attended boolean) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare v_booking public.bookings := app.own_booking(p_booking_id, null);
begin
  if lower(v_booking.during) > clock_timestamp() or v_booking.status <> 'booked' then
    return app.respond(jsonb_build_object('status', 409, 'code', 'not_bookable', 'say', 'This appointment has not begun.', 'alternatives', '[]'::jsonb));
  end if;
  update public.bookings b set attended = p_attended where b.id = p_booking_id;
  return app.respond(jsonb_build_object('status', 200, 'booking', app.booking_json(p_booking_id)));
end
$$;
comment on function public.mark_attendance(uuid, boolean) is 'Whether the person came; null takes it back. Only once the appointment has begun.';

create function public.save_text_settings(
  p_clinic_id uuid, p_template text, p_is_discreet boolean, p_is_hours_bound boolean, p_needs_consent boolean
) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if app.caller_role() <> 'authenticated' or not exists (
      select from public.clinic_members m where m.clinic_id = p_clinic_id and m.user_id = (select auth.uid()) and m.role = 'owner') then
    raise sqlstate 'PT403' using message = 'forbidden';
  end if;
  update public.clinics c set text_template = p_template, texts_are_discreet = p_is_discreet, texts_are_hours_bound = p_is_hours_bound, texts_need_consent = p_needs_consent
  where c.id = p_clinic_id;
exception when check_violation then
  raise sqlstate 'PT422' using message = 'the text says how to opt out', detail = 'template';
end
$$;
comment on function public.save_text_settings(uuid, text, boolean, boolean, boolean) is 'How the clinic texts; owners only.';
