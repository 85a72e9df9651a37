-- erase_contact: the one door. The order of locks is that of everything else: person, call-backs and calls,
-- contact, bookings, leads, messages.

create function app.erase_call_backs(p_erasure uuid, p_clinic uuid, p_contacts uuid[]) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_call_back public.call_backs; v_receipt uuid;
begin
  for v_call_back in
    select b.* from public.call_backs b where b.clinic_id = p_clinic and (b.contact_id = any (p_contacts)
      or b.lead_id in (select l.id from public.leads l where l.contact_id = any (p_contacts))) order by b.id for update
  loop
    if v_call_back.state = 'dialling' and v_call_back.attempt_started_at > clock_timestamp() - interval '30 seconds' then
      raise sqlstate 'PT503' using message = 'this person is being rung at this moment', hint = 'try again';
    elsif v_call_back.vapi_call_id is not null then
      -- Its first message may still be on its way; it finds an erased call.
      insert into public.calls (clinic_id, vapi_call_id, status, direction, contact_id)
      values (p_clinic, v_call_back.vapi_call_id, 'queued', 'outbound', p_contacts[1]) on conflict (clinic_id, vapi_call_id) do nothing;
    elsif v_call_back.attempt_id is not null and v_call_back.state in ('dialling', 'unknown', 'needs_person') then
      v_receipt := app.add_receipt(p_erasure, p_clinic, 'vapi', 'call-back:' || v_call_back.id, clock_timestamp());
      insert into app.erasure_searches (receipt_id, clinic_id, since) values (v_receipt, p_clinic, v_call_back.attempt_started_at);
    end if;
    delete from public.call_backs b where b.id = v_call_back.id;
  end loop;
end
$$;
comment on function app.erase_call_backs(uuid, uuid, uuid[]) is 'Nobody who was erased is rung: what waits goes, what may have been dialled gets a receipt.';

create function public.erase_contact(p_contact_id uuid, p_identity_check text default 'vouched') returns uuid
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s'
as $$
declare
  v_contact public.contacts;
  v_person uuid[];
  v_calls uuid[];
  v_bookings uuid[];
  v_leads uuid[];
  v_id uuid;
begin
  select * into v_contact from public.contacts k where k.id = p_contact_id;
  if not found or not app.may_own(v_contact.clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  if p_identity_check is null or p_identity_check not in ('known_number', 'in_person', 'document', 'vouched') then
    raise sqlstate 'PT422' using message = 'known_number, in_person, document or vouched', detail = 'identityCheck';
  end if;
  perform app.lock_person(v_contact.clinic_id, v_contact.phone);
  v_person := app.person_of(p_contact_id);
  -- Erased while we waited: from here on an id like any that does not exist.
  if v_person is null then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  insert into public.erasures (clinic_id, contact_id, phone_hash, identity_check)
  values (v_contact.clinic_id, p_contact_id, case when v_contact.phone is not null then app.phone_hash(v_contact.clinic_id, v_contact.phone) end, p_identity_check)
  returning id into v_id;

  perform app.erase_call_backs(v_id, v_contact.clinic_id, v_person);
  v_calls := app.lock_person_rows(v_person);
  select coalesce(array_agg(b.id), '{}') into v_bookings from (
    select b.id from public.bookings b where b.clinic_id = v_contact.clinic_id and (b.contact_id = any (v_person)
      or b.contact_id is null and (b.call_id = any (v_calls) or b.id in (select l.hold_id from public.leads l where l.contact_id = any (v_person))))
    order by b.id for no key update) b;
  select coalesce(array_agg(l.id), '{}') into v_leads from (
    select l.id from public.leads l where l.clinic_id = v_contact.clinic_id and (l.contact_id = any (v_person) or l.call_id = any (v_calls))
    order by l.id for update) l;

  perform app.erase_texts(v_id, v_contact.clinic_id, v_person, v_leads);
  perform app.erase_bookings(v_id, v_contact.clinic_id, v_bookings);
  perform app.erase_calls(v_id, v_contact.clinic_id, v_calls);
  update public.consents s set contact_id = null where s.contact_id = any (v_person);
  delete from public.staff_tasks t where t.booking_id = any (v_bookings);
  delete from public.leads l where l.id = any (v_leads);
  -- A retry under an old key must not book them again; the answer it had names them.
  update app.idempotency_keys k set request_hash = 'erased', response = null
  where k.clinic_id = v_contact.clinic_id and exists (select from unnest(v_person || v_bookings) x (id) where position(x.id::text in k.response::text) > 0);
  perform app.settle_erasure_requests(v_person);
  delete from public.contacts k where k.id = any (v_person);

  -- Every processor answers for itself, also one that has nothing.
  perform app.add_done_receipt(v_id, v_contact.clinic_id, x.processor, case when x.processor <> 'database' then 'They held nothing.' end)
  from unnest(array['database', 'google', 'twilio', 'vapi']) x (processor)
  where not exists (select from public.erasure_receipts r where r.erasure_id = v_id and r.processor = x.processor);
  perform app.complete_erasure(v_id, clock_timestamp());
  return v_id;
exception
  when lock_not_available or deadlock_detected then raise sqlstate 'PT503' using message = 'this person is busy just now', hint = 'try again';
end
$$;
comment on function public.erase_contact(uuid, text) is
  'Erases a person at their clinic and answers the erasure''s id; its receipts say what each processor did. Owners and API keys; 403 for everybody else, for foreign ids and for one that was erased. The same person at another clinic is another contact.';

create function app.settle_erasure_requests(p_contacts uuid[]) returns void
language sql volatile security definer set search_path = ''
as $$
  with settled as (
    update public.rights_requests r set completed_at = clock_timestamp(), outcome = 'granted', stopped_at = null
    where r.contact_id = any (p_contacts) and r.kind = 'erasure' and r.completed_at is null returning r.id)
  update public.staff_tasks t set done_at = clock_timestamp() from settled s where t.request_id = s.id and t.done_at is null
$$;

create function app.complete_erasure(p_erasure uuid, p_now timestamptz) returns void
language sql volatile security definer set search_path = ''
as $$
  update public.erasures e set completed_at = p_now where e.id = p_erasure and e.completed_at is null
    and not exists (select from public.erasure_receipts r where r.erasure_id = e.id and r.state <> 'done')
$$;

-- As before, but for a text that was erased.
create or replace function public.receive_text(
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
  -- A webhook that comes again does not bring back who was erased.
  if exists (select from app.erased_sids e where e.clinic_id = p_clinic_id and e.hash = sha256(convert_to(p_sid, 'UTF8'))) then return '{"isNew": false}'; end if;
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
