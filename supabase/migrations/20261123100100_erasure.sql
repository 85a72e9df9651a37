-- Erasure: one transaction in which everything that says who a person is leaves this database, and a receipt for each thing that
-- somebody else holds of them. What stays: that a call took place, that a time was taken, the evidence of permissions and of age
-- (without the person), the keyed hash of who said STOP, and who did what when.

-- A caller who is being erased must not be found and then be gone: the row is held until whoever found it has committed.
create or replace function app.upsert_contact(p_clinic uuid, p_name text, p_phone text, p_email text) returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_name text := nullif(btrim(p_name), '');
  v_id uuid;
begin
  if p_phone is null then
    insert into public.contacts (clinic_id, name, email) values (p_clinic, v_name, p_email) returning id into v_id;
    return v_id;
  end if;
  -- Known already? The same name first, then the one whose name we did not know yet; nameless asks for the latest.
  select c.id into v_id
  from public.contacts c
  where c.clinic_id = p_clinic and c.phone = p_phone
    and (v_name is null or c.name is null or lower(c.name) = lower(v_name))
  order by (lower(c.name) is not distinct from lower(v_name)) desc, c.updated_at desc
  limit 1 for key share;
  if v_id is not null then
    update public.contacts c
    set name = coalesce(c.name, v_name), email = coalesce(p_email, c.email), updated_at = clock_timestamp()
    where c.id = v_id and (c.name is null and v_name is not null or p_email is not null and p_email is distinct from c.email);
    return v_id;
  end if;
  insert into public.contacts (clinic_id, name, phone, email) values (p_clinic, v_name, p_phone, p_email)
  on conflict (clinic_id, phone, lower(coalesce(name, ''))) where phone is not null
  do update set email = coalesce(excluded.email, contacts.email), updated_at = clock_timestamp()
  returning id into v_id;
  return v_id;
exception when unique_violation then
  -- Another call gave the nameless contact this very name at the same instant.
  select c.id into strict v_id from public.contacts c
  where c.clinic_id = p_clinic and c.phone = p_phone and lower(c.name) = lower(v_name);
  return v_id;
end
$$;

-- Where nobody can walk around it: a call whose person was erased stays without one, whatever comes late.
create function app.keep_erased() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if tg_table_name = 'calls' then
    new.contact_id := null;
    new.procedure_id := null;
    new.erased_at := old.erased_at;
    return new;
  end if;
  if not exists (select from public.calls c where c.id = new.call_id and c.erased_at is not null) then return new; end if;
  case tg_table_name
    when 'bookings' then raise sqlstate 'PT403' using message = 'forbidden';
    when 'consents' then new.contact_id := null; return new;
    else return null;
  end case;
end
$$;
comment on function app.keep_erased() is
  'For an erased call: no contact, no words, no lead; no booking by a message that comes late; evidence without a person.';
create trigger calls_keep_erased before update on public.calls
  for each row when (old.erased_at is not null) execute function app.keep_erased();
create trigger logs_keep_erased before insert on public.logs for each row execute function app.keep_erased();
create trigger leads_keep_erased before insert on public.leads for each row execute function app.keep_erased();
create trigger consents_keep_erased before insert on public.consents for each row when (new.call_id is not null) execute function app.keep_erased();
create trigger bookings_keep_erased before insert or update of call_id on public.bookings
  for each row when (new.call_id is not null) execute function app.keep_erased();

create function app.person_of(p_contact uuid) returns uuid[]
language sql stable security definer set search_path = ''
as $$
  select array[k.id] || coalesce((select array_agg(n.id) from public.contacts n
    where n.clinic_id = k.clinic_id and n.phone = k.phone and n.name is null and n.id <> k.id
      and k.name is not null and not exists (select from public.contacts o
        where o.clinic_id = k.clinic_id and o.phone = k.phone and o.name is not null and o.id <> k.id)), '{}')
  from public.contacts k where k.id = p_contact
$$;
comment on function app.person_of(uuid) is
  'The contact, and with it the nameless one of the same number when nobody else is known there: a caller id alone is then theirs. With two names on a number nobody can say whose the nameless calls are, so they stay.';

create function app.add_receipt(p_erasure uuid, p_clinic uuid, p_processor text, p_ref text, p_at timestamptz) returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare v_id uuid;
begin
  insert into public.erasure_receipts (clinic_id, erasure_id, processor, ref, next_at) values (p_clinic, p_erasure, p_processor, p_ref, p_at)
  returning id into v_id;
  perform app.enqueue_receipt(v_id, p_at);
  return v_id;
end
$$;

create function app.add_done_receipt(p_erasure uuid, p_clinic uuid, p_processor text, p_reason text) returns void
language sql volatile security definer set search_path = ''
as $$
  insert into public.erasure_receipts (clinic_id, erasure_id, processor, state, reason, next_at, done_at)
  values (p_clinic, p_erasure, p_processor, 'done', p_reason, null, clock_timestamp())
$$;

create function app.enqueue_receipt(p_receipt uuid, p_at timestamptz) returns void
language sql volatile security definer set search_path = ''
as $$
  -- One after the other for a clinic, so that an erasure of hundreds of texts is no storm at the carrier.
  select app.enqueue('erase', jsonb_build_object('receiptId', p_receipt), 'erase:' || p_receipt,
    'erase:' || (select r.clinic_id from public.erasure_receipts r where r.id = p_receipt), p_at)
$$;

create function app.erase_texts(p_erasure uuid, p_clinic uuid, p_contacts uuid[], p_leads uuid[]) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_message record; v_receipt uuid;
begin
  for v_message in
    select m.id, m.provider_sid as sid, m.direction, m.attempt_started_at as started_at, k.phone,
      m.direction = 'out' and m.provider_sid is null and m.attempt_id is not null and m.state in ('sending', 'unknown', 'needs_review') as is_adrift
    from public.messages m left join public.contacts k on k.id = m.contact_id
    where m.clinic_id = p_clinic and (m.contact_id = any (p_contacts) or m.lead_id = any (p_leads)) order by m.id for no key update of m
  loop
    if v_message.is_adrift then
      -- It may be at the carrier, or get there: the row stays, with nobody's name on it, until that is known. The outbox leaves it alone.
      v_receipt := app.add_receipt(p_erasure, p_clinic, 'twilio', 'message:' || v_message.id, greatest(clock_timestamp(), v_message.started_at + interval '30 seconds'));
      insert into app.erasure_searches (receipt_id, clinic_id, message_id, phone, since)
      values (v_receipt, p_clinic, v_message.id, v_message.phone, v_message.started_at);
      update public.messages m set lead_id = null, contact_id = null, in_reply_to = null, facts = '{}', key = null, state = 'needs_review', reason = 'erased'
      where m.id = v_message.id;
    elsif v_message.sid is not null then
      perform app.add_receipt(p_erasure, p_clinic, 'twilio', v_message.sid, clock_timestamp());
      insert into app.erased_sids (clinic_id, hash) values (p_clinic, sha256(convert_to(v_message.sid, 'UTF8'))) on conflict do nothing;
    end if;
  end loop;
  delete from public.messages m where m.clinic_id = p_clinic and (m.contact_id = any (p_contacts) or m.lead_id = any (p_leads));
end
$$;
comment on function app.erase_texts(uuid, uuid, uuid[], uuid[]) is 'The texts of a person: none that waits goes out, all rows go, and the carrier gets a receipt for each that it has.';

create function app.erase_bookings(p_erasure uuid, p_clinic uuid, p_bookings uuid[]) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_event record;
begin
  perform 1 from public.booking_mirrors m where m.clinic_id = p_clinic and m.booking_id = any (p_bookings) order by m.booking_id for update;
  -- The event carries initials, also that of a day long past. One that has not followed its booking may be written at this instant:
  -- Google is asked when that request must have ended, in the calendar where it is and in the one where it may be going.
  for v_event in
    select distinct m.booking_id, x.calendar_id, m.synced_revision <> m.revision as is_moving
    from public.booking_mirrors m join public.bookings b on b.id = m.booking_id join public.practitioners p on p.id = b.practitioner_id
    cross join lateral (values (m.calendar_id), (case when m.synced_revision <> m.revision then p.google_calendar_id end)) x (calendar_id)
    where m.clinic_id = p_clinic and m.booking_id = any (p_bookings) and x.calendar_id is not null
  loop
    perform app.add_receipt(p_erasure, p_clinic, 'google', v_event.booking_id || ' ' || v_event.calendar_id,
      clock_timestamp() + case when v_event.is_moving then interval '60 seconds' else interval '0 seconds' end);
  end loop;
  update public.bookings b set contact_id = null, call_id = null, hold_expires_at = null,
    status = case when b.status = 'held' or b.status = 'booked' and upper(b.during) > clock_timestamp() then 'cancelled' else b.status end
  where b.id = any (p_bookings);
  -- Without this row the mirror has nothing to write, whatever job is left.
  delete from public.booking_mirrors m where m.booking_id = any (p_bookings);
end
$$;
comment on function app.erase_bookings(uuid, uuid, uuid[]) is 'Cancels what is to come, takes the person off what has been, and asks Google to delete each event.';

create function app.erase_calls(p_erasure uuid, p_clinic uuid, p_calls uuid[]) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_call record;
begin
  delete from public.logs l where l.call_id = any (p_calls);
  delete from public.staff_tasks t where t.call_id = any (p_calls);
  update public.tool_calls t set result = jsonb_strip_nulls(jsonb_build_object('status', t.result -> 'status', 'code', t.result -> 'code'))
  where t.call_id = any (p_calls);
  for v_call in
    update public.calls c set contact_id = null, procedure_id = null, erased_at = coalesce(c.erased_at, clock_timestamp())
    where c.id = any (p_calls) returning c.vapi_call_id, c.forgotten_at
  loop
    if v_call.forgotten_at is null then perform app.add_receipt(p_erasure, p_clinic, 'vapi', v_call.vapi_call_id, clock_timestamp());
    else perform app.add_done_receipt(p_erasure, p_clinic, 'vapi', 'Deleted after the call already.'); end if;
  end loop;
end
$$;
comment on function app.erase_calls(uuid, uuid, uuid[]) is 'Leaves of a call that it took place; the voice platform is asked to delete its copy, unless it has.';

create function app.lock_person_rows(p_contacts uuid[]) returns uuid[]
language plpgsql volatile security definer set search_path = ''
as $$
declare v_calls uuid[];
begin
  for i in 1..5 loop
    select coalesce(array_agg(c.id), '{}') into v_calls from (
      select c.id from public.calls c where c.contact_id = any (p_contacts)
        or c.contact_id is null and c.erased_at is null and (exists (select from public.bookings b where b.call_id = c.id and b.contact_id = any (p_contacts))
          or exists (select from public.leads l where l.call_id = c.id and l.contact_id = any (p_contacts)))
      order by c.id for no key update) c;
    begin
      perform 1 from public.contacts k where k.id = any (p_contacts) order by k.id for update;
      -- A call that began meanwhile comes before the contact in the order of locks: let go, and begin again.
      if exists (select from public.calls c where c.contact_id = any (p_contacts) and c.id <> all (v_calls)) then raise sqlstate 'PT001'; end if;
      return v_calls;
    exception when sqlstate 'PT001' then null;
    end;
  end loop;
  raise sqlstate 'PT503' using message = 'this person is on the phone', hint = 'try again';
end
$$;
comment on function app.lock_person_rows(uuid[]) is 'Locks a person''s calls, then the person; answers the calls. From here on nobody can attach anything to them.';
