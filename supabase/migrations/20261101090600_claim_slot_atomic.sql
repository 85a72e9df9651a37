-- claim_slot_atomic: of any number of agents who want overlapping time at the same instant, exactly one books.
--
-- Three things together, each useless alone under contention:
--   1. the practitioner's row is locked FOR UPDATE in a statement of its own. READ COMMITTED gives each later statement a
--      snapshot taken after the wait, so the checks see what the previous winner committed;
--   2. everything is checked under that lock: hours, time off, calendars elsewhere, notice, horizon, other bookings;
--   3. INSERT ... ON CONFLICT DO NOTHING meets the exclusion constraint, which holds for writers that take no lock, and
--      unlike a plain INSERT does not deadlock with them.
-- Refusals are returned, not raised: they commit, so the audit trail keeps them.

create function app.respond(p_body jsonb) returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  perform set_config('response.status', p_body ->> 'status', true);
  return p_body;
end
$$;
comment on function app.respond(jsonb) is 'Gives the data API the HTTP status that the body names.';

create function app.booking_json(p_id uuid) returns jsonb
language sql volatile security definer set search_path = ''
as $$
  select jsonb_build_object('id', b.id, 'status', b.status,
    'start', app.rfc3339(lower(b.during), c.time_zone), 'end', app.rfc3339(upper(b.during), c.time_zone),
    'practitionerId', b.practitioner_id, 'procedure', p.slug, 'contactId', b.contact_id, 'callId', b.call_id,
    'holdExpiresAt', case when b.status = 'held' then app.rfc3339(b.hold_expires_at, c.time_zone) end)
  from public.bookings b join public.clinics c on c.id = b.clinic_id join public.procedures p on p.id = b.procedure_id
  where b.id = p_id
$$;

create function app.say_time(p_at timestamptz, p_wished timestamptz, p_zone text) returns text
language sql stable set search_path = ''
as $$
  select case when timezone(p_zone, p_at)::date = timezone(p_zone, p_wished)::date then '' else
    to_char(timezone(p_zone, p_at), 'FMDay FMDD FMMonth') || ' at ' end || to_char(timezone(p_zone, p_at), 'FMHH12:MI AM')
$$;
comment on function app.say_time(timestamptz, timestamptz, text) is 'A time as it is spoken; with its day when that is not the day that was wished for.';

create function app.alternatives(
  p_clinic uuid, p_procedure uuid, p_wished uuid[], p_start timestamptz, p_except uuid
) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  c_most constant int := 3;
  v_clinic public.clinics;
  v_procedure public.procedures;
  v_others uuid[];
  v_day date;
  v_window record;
  v_slot record;
  v_found timestamptz[] := '{}';
  v_items jsonb := '[]';
begin
  select * into strict v_clinic from public.clinics where id = p_clinic;
  select * into strict v_procedure from public.procedures where id = p_procedure;
  v_day := timezone(v_clinic.time_zone, p_start)::date;

  -- The others' rows are locked too, so that what is offered cannot be taken before we answer. SKIP LOCKED: whoever is
  -- being claimed this instant is not offered, and nobody waits in a circle.
  select coalesce(array_agg(o.id), '{}') into v_others from (
    select p.id from public.practitioners p
    where p.clinic_id = p_clinic and p.is_active and p.id <> all (p_wished)
      and exists (select from public.practitioner_procedures pp where pp.practitioner_id = p.id and pp.procedure_id = p_procedure)
    order by p.id for update skip locked) o;

  -- The wished day with the wished practitioner, nearest first, the later of two as near; then others at the very time;
  -- then others that day; then the coming weeks, nearest day first and nearest time of day within it.
  for v_window in
    select w.rank, w.who, timezone(v_clinic.time_zone, (v_day + w.first)::timestamp) as since,
      timezone(v_clinic.time_zone, (v_day + w.past)::timestamp) as until
    from (values (1, p_wished, 0, 1), (2, v_others, 0, 1), (3, v_others, 0, 1), (4, p_wished || v_others, 1, 8),
      (5, p_wished || v_others, 8, 31), (6, p_wished || v_others, -31, 0), (7, p_wished || v_others, 31, 400)) w (rank, who, first, past)
    order by w.rank
  loop
    -- Other practitioners at the wished time are always worth naming; everything further only when there is nothing nearer.
    continue when v_window.rank > 2 and jsonb_array_length(v_items) > 0;
    if v_window.rank = 2 then
      v_found := '{}';
      -- One other at the very time is enough; the search ends at the first who is free, because rivals wait for this answer.
      v_window.who := coalesce((select array[o.id] from unnest(v_others) o (id)
        join public.practitioner_procedures pp on pp.practitioner_id = o.id and pp.procedure_id = p_procedure
        where app.why_not(o.id, tstzrange(p_start, p_start + make_interval(mins => coalesce(pp.duration_minutes, v_procedure.duration_minutes))),
          v_procedure.buffer_before_minutes, v_procedure.buffer_after_minutes, p_except) is null limit 1), '{}');
    end if;
    for v_slot in
      select o.practitioner_id, s as starts_at, o.minutes
      from (select pp.practitioner_id, coalesce(pp.duration_minutes, v_procedure.duration_minutes) as minutes
            from public.practitioner_procedures pp join public.practitioners p on p.id = pp.practitioner_id and p.is_active
            where pp.procedure_id = p_procedure and pp.practitioner_id = any (v_window.who)) o
      cross join lateral app.free_starts(o.practitioner_id, o.minutes, v_procedure.buffer_before_minutes,
        v_procedure.buffer_after_minutes, v_window.since, v_window.until, p_except) s
      where v_window.rank <> 2 or s = p_start
      order by abs(timezone(v_clinic.time_zone, s)::date - timezone(v_clinic.time_zone, p_start)::date),
        abs(extract(epoch from timezone(v_clinic.time_zone, s)::time - timezone(v_clinic.time_zone, p_start)::time)), s desc, o.practitioner_id
    loop
      -- Three times a quarter of an hour apart are one choice, not three.
      continue when exists (select from unnest(v_found) f where abs(extract(epoch from f - v_slot.starts_at)) < 1800);
      v_found := v_found || v_slot.starts_at;
      v_items := v_items || jsonb_build_object('start', app.rfc3339(v_slot.starts_at, v_clinic.time_zone),
        'end', app.rfc3339(v_slot.starts_at + make_interval(mins => v_slot.minutes), v_clinic.time_zone), 'practitionerId', v_slot.practitioner_id);
      exit when cardinality(v_found) >= c_most;
    end loop;
  end loop;
  return v_items;
end
$$;
comment on function app.alternatives(uuid, uuid, uuid[], timestamptz, uuid) is
  'Real free times instead of the wished one, best first, each bookable while the caller''s transaction holds its locks.';

create function app.refuse_slot(
  p_clinic uuid, p_procedure uuid, p_wished uuid[], p_start timestamptz, p_reason text, p_call uuid, p_except uuid
) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_alternatives jsonb := app.alternatives(p_clinic, p_procedure, p_wished, p_start, p_except);
  v_zone text := (select c.time_zone from public.clinics c where c.id = p_clinic);
  v_other text := (select ' with ' || p.name from public.practitioners p
    where p.id = (v_alternatives -> 0 ->> 'practitionerId')::uuid and p.id <> all (p_wished));
  v_sorry text := case when p_reason = 'taken' then 'I''m sorry, that slot was just taken' else 'I''m sorry, we don''t have that time' end;
begin
  insert into public.booking_audit (clinic_id, booking_id, action, call_id, detail)
  values (p_clinic, p_except, 'rejected', p_call, jsonb_build_object(
    'reason', p_reason, 'start', p_start, 'procedureId', p_procedure, 'practitionerIds', to_jsonb(p_wished)));
  return jsonb_build_object('status', 409,
    'code', case when p_reason = 'taken' then 'slot_taken' else 'slot_unavailable' end, 'reason', p_reason,
    'alternatives', v_alternatives,
    'say', v_sorry || case when jsonb_array_length(v_alternatives) > 0
      then '—how about ' || app.say_time((v_alternatives -> 0 ->> 'start')::timestamptz, p_start, v_zone) || coalesce(v_other, '') || '?'
      else '. Shall I ask the team to ring you with another time?' end);
end
$$;
comment on function app.refuse_slot(uuid, uuid, uuid[], timestamptz, text, uuid, uuid) is 'The 409 answer, with its trace in the audit trail.';

create function app.remember(p_clinic uuid, p_key text, p_request jsonb) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_hash text := encode(sha256(convert_to(p_request::text, 'UTF8')), 'hex');
  v_row app.idempotency_keys;
begin
  -- The same key in flight elsewhere: this insert waits for it, then finds its answer.
  insert into app.idempotency_keys (clinic_id, key, request_hash) values (p_clinic, p_key, v_hash) on conflict do nothing;
  if found then return null; end if;
  select * into strict v_row from app.idempotency_keys k where k.clinic_id = p_clinic and k.key = p_key;
  if v_row.request_hash <> v_hash then
    return jsonb_build_object('status', 422, 'code', 'idempotency_key_reused',
      'say', 'This key was used for another request.', 'alternatives', '[]'::jsonb);
  end if;
  return v_row.response;
end
$$;
comment on function app.remember(uuid, text, jsonb) is
  'Null when the key is new and now ours; else the answer it was given, or a 422 when the request is another one.';

create function app.attest_age(p_clinic uuid, p_call uuid, p_is_adult boolean) returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare v_id uuid;
begin
  insert into public.age_attestations (clinic_id, call_id, is_adult, said_to) values (p_clinic, p_call, p_is_adult, app.actor())
  returning id into v_id;
  if not p_is_adult then
    insert into public.staff_tasks (clinic_id, kind, call_id) values (p_clinic, 'age_review', p_call) on conflict do nothing;
  end if;
  return v_id;
end
$$;

create function app.claim(
  p_clinic uuid, p_procedure public.procedures, p_practitioner uuid, p_start timestamptz, p_contact jsonb,
  p_call uuid, p_age boolean, p_hold_seconds int
) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_offers record;
  v_ids uuid[];
  v_booking public.bookings;
  v_reason text;
  v_first_reason text;
  v_during tstzrange;
  v_attestation uuid;
  v_contact uuid;
  v_id uuid;
begin
  select array_agg(pp.practitioner_id order by pp.practitioner_id) into v_ids
  from public.practitioner_procedures pp join public.practitioners p on p.id = pp.practitioner_id and p.is_active
  where pp.procedure_id = p_procedure.id and (p_practitioner is null or pp.practitioner_id = p_practitioner);
  if v_ids is null then
    raise sqlstate 'PT422' using message = 'nobody offers this procedure', detail = case when p_practitioner is null then 'procedure' else 'practitionerId' end;
  end if;

  if p_call is not null then perform 1 from public.calls c where c.id = p_call for no key update; end if;

  -- The lock, alone in its statement.
  perform 1 from public.practitioners p where p.id = any (v_ids) order by p.id for update;

  -- The same call asking for what it has already: an interrupted agent repeats itself under a new tool-call id.
  if p_call is not null then
    select b.* into v_booking from public.bookings b
    where b.call_id = p_call and b.procedure_id = p_procedure.id and b.practitioner_id = any (v_ids) and lower(b.during) = p_start
      and (b.status = 'booked' or b.status = 'held' and b.hold_expires_at > clock_timestamp())
    limit 1;
    if found and (v_booking.status = 'booked' or p_hold_seconds is not null)
      and not (p_procedure.is_age_restricted and p_age is false) then
      return jsonb_build_object('status', 201, 'booking', app.booking_json(v_booking.id));
    end if;
  end if;

  if p_procedure.is_age_restricted and p_hold_seconds is null then
    if p_age is not null then v_attestation := app.attest_age(p_clinic, p_call, p_age); end if;
    -- One "no" in a call stands: a person settles it, not the next answer.
    if exists (select from public.age_attestations a where not a.is_adult and (a.id = v_attestation or a.call_id = p_call)) then
      return jsonb_build_object('status', 422, 'code', 'age_refused', 'alternatives', '[]'::jsonb,
        'say', 'I''m sorry, that treatment is only for people aged 18 or over. A member of the team will be in touch.');
    elsif v_attestation is null then
      return jsonb_build_object('status', 422, 'code', 'age_confirmation_required', 'alternatives', '[]'::jsonb,
        'say', 'Before I book that, can you confirm that the person coming is 18 or over?');
    end if;
  end if;

  -- A caller is remembered whatever comes of it; anybody else only with the booking.
  if p_contact is not null and (p_call is not null or v_booking.id is not null) then
    v_contact := app.upsert_contact(p_clinic, p_contact ->> 'name', coalesce(p_contact ->> 'phone',
      (select k.phone from public.calls c join public.contacts k on k.id = c.contact_id where c.id = p_call)), p_contact ->> 'email');
    update public.calls c set contact_id = v_contact, procedure_id = p_procedure.id where c.id = p_call;
  end if;

  if v_booking.id is not null then
    update public.bookings b set status = 'booked', hold_expires_at = null, contact_id = coalesce(v_contact, b.contact_id),
      age_attestation_id = v_attestation where b.id = v_booking.id;
    return jsonb_build_object('status', 201, 'booking', app.booking_json(v_booking.id));
  end if;

  -- A third hold lets go of the call's oldest.
  if p_hold_seconds is not null and p_call is not null then
    update public.bookings b set status = 'expired', hold_expires_at = null where b.id in (
      select h.id from public.bookings h where h.call_id = p_call and h.status = 'held' and h.hold_expires_at > clock_timestamp()
      order by h.created_at desc, h.id offset 1);
  end if;

  -- Least booked that day first, when any practitioner will do.
  for v_offers in
    select pp.practitioner_id as id, coalesce(pp.duration_minutes, p_procedure.duration_minutes) as minutes
    from public.practitioner_procedures pp
    where pp.procedure_id = p_procedure.id and pp.practitioner_id = any (v_ids)
    order by (select count(*) from public.bookings b where b.practitioner_id = pp.practitioner_id and b.status = 'booked'
      and b.during && tstzrange(p_start - interval '12 hours', p_start + interval '12 hours')), pp.practitioner_id
  loop
    v_during := tstzrange(p_start, p_start + make_interval(mins => v_offers.minutes));
    v_reason := app.why_not(v_offers.id, v_during, p_procedure.buffer_before_minutes, p_procedure.buffer_after_minutes, null);
    if v_reason is null then
      -- now() cannot stand in the constraint's predicate, so stale holds step aside here, under the lock.
      update public.bookings b set status = 'expired', hold_expires_at = null
      where b.practitioner_id = v_offers.id and b.status = 'held' and b.hold_expires_at <= clock_timestamp()
        and b.block && app.widen(v_during, p_procedure.buffer_before_minutes, p_procedure.buffer_after_minutes);
      if v_contact is null and p_contact is not null then
        v_contact := app.upsert_contact(p_clinic, p_contact ->> 'name', p_contact ->> 'phone', p_contact ->> 'email');
      end if;
      insert into public.bookings (clinic_id, practitioner_id, procedure_id, contact_id, call_id, status, during,
        buffer_before_minutes, buffer_after_minutes, hold_expires_at, age_attestation_id, source)
      values (p_clinic, v_offers.id, p_procedure.id, v_contact, p_call,
        case when p_hold_seconds is null then 'booked' else 'held' end, v_during,
        p_procedure.buffer_before_minutes, p_procedure.buffer_after_minutes,
        clock_timestamp() + make_interval(secs => p_hold_seconds), v_attestation,
        case app.caller_role() when 'voice_agent' then 'voice' when 'authenticated' then 'dashboard' else 'api' end)
      on conflict do nothing
      returning id into v_id;
      if v_id is not null then
        return jsonb_build_object('status', 201, 'booking', app.booking_json(v_id));
      end if;
      v_reason := 'taken';
    end if;
    v_first_reason := case when v_first_reason is null or v_reason = 'taken' then v_reason else v_first_reason end;
  end loop;
  return app.refuse_slot(p_clinic, p_procedure.id, v_ids, p_start, v_first_reason, p_call, null);
end
$$;
comment on function app.claim(uuid, public.procedures, uuid, timestamptz, jsonb, uuid, boolean, int) is 'The claim itself; callers are already known.';

create function public.claim_slot_atomic(
  p_clinic_id uuid,
  p_procedure text,
  p_start timestamptz,
  p_practitioner_id uuid default null,
  p_contact jsonb default null,
  p_call_id uuid default null,
  p_age_confirmed boolean default null,
  p_hold_seconds int default null,
  p_key text default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s' set plan_cache_mode = 'force_generic_plan'
as $$
declare
  v_procedure public.procedures;
  v_response jsonb;
begin
  -- The embedded data API hands an object over as the text of one.
  if jsonb_typeof(p_contact) = 'string' then p_contact := (p_contact #>> '{}')::jsonb; end if;
  if not app.may_act(p_clinic_id)
    or p_practitioner_id is not null and not exists (select from public.practitioners p where p.id = p_practitioner_id and p.clinic_id = p_clinic_id)
    or p_call_id is not null and not exists (select from public.calls c where c.id = p_call_id and c.clinic_id = p_clinic_id) then
    raise sqlstate 'PT403' using message = 'forbidden';
  end if;
  select * into v_procedure from public.procedures p where p.clinic_id = p_clinic_id and p.slug = p_procedure and p.is_active;
  if not found then raise sqlstate 'PT422' using message = 'unknown procedure', detail = 'procedure'; end if;
  if p_start is null or p_start <> date_trunc('minute', p_start) then
    raise sqlstate 'PT422' using message = 'a start is a whole minute', detail = 'start';
  end if;
  if p_hold_seconds not between 5 and 1800 then
    raise sqlstate 'PT422' using message = 'a hold lasts from 5 seconds to 30 minutes', detail = 'holdSeconds';
  end if;
  if p_hold_seconds is null and coalesce(btrim(p_contact ->> 'name'), '') = '' then
    raise sqlstate 'PT422' using message = 'a booking needs a name', detail = 'contact.name';
  end if;

  if p_key is not null then
    v_response := app.remember(p_clinic_id, p_key, jsonb_build_object('do', 'claim', 'procedure', p_procedure, 'start', app.rfc3339(p_start, 'UTC'),
      'practitioner', p_practitioner_id, 'contact', p_contact, 'call', p_call_id, 'age', p_age_confirmed, 'hold', p_hold_seconds));
    if v_response is not null then return app.respond(v_response); end if;
  end if;

  v_response := app.claim(p_clinic_id, v_procedure, p_practitioner_id, p_start, p_contact, p_call_id, p_age_confirmed, p_hold_seconds);
  if p_key is not null then
    update app.idempotency_keys k set response = v_response where k.clinic_id = p_clinic_id and k.key = p_key;
  end if;
  return app.respond(v_response);
exception
  when lock_not_available or deadlock_detected then
    raise sqlstate 'PT503' using message = 'the diary is busy', hint = 'try again with the same key';
  when check_violation then
    raise sqlstate 'PT422' using message = 'a contact has a name, a phone in E.164 and an e-mail address', detail = 'contact';
end
$$;
comment on function public.claim_slot_atomic(uuid, text, timestamptz, uuid, jsonb, uuid, boolean, int, text) is
  'Books (or holds, p_hold_seconds) a time, or answers 409 with real alternatives: {status, booking} or {status, code, say, alternatives}. '
  'Same p_key: same answer; same key, other request: 422. 403 for a foreign or unknown id, 422 for bad input, 503 when the lock is not had in time.';
