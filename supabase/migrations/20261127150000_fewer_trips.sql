-- The webhook in fewer and shorter steps: a caller waits for each of them.

-- In plpgsql, which keeps the plans of its expressions: a week of free times is written four to five times as fast as in SQL.
create or replace function app.rfc3339(p_at timestamptz, p_zone text) returns text
language plpgsql immutable parallel safe set search_path = ''
as $$
declare
  c_wall constant timestamp := timezone(p_zone, p_at);
  c_minutes constant int := (extract(epoch from c_wall - timezone('UTC', p_at)) / 60)::int;
begin
  return to_char(c_wall, 'YYYY-MM-DD"T"HH24:MI:SS') || case when c_minutes < 0 then '-' else '+' end
    || lpad((abs(c_minutes) / 60)::text, 2, '0') || ':' || lpad((abs(c_minutes) % 60)::text, 2, '0');
end
$$;

-- In one step instead of five functions within each other: it is asked many times in every exchange, and for every row that is read.
create or replace function app.may_act(p_clinic uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
declare c_claims constant jsonb := coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb;
begin
  -- Never null: "if not null" would let a token without a clinic, or an unknown id, through.
  return coalesce(case c_claims ->> 'role'
    when 'authenticated' then p_clinic = any (app.my_clinics())
    when 'voice_agent' then p_clinic = (c_claims ->> 'clinic_id')::uuid
    when 'api_client' then p_clinic = (c_claims ->> 'clinic_id')::uuid
    when 'service_role' then p_clinic is not null
    else false
  end, false);
end
$$;

-- The same: before every statement that changes something.
create or replace function app.key_may(p_scopes text[]) returns boolean
language plpgsql stable set search_path = ''
as $$
declare c_claims constant jsonb := coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb;
begin
  return c_claims ->> 'role' is distinct from 'api_client' or coalesce(c_claims -> 'scopes' ?| p_scopes, false);
end
$$;

create or replace function public.note_call(
  p_clinic_id uuid, p_vapi_call_id text, p_status text default null, p_at timestamptz default null, p_phone text default null,
  p_ended_reason text default null, p_is_test boolean default false
) returns uuid
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s' set plan_cache_mode = 'force_generic_plan'
as $$
declare
  v_call public.calls;
  v_contact uuid;
begin
  if not app.may_act(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  if p_vapi_call_id !~ '^[A-Za-z0-9_.:-]{1,100}$' or p_ended_reason !~ '^[a-z0-9._-]{1,200}$' then
    raise sqlstate 'PT422' using message = 'not an id or a code of the voice platform', detail = 'call';
  end if;
  select * into v_call from public.calls c where c.clinic_id = p_clinic_id and c.vapi_call_id = p_vapi_call_id;
  -- Most messages say nothing new of the call itself: those read, lock nothing, and wait for no disk.
  if found and p_status is distinct from 'ended' and not coalesce(app.call_rank(p_status) > app.call_rank(v_call.status), false)
    and not coalesce(p_at < v_call.started_at, false) and (v_call.contact_id is not null or p_phone is null or v_call.erased_at is not null) then
    return v_call.id;
  end if;
  -- A first message that says "ended" still passes through being a call, so that there is one moment at which it ends.
  insert into public.calls (clinic_id, vapi_call_id, status, started_at, is_test, direction)
  select p_clinic_id, p_vapi_call_id, case when p_status = 'ended' then 'in-progress' else coalesce(p_status, 'in-progress') end, least(coalesce(p_at, now()), now()), p_is_test,
    case when exists (select from public.call_backs b where b.vapi_call_id = p_vapi_call_id) then 'outbound' else 'inbound' end
  where v_call.id is null
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

create or replace function public.open_call(
  p_clinic_id uuid, p_vapi_call_id text, p_at timestamptz, p_phone text, p_is_test boolean, p_tool_call_ids text[]
) returns jsonb
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
declare v_call uuid := public.note_call(p_clinic_id, p_vapi_call_id, 'in-progress', p_at, p_phone, null, p_is_test);
begin
  -- What the tool does next is committed to disk before anybody hears of it, and all that was written before it along with it.
  perform set_config('synchronous_commit', 'off', true);
  return (select jsonb_build_object('id', k.id, 'zone', c.time_zone, 'callerHasNumber', p.phone is not null,
      'danger', case when k.danger_at is not null then (select a.kind from public.alerts a where a.call_id = k.id) end,
      'procedures', coalesce((select jsonb_agg(jsonb_build_object('slug', q.slug, 'name', q.name))
        from public.procedures q where q.clinic_id = c.id and q.is_active), '[]'),
      'answered', coalesce((select jsonb_agg(jsonb_build_object('id', t.tool_call_id, 'result', t.result))
        from public.tool_calls t where t.call_id = k.id and t.tool_call_id = any (p_tool_call_ids)), '[]'))
    from public.calls k join public.clinics c on c.id = k.clinic_id left join public.contacts p on p.id = k.contact_id
    where k.id = v_call);
end
$$;

create or replace function public.note_tool_call(
  p_call_id uuid, p_tool_call_id text, p_name text, p_result jsonb, p_took_ms int
) returns jsonb
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
declare
  v_clinic uuid := (select c.clinic_id from public.calls c where c.id = p_call_id);
  v_result jsonb;
begin
  if not app.may_act(v_clinic) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  insert into public.tool_calls (clinic_id, call_id, tool_call_id, name, result, took_ms)
  values (v_clinic, p_call_id, p_tool_call_id, p_name, p_result, coalesce(p_took_ms, (extract(epoch from clock_timestamp() - transaction_timestamp()) * 1000)::int))
  on conflict (call_id, tool_call_id) do nothing
  returning result into v_result;
  if not found then select t.result into strict v_result from public.tool_calls t where t.call_id = p_call_id and t.tool_call_id = p_tool_call_id; end if;
  return v_result;
end
$$;
comment on function public.note_tool_call(uuid, text, text, jsonb, int) is
  'Keeps a tool call''s answer; of two, the first, which is returned. Milliseconds that it took, or null in the statement that does all of its work.';

-- What a call is about, and the claim itself: as before, but that a call which knows it already is not written again, announced and waited for.
create or replace function public.note_call_details(p_call_id uuid, p_name text, p_phone text, p_procedure text) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s' set plan_cache_mode = 'force_generic_plan'
as $$
declare
  v_call public.calls;
  v_contact public.contacts;
  v_phone text := p_phone;
  v_procedure uuid;
begin
  select * into v_call from public.calls c where c.id = p_call_id for no key update;
  if not found or not app.may_act(v_call.clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  if v_call.erased_at is not null then return jsonb_build_object('status', 200, 'contactKnown', false); end if;
  select * into v_contact from public.contacts c where c.id = v_call.contact_id;
  v_phone := coalesce(p_phone, v_contact.phone);
  if nullif(btrim(p_name), '') is not null or p_phone is not null then
    v_contact.id := app.upsert_contact(v_call.clinic_id, coalesce(nullif(btrim(p_name), ''), v_contact.name), v_phone, null);
  end if;
  v_procedure := coalesce((select p.id from public.procedures p where p.clinic_id = v_call.clinic_id and p.slug = p_procedure), v_call.procedure_id);
  -- An agent asks about the same treatment again and again; what is known already is not written.
  update public.calls c set contact_id = v_contact.id, procedure_id = v_procedure
  where c.id = p_call_id and (c.contact_id, c.procedure_id) is distinct from (v_contact.id, v_procedure);
  return jsonb_build_object('status', 200, 'contactKnown', v_phone is not null);
exception when check_violation then
  raise sqlstate 'PT422' using message = 'a phone is given in E.164', detail = 'phone';
end
$$;

create or replace function app.claim(
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
    update public.calls c set contact_id = v_contact, procedure_id = p_procedure.id
    where c.id = p_call and (c.contact_id, c.procedure_id) is distinct from (v_contact, p_procedure.id);
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

-- Who asks, what they ask and what it costs them, in one exchange: this first, to step down by it, and app.admit last, so that the row of the
-- allowance is locked no longer than it takes to commit, and a clinic's calls do not wait for each other.
create function app.clinic_of_secret(p_hash bytea) returns uuid
language sql stable security definer set search_path = ''
as $$
  select k.clinic_id from app.clinic_keys k
  where k.hash = p_hash and k.kind = 'vapi' and k.revoked_at is null and (k.expires_at is null or k.expires_at > clock_timestamp())
$$;
comment on function app.clinic_of_secret(bytea) is
  'The clinic that a voice platform''s secret stands for; null for one that is unknown, revoked or past its time. Callable before anybody is known: it needs the hash of 256 random bits.';

-- What a claim, a move or a cancellation came to, as the agent is to say it.
create function app.tool_answer(p_outcome jsonb, p_status int, p_say text) returns jsonb
language sql stable set search_path = ''
as $$
  select case when p_outcome ? 'booking' then jsonb_build_object('status', p_status, 'say', format(p_say, to_char(t.wall, 'FMDay FMDD FMMonth'), to_char(t.wall, 'FMHH12:MI AM')))
      || jsonb_build_object('id', b -> 'id', 'start', b -> 'start', 'end', b -> 'end', 'practitionerId', b -> 'practitionerId', 'procedure', b -> 'procedure')
    else jsonb_strip_nulls(jsonb_build_object('status', p_outcome -> 'status', 'code', p_outcome -> 'code', 'say', p_outcome -> 'say', 'reason', p_outcome -> 'reason'))
      || jsonb_build_object('alternatives', coalesce(p_outcome -> 'alternatives', '[]')) end
  from (select p_outcome -> 'booking' as b, left(p_outcome -> 'booking' ->> 'start', 19)::timestamp as wall) t
$$;
comment on function app.tool_answer(jsonb, int, text) is
  'The tool''s answer: for a booking the sentence with its day and time put in, in the clinic''s own wall clock; for a refusal what it says, and its alternatives.';

-- A plan made anew for each value of the arguments costs more than any of these statements takes.
alter function app.admit(bytea, text) set plan_cache_mode = 'force_generic_plan';
alter function public.note_consent(uuid, text, text, text, text, text, timestamptz) set plan_cache_mode = 'force_generic_plan';
alter function public.ask_for_person(uuid, text) set plan_cache_mode = 'force_generic_plan';
alter function public.caller_bookings(uuid) set plan_cache_mode = 'force_generic_plan';

select app.build_wall();
grant execute on function app.clinic_of_secret(bytea) to anon;
grant execute on function app.tool_answer(jsonb, int, text) to voice_agent;
