-- Changing a booking: move, confirm, cancel. Same locks, same checks, same answers as a claim.

create function app.own_booking(p_booking uuid, p_call uuid) returns public.bookings
language plpgsql stable security definer set search_path = ''
as $$
declare v_booking public.bookings;
begin
  select * into v_booking from public.bookings b where b.id = p_booking;
  if not found or not app.may_act(v_booking.clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  -- On the phone a caller may touch only what was booked in this call, or for the number they ring from.
  if app.caller_role() = 'voice_agent' and v_booking.call_id is distinct from p_call and not exists (
    select from public.calls k join public.contacts caller on caller.id = k.contact_id join public.contacts booked on booked.id = v_booking.contact_id
    where k.id = p_call and k.clinic_id = v_booking.clinic_id and caller.phone = booked.phone)
  then
    raise sqlstate 'PT403' using message = 'forbidden';
  end if;
  return v_booking;
end
$$;
comment on function app.own_booking(uuid, uuid) is 'The booking if this request may change it; 403, the same for foreign and unknown, if not.';

create function public.move_booking(
  p_booking_id uuid, p_start timestamptz, p_practitioner_id uuid default null, p_call_id uuid default null, p_key text default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s' set plan_cache_mode = 'force_generic_plan'
as $$
declare
  v_booking public.bookings := app.own_booking(p_booking_id, p_call_id);
  v_practitioner uuid := coalesce(p_practitioner_id, v_booking.practitioner_id);
  v_during tstzrange;
  v_minutes int;
  v_reason text;
  v_response jsonb;
begin
  if not exists (select from public.practitioners p where p.id = v_practitioner and p.clinic_id = v_booking.clinic_id) then
    raise sqlstate 'PT403' using message = 'forbidden';
  end if;
  if p_start is null or p_start <> date_trunc('minute', p_start) then
    raise sqlstate 'PT422' using message = 'a start is a whole minute', detail = 'start';
  end if;
  select coalesce(pp.duration_minutes, p.duration_minutes) into v_minutes
  from public.practitioner_procedures pp join public.procedures p on p.id = pp.procedure_id
  where pp.practitioner_id = v_practitioner and pp.procedure_id = v_booking.procedure_id;
  if not found then raise sqlstate 'PT422' using message = 'this practitioner does not offer the procedure', detail = 'practitionerId'; end if;
  if p_key is not null then
    v_response := app.remember(v_booking.clinic_id, p_key,
      jsonb_build_object('do', 'move', 'booking', p_booking_id, 'start', app.rfc3339(p_start, 'UTC'), 'practitioner', p_practitioner_id));
    if v_response is not null then return app.respond(v_response); end if;
  end if;

  -- Both practitioners, by id; then the row again, as the last writer left it.
  perform 1 from public.practitioners p where p.id in (v_booking.practitioner_id, v_practitioner) order by p.id for update;
  select * into strict v_booking from public.bookings b where b.id = p_booking_id for update;
  v_during := tstzrange(p_start, p_start + make_interval(mins => v_minutes));

  if v_booking.status not in ('held', 'booked') or v_booking.status = 'held' and v_booking.hold_expires_at <= clock_timestamp() then
    v_response := jsonb_build_object('status', 409, 'code', 'not_bookable', 'alternatives', '[]'::jsonb,
      'say', 'That booking is no longer active, so it cannot be moved.');
  elsif v_booking.during = v_during and v_booking.practitioner_id = v_practitioner then
    v_response := jsonb_build_object('status', 200, 'booking', app.booking_json(p_booking_id));
  else
    v_reason := app.why_not(v_practitioner, v_during, v_booking.buffer_before_minutes, v_booking.buffer_after_minutes, p_booking_id);
    if v_reason is null then
      update public.bookings b set status = 'expired', hold_expires_at = null
      where b.practitioner_id = v_practitioner and b.status = 'held' and b.hold_expires_at <= clock_timestamp() and b.id <> p_booking_id
        and b.block && app.widen(v_during, v_booking.buffer_before_minutes, v_booking.buffer_after_minutes);
      -- One statement takes the new time and lets the old one go: no moment has neither, and a failure leaves the old.
      update public.bookings b set during = v_during, practitioner_id = v_practitioner where b.id = p_booking_id;
      v_response := jsonb_build_object('status', 200, 'booking', app.booking_json(p_booking_id));
    else
      v_response := app.refuse_slot(v_booking.clinic_id, v_booking.procedure_id, array[v_practitioner], p_start, v_reason, p_call_id, p_booking_id);
    end if;
  end if;
  if p_key is not null then
    update app.idempotency_keys k set response = v_response where k.clinic_id = v_booking.clinic_id and k.key = p_key;
  end if;
  return app.respond(v_response);
exception
  when lock_not_available or deadlock_detected or exclusion_violation then
    raise sqlstate 'PT503' using message = 'the diary is busy', hint = 'try again';
end
$$;
comment on function public.move_booking(uuid, timestamptz, uuid, uuid, text) is
  'Moves a live booking, or answers as claim_slot_atomic does and leaves it where it was. {status: 200, booking} or a refusal.';

create function public.confirm_booking(p_booking_id uuid, p_age_confirmed boolean default null) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s' set plan_cache_mode = 'force_generic_plan'
as $$
declare
  v_booking public.bookings := app.own_booking(p_booking_id, null);
  v_reason text;
  v_attestation uuid;
begin
  perform 1 from public.practitioners p where p.id = v_booking.practitioner_id for update;
  select * into strict v_booking from public.bookings b where b.id = p_booking_id for update;
  if v_booking.status = 'booked' then
    return app.respond(jsonb_build_object('status', 200, 'booking', app.booking_json(p_booking_id)));
  elsif v_booking.status = 'cancelled' then
    return app.respond(jsonb_build_object('status', 409, 'code', 'not_bookable', 'alternatives', '[]'::jsonb,
      'say', 'That booking was cancelled, so it cannot be confirmed.'));
  end if;
  if (select p.is_age_restricted from public.procedures p where p.id = v_booking.procedure_id) then
    if p_age_confirmed is not true then
      return app.respond(jsonb_build_object('status', 422, 'code', 'age_confirmation_required', 'alternatives', '[]'::jsonb,
        'say', 'Before I book that, can you confirm that the person coming is 18 or over?'));
    end if;
    v_attestation := app.attest_age(v_booking.clinic_id, v_booking.call_id, true);
  end if;
  -- A hold that ran out is claimed anew, not waved through.
  if v_booking.status = 'expired' or v_booking.hold_expires_at <= clock_timestamp() then
    v_reason := app.why_not(v_booking.practitioner_id, v_booking.during, v_booking.buffer_before_minutes, v_booking.buffer_after_minutes, p_booking_id);
    if v_reason is not null then
      return app.respond(app.refuse_slot(v_booking.clinic_id, v_booking.procedure_id, array[v_booking.practitioner_id],
        lower(v_booking.during), v_reason, v_booking.call_id, p_booking_id));
    end if;
    update public.bookings b set status = 'expired', hold_expires_at = null
    where b.practitioner_id = v_booking.practitioner_id and b.status = 'held' and b.hold_expires_at <= clock_timestamp()
      and b.block && v_booking.block and b.id <> p_booking_id;
  end if;
  update public.bookings b set status = 'booked', hold_expires_at = null, age_attestation_id = v_attestation where b.id = p_booking_id;
  return app.respond(jsonb_build_object('status', 200, 'booking', app.booking_json(p_booking_id)));
exception
  when lock_not_available or deadlock_detected or exclusion_violation then
    raise sqlstate 'PT503' using message = 'the diary is busy', hint = 'try again';
end
$$;
comment on function public.confirm_booking(uuid, boolean) is 'Turns a hold into a booking; one that ran out is claimed anew under the same lock, or refused with alternatives.';

create function public.cancel_booking(p_booking_id uuid, p_call_id uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s' set plan_cache_mode = 'force_generic_plan'
as $$
begin
  perform app.own_booking(p_booking_id, p_call_id);
  update public.bookings b set status = 'cancelled', hold_expires_at = null where b.id = p_booking_id and b.status in ('held', 'booked');
  return app.respond(jsonb_build_object('status', 200, 'booking', app.booking_json(p_booking_id)));
end
$$;
comment on function public.cancel_booking(uuid, uuid) is 'Frees the time at once. Cancelling twice is cancelling once: {status: 200, booking}.';

create function app.sweep() returns void
language sql volatile set search_path = ''
as $$
  update public.bookings b set status = 'expired', hold_expires_at = null where b.id in (
    -- A row that somebody is busy with is theirs; the next sweep comes soon.
    select h.id from public.bookings h where h.status = 'held' and h.hold_expires_at <= clock_timestamp() for update skip locked);
  delete from app.idempotency_keys k where k.created_at < now() - interval '48 hours';
$$;
comment on function app.sweep() is 'Hygiene, not correctness: holds expire without it, and keys are only kept 48 hours.';
