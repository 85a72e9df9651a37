-- A caller who gives another number than the one they ring from is one person. The contact that their call came in under held nothing but
-- that number; left behind, no export would show it and no erasure would reach it.

create function app.is_referred_to(p_contact uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (select from public.calls c where c.contact_id = p_contact) or exists (select from public.bookings b where b.contact_id = p_contact)
    or exists (select from public.leads l where l.contact_id = p_contact) or exists (select from public.messages m where m.contact_id = p_contact)
    or exists (select from public.call_backs b where b.contact_id = p_contact) or exists (select from public.rights_requests r where r.contact_id = p_contact)
    -- Evidence goes with its call: where that is somebody else's by now, so is the evidence.
    or exists (select from public.consents s left join public.calls c on c.id = s.call_id where s.contact_id = p_contact and c.contact_id is null)
$$;
comment on function app.is_referred_to(uuid) is
  'Whether anything stands by this contact: a call, booking, lead, text, call-back or request, or evidence whose call is nobody else''s.';

create function app.has_details(p_contact public.contacts) returns boolean
language sql immutable set search_path = ''
as $$ select coalesce(p_contact.email, p_contact.postcode, p_contact.address, p_contact.dob::text) is not null $$;
comment on function app.has_details(public.contacts) is 'Whether more than a name and a number is known of them.';

create function app.leave_contact() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_call public.calls;
  v_left public.contacts;
  v_now public.contacts;
begin
  select * into v_call from public.calls c where c.id = case tg_table_name when 'calls' then new.id else (to_jsonb(new) ->> 'call_id')::uuid end;
  if v_call.contact_id is null or v_call.contact_id = old.contact_id then return null; end if;
  select * into v_left from public.contacts k where k.id = old.contact_id;
  if not found or v_left.is_human_only then return null; end if;
  -- Whoever was known before this call is left alone, but for a number that nothing hangs on.
  if v_left.created_at < v_call.created_at and (v_left.name is not null or app.has_details(v_left)) then return null; end if;
  -- Two calls from one number that leave it at once: the second sees that the first has gone. The only lock that is waited for here, by
  -- transactions that are about to commit and want nothing more; who holds any other, or waits for it, never meets one head on.
  perform pg_advisory_xact_lock(hashtextextended(v_call.clinic_id::text, 8));
  -- A text from that number is coming in, or an erasure is under way: theirs first. See app.lock_person. Shared, because whoever held the lock
  -- above has committed but may still be letting go of this one.
  if not pg_try_advisory_xact_lock_shared(hashtextextended(v_call.clinic_id::text || coalesce(v_left.phone, ''), 7)) then return null; end if;
  -- Somebody rings from it at this instant, and found it.
  select * into v_left from public.contacts k where k.id = old.contact_id for update skip locked;
  if not found or v_left.is_human_only or app.is_referred_to(v_left.id) then return null; end if;
  if app.has_details(v_left) then
    select * into v_now from public.contacts k where k.id = v_call.contact_id for no key update skip locked;
    -- What one name gave is not put down to another.
    if not found or v_left.name is not null and lower(v_left.name) is distinct from lower(v_now.name) then return null; end if;
    update public.contacts k set email = coalesce(k.email, v_left.email), dob = coalesce(k.dob, v_left.dob), postcode = coalesce(k.postcode, v_left.postcode),
      address = coalesce(k.address, v_left.address), updated_at = clock_timestamp()
    where k.id = v_now.id;
  end if;
  update public.consents s set contact_id = v_call.contact_id where s.call_id = v_call.id and s.contact_id = v_left.id;
  delete from public.contacts k where k.id = v_left.id;
  return null;
end
$$;
comment on function app.leave_contact() is
  'When a call, or its lead, has gone over to another contact: the one it came in under goes, if this call made it or it is a bare number, and nothing refers to it. STOP is kept by the number''s hash and stays.';

-- At the commit, when the lead and its text have followed the call, and when nothing is locked or waited for after it.
create constraint trigger calls_leave_contact after update of contact_id on public.calls deferrable initially deferred
  for each row when (old.contact_id is not null and new.contact_id is not null and old.contact_id <> new.contact_id) execute function app.leave_contact();
create constraint trigger leads_leave_contact after update of contact_id on public.leads deferrable initially deferred
  for each row when (old.contact_id is not null and new.contact_id is not null and old.contact_id <> new.contact_id) execute function app.leave_contact();

-- As before, but it holds the call, so that the contact it writes down is the call's when it is written.
create or replace function public.note_consent(
  p_call_id uuid, p_channel text, p_value text, p_words text, p_source text, p_script_version text, p_heard_at timestamptz default now()
) returns uuid
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
declare v_call public.calls; v_id uuid;
begin
  select * into v_call from public.calls c where c.id = p_call_id for no key update;
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

-- Sarah may have written to the number that they rang from before the report told another. That contact stays, with the lead, and is them.
create or replace function app.person_of(p_contact uuid) returns uuid[]
language sql stable security definer set search_path = ''
as $$
  select array[k.id] || coalesce((select array_agg(n.id) from public.contacts n
    where n.clinic_id = k.clinic_id and n.phone = k.phone and n.name is null and n.id <> k.id
      and k.name is not null and not exists (select from public.contacts o
        where o.clinic_id = k.clinic_id and o.phone = k.phone and o.name is not null and o.id <> k.id)), '{}')
    || coalesce((select array_agg(n.id) from public.contacts n
    where n.clinic_id = k.clinic_id and n.id <> k.id and n.phone is distinct from k.phone and (n.name is null or lower(n.name) = lower(k.name)) and not n.is_human_only
      and n.id in (select l.contact_id from public.calls c join public.leads l on l.call_id = c.id where c.contact_id = k.id)
      -- All that is known of it came about in calls of theirs.
      and not exists (select from public.calls c where c.contact_id = n.id)
      and not exists (select from public.rights_requests r where r.contact_id = n.id)
      and not exists (select from public.leads l left join public.calls c on c.id = l.call_id where l.contact_id = n.id and c.contact_id is distinct from k.id)
      and not exists (select from public.bookings b left join public.calls c on c.id = b.call_id left join public.leads l on b.id in (l.booking_id, l.hold_id)
          left join public.calls o on o.id = l.call_id where b.contact_id = n.id and k.id is distinct from c.contact_id and k.id is distinct from o.contact_id)
      and not exists (select from public.messages m left join public.leads l on l.id = m.lead_id left join public.calls c on c.id = l.call_id
        where m.contact_id = n.id and c.contact_id is distinct from k.id)
      and not exists (select from public.call_backs b left join public.leads l on l.id = b.lead_id left join public.calls c on c.id = l.call_id
        where b.contact_id = n.id and c.contact_id is distinct from k.id)
      and not exists (select from public.consents s left join public.calls c on c.id = s.call_id where s.contact_id = n.id and c.contact_id is distinct from k.id)), '{}')
  from public.contacts k where k.id = p_contact
$$;
comment on function app.person_of(uuid) is
  'The contact, and with it the nameless one of the same number when nobody else is known there: a caller id alone is then theirs. With two names on a number nobody can say whose the nameless calls are, so they stay. And the number that they rang from, when all that is known of it came about in their calls.';

create or replace function public.erase_contact(p_contact_id uuid, p_identity_check text default 'vouched') returns uuid
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s'
as $$
declare
  v_contact public.contacts;
  v_person uuid[];
  v_phones text[];
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
  -- Every number of theirs, always in the same order.
  select array_agg(distinct coalesce(k.phone, '') order by coalesce(k.phone, '')) into v_phones
  from public.contacts k where k.id = any (app.person_of(p_contact_id)) or k.id = p_contact_id;
  for i in 1 .. coalesce(cardinality(v_phones), 0) loop perform app.lock_person(v_contact.clinic_id, v_phones[i]); end loop;
  v_person := app.person_of(p_contact_id);
  -- Erased while we waited: from here on an id like any that does not exist.
  if v_person is null then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  if exists (select from public.contacts k where k.id = any (v_person) and coalesce(k.phone, '') <> all (v_phones)) then
    raise sqlstate 'PT503' using message = 'this person is busy just now', hint = 'try again';
  end if;
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

-- As before, and the bare numbers that nothing refers to any more, however young: those that were left before this migration, and any
-- that somebody held for the instant in which a call left it.
create or replace function app.sweep_contacts(p_clinic uuid, p_before timestamptz, p_most int) returns int
language plpgsql volatile security definer set search_path = ''
as $$
declare v_count int;
begin
  delete from public.contacts k where k.id in (
    select o.id from public.contacts o
    where o.clinic_id = p_clinic
      -- Who asked to be left to people is remembered for as long as they may ring.
      and not o.is_human_only
      and (o.name is null and not app.has_details(o) and not app.is_referred_to(o.id)
        or o.created_at < p_before and o.updated_at < p_before
        and not exists (select from public.bookings b where b.contact_id = o.id and (b.status = 'booked' or b.status = 'held' and b.hold_expires_at >= p_before))
        and not exists (select from public.leads l where l.contact_id = o.id)
        and not exists (select from public.calls c where c.contact_id = o.id and c.started_at >= p_before)
        and not exists (select from public.messages m where m.contact_id = o.id and (m.created_at >= p_before or m.state in ('queued', 'held', 'sending', 'unknown')))
        and not exists (select from public.call_backs b where b.contact_id = o.id and b.state in ('queued', 'held', 'dialling', 'unknown'))
        and not exists (select from public.rights_requests r where r.contact_id = o.id and r.completed_at is null))
    -- Somebody who rings at this instant is found first, and stays.
    order by o.id limit p_most for update skip locked);
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function app.sweep_contacts(uuid, timestamptz, int) is
  'Deletes people with whom nothing came about: no booking that stands, no lead, no call or text of late, no open request; and numbers that nothing refers to.';

select app.build_wall();
