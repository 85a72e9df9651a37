-- Sarah's text keeps a time for half an hour. Whoever rings back instead of answering it was told that their own time was taken.
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
  v_kept uuid;
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

  -- The time that a text keeps for somebody is theirs when they ring back and ask for it, whoever else may not have it.
  if p_hold_seconds is null then
    select b.id into v_kept from public.bookings b
    where b.practitioner_id = any (v_ids) and b.status = 'held' and b.source = 'text' and b.hold_expires_at > clock_timestamp()
      and b.during @> p_start and b.contact_id in (select k.id from public.contacts k where k.clinic_id = p_clinic and k.phone = coalesce(
        (select c.phone from public.contacts c where c.id = v_contact), p_contact ->> 'phone'))
    order by lower(b.during) = p_start desc, b.id limit 1;
  end if;

  -- Least booked that day first, when any practitioner will do.
  for v_offers in
    select pp.practitioner_id as id, coalesce(pp.duration_minutes, p_procedure.duration_minutes) as minutes
    from public.practitioner_procedures pp
    where pp.procedure_id = p_procedure.id and pp.practitioner_id = any (v_ids)
    order by exists (select from public.bookings b where b.id = v_kept and b.practitioner_id = pp.practitioner_id) desc,
      (select count(*) from public.bookings b where b.practitioner_id = pp.practitioner_id and b.status = 'booked'
      and b.during && tstzrange(p_start - interval '12 hours', p_start + interval '12 hours')), pp.practitioner_id
  loop
    v_during := tstzrange(p_start, p_start + make_interval(mins => v_offers.minutes));
    v_reason := app.why_not(v_offers.id, v_during, p_procedure.buffer_before_minutes, p_procedure.buffer_after_minutes, v_kept);
    if v_reason is null then
      -- now() cannot stand in the constraint's predicate, so stale holds step aside here, under the lock.
      update public.bookings b set status = 'expired', hold_expires_at = null
      where b.practitioner_id = v_offers.id and b.status = 'held' and (b.hold_expires_at <= clock_timestamp() or b.id = v_kept)
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

