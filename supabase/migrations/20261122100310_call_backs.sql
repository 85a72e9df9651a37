-- Call-backs, booking links, rate limits. Sarah rings only whoever asked for it: a row that wants to dial without that evidence
-- is refused, whoever writes it.
create function app.call_backs_before_dial() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if not exists (select from public.consents c where c.id = new.consent_id and c.channel = 'call' and c.value = 'granted'
      and (c.call_id is not null and c.call_id = (select l.call_id from public.leads l where l.id = new.lead_id) or c.contact_id = new.contact_id)) then
    raise sqlstate '42501' using message = 'nobody asked for this call';
  end if;
  return new;
end
$$;
create trigger call_backs_before_insert before insert on public.call_backs for each row execute function app.call_backs_before_dial();
create trigger call_backs_before_dial before update on public.call_backs
  for each row when (new.state = 'dialling' or new.consent_id is distinct from old.consent_id) execute function app.call_backs_before_dial();

create function app.prepare_call_back(p_id uuid, p_now timestamptz, p_is_sandbox boolean) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_call_back public.call_backs;
  v_lead public.leads;
  v_phone text;
  v_at timestamptz;
begin
  select * into v_call_back from public.call_backs b where b.id = p_id for update;
  if not found or v_call_back.state not in ('queued', 'held', 'dialling', 'unknown') then return '{"do": "nothing"}'; end if;
  if v_call_back.state in ('dialling', 'unknown') then
    v_at := v_call_back.attempt_started_at + interval '30 seconds' + v_call_back.lookups * interval '60 seconds';
    update public.call_backs b set state = case when v_call_back.attempt_started_at + interval '30 seconds' <= p_now then 'unknown' else b.state end, next_at = v_at where b.id = p_id;
    if v_at > p_now then return jsonb_build_object('do', 'wait', 'until', v_at); end if;
    return jsonb_build_object('do', 'look-up', 'since', v_call_back.attempt_started_at);
  end if;
  if v_call_back.due_at > p_now then return jsonb_build_object('do', 'wait', 'until', v_call_back.due_at); end if;
  select * into v_lead from public.leads l where l.id = v_call_back.lead_id;
  select k.phone into v_phone from public.contacts k where k.id = v_call_back.contact_id;
  if app.kind_of_number(v_phone) not in ('mobile', 'landline') then
    update public.call_backs b set state = 'needs_person', reason = app.kind_of_number(v_phone) where b.id = p_id;
    perform app.ask_staff(v_call_back.clinic_id, 'lead', 'asked_for_call', v_lead.call_id, v_lead.id);
    return '{"do": "nothing"}';
  end if;
  if v_lead.is_test and not p_is_sandbox then
    update public.call_backs b set state = 'cancelled', reason = 'test_call' where b.id = p_id;
    return '{"do": "nothing"}';
  end if;
  if v_lead.status = 'booked' or exists (select from public.calls c where c.id = v_lead.call_id and (c.is_emergency or c.is_under_age)) then
    update public.call_backs b set state = 'cancelled', reason = 'booked_meanwhile' where b.id = p_id;
    return '{"do": "nothing"}';
  end if;
  return (select jsonb_build_object('do', 'dial', 'clinicId', c.id, 'clinicName', c.name, 'from', c.phone_number, 'to', v_phone, 'name', k.name,
            'treatment', case when q.id is null or q.is_prescription_only or c.texts_are_discreet then null else q.public_label end)
    from public.clinics c left join public.contacts k on k.id = v_call_back.contact_id left join public.procedures q on q.id = v_lead.procedure_id
    where c.id = v_call_back.clinic_id);
end
$$;

create function app.start_call_back(p_id uuid, p_attempt uuid, p_now timestamptz) returns void
language sql volatile security definer set search_path = ''
as $$
  update public.call_backs b set state = 'dialling', attempt_id = p_attempt, attempt_started_at = p_now, next_at = p_now + interval '30 seconds'
  where b.id = p_id and b.state in ('queued', 'held') and b.attempt_id is null
$$;

create function app.hold_call_back(p_id uuid, p_until timestamptz) returns void
language sql volatile security definer set search_path = ''
as $$ update public.call_backs b set state = 'held', due_at = p_until, next_at = p_until where b.id = p_id and b.state in ('queued', 'held') $$;

create function app.call_back_placed(p_id uuid, p_vapi_call_id text, p_now timestamptz) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  update public.call_backs b set state = 'placed', vapi_call_id = p_vapi_call_id, placed_at = p_now where b.id = p_id and b.state in ('dialling', 'unknown');
  -- Its first messages may have been here before the answer was.
  update public.calls c set direction = 'outbound' where c.vapi_call_id = p_vapi_call_id and c.clinic_id = (select b.clinic_id from public.call_backs b where b.id = p_id);
end
$$;

create function app.call_back_failed(p_id uuid, p_state text, p_reason text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_call_back public.call_backs;
begin
  update public.call_backs b set state = p_state, reason = p_reason where b.id = p_id and b.state in ('queued', 'held', 'dialling', 'unknown') returning * into v_call_back;
  if not found then return; end if;
  perform app.ask_staff(v_call_back.clinic_id, 'lead', 'asked_for_call', (select l.call_id from public.leads l where l.id = v_call_back.lead_id), v_call_back.lead_id);
end
$$;

create function app.call_back_absent(p_id uuid, p_now timestamptz) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_call_back public.call_backs;
begin
  update public.call_backs b set lookups = b.lookups + 1, next_at = p_now + interval '60 seconds' where b.id = p_id and b.state = 'unknown' returning * into v_call_back;
  -- Nobody is rung twice: what cannot be confirmed is for a person.
  if found and v_call_back.lookups >= 2 then perform app.call_back_failed(p_id, 'needs_person', 'unconfirmed'); end if;
end
$$;

create function app.open_link(p_hash bytea) returns table (clinic_id uuid, lead_id uuid)
language sql stable security definer set search_path = ''
as $$ select k.clinic_id, k.lead_id from app.booking_links k where k.hash = p_hash and k.expires_at > now() $$;
comment on function app.open_link(bytea) is 'Whose lead a booking link is; needs the hash of 96 random bits.';

create function app.take(p_key bytea, p_most int) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare v_count int;
begin
  insert into app.rate_limits as r (key, started_at, count) values (p_key, clock_timestamp(), 1)
  on conflict (key) do update set
    count = case when r.started_at < clock_timestamp() - interval '1 minute' then 1 else r.count + 1 end,
    started_at = case when r.started_at < clock_timestamp() - interval '1 minute' then clock_timestamp() else r.started_at end
  returning count into v_count;
  return v_count <= p_most;
end
$$;
comment on function app.take(bytea, int) is 'One more of at most so many a minute, counted across all processes; false when it is too many.';

create function app.clinic_of_sms_number(p_number text) returns uuid
language sql stable security definer set search_path = ''
as $$
  select case when count(*) = 1 then (array_agg(c.id))[1] end from public.clinics c
  where c.sms_number = p_number or c.sms_number is null and c.phone_number = p_number
$$;
comment on function app.clinic_of_sms_number(text) is 'The clinic that texts from this number; null for none, and for more than one.';

create or replace function app.sweep() returns void
language sql volatile set search_path = ''
as $$
  update public.bookings b set status = 'expired', hold_expires_at = null where b.id in (
    -- A row that somebody is busy with is theirs; the next sweep comes soon.
    select h.id from public.bookings h where h.status = 'held' and h.hold_expires_at <= clock_timestamp() for update skip locked);
  delete from app.idempotency_keys k where k.created_at < now() - interval '48 hours';
  delete from app.rate_limits r where r.started_at < now() - interval '10 minutes';
  delete from app.booking_links k where k.expires_at < now() - interval '7 days';
$$;
