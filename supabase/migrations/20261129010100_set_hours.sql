-- An owner sets when the clinic is open. Each of these locks the practitioners first, as a claim does, so a booking was either made before, and
-- is named in the answer, or meets the new hours. What has been booked stays booked: people settle that with the person.

create function app.hold_diary(p_clinic uuid) returns void
language plpgsql volatile security definer set search_path = ''
as $$ begin perform 1 from public.practitioners p where p.clinic_id = p_clinic order by p.id for update; end $$;
comment on function app.hold_diary(uuid) is 'Waits for every claim on the clinic that is under way, and holds up the next until this transaction ends.';

create function public.bookings_outside(p_clinic_id uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  if not app.may_act(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  return app.outside_json(p_clinic_id, '{}');
end
$$;
comment on function public.bookings_outside(uuid) is
  'Bookings and live holds to come that lie outside of opening hours or in time off, by start: [{id, status, start, end, practitionerId, reason}].';

create function public.save_week(p_clinic_id uuid, p_practitioner_id uuid, p_week jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s'
as $$
declare v_known uuid[];
begin
  if not app.owns_in_person(p_clinic_id)
    or not exists (select from public.practitioners p where p.clinic_id = p_clinic_id and p.id = p_practitioner_id) then
    raise sqlstate 'PT403' using message = 'forbidden';
  end if;
  -- The embedded data API hands a list over as the text of one.
  if jsonb_typeof(p_week) = 'string' then p_week := (p_week #>> '{}')::jsonb; end if;
  perform app.hold_diary(p_clinic_id);
  v_known := array(select o.booking_id from app.bookings_outside(p_clinic_id) o);
  delete from public.working_hours w where w.practitioner_id = p_practitioner_id;
  insert into public.working_hours (clinic_id, practitioner_id, weekday, opens, closes)
  select p_clinic_id, p_practitioner_id, (s ->> 'weekday')::int, (s ->> 'opens')::time, (s ->> 'closes')::time from jsonb_array_elements(p_week) s;
  return app.outside_json(p_clinic_id, v_known);
exception
  when lock_not_available or deadlock_detected then raise sqlstate 'PT503' using message = 'the diary is busy', hint = 'try again';
  when integrity_constraint_violation or data_exception then
    raise sqlstate 'PT422' using message = 'a week is a list of {weekday, opens, closes} of which none overlap', detail = 'week';
end
$$;
comment on function public.save_week(uuid, uuid, jsonb) is
  'Replaces a practitioner''s usual week, whole or not at all: [{weekday 1 to 7, opens, closes}]. Answers the bookings that lie outside of hours since. '
  'Signed-in owners only; 403 for everybody else and for a practitioner who is not this clinic''s.';

create function app.add_closure(p_clinic uuid, p_closure jsonb, p_at text) returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  c_longest constant int := 366;
  c_furthest constant int := 1100;
  v_today constant date := (select timezone(c.time_zone, clock_timestamp())::date from public.clinics c where c.id = p_clinic);
  v_who constant uuid := (p_closure ->> 'practitionerId')::uuid;
  v_from constant date := (p_closure ->> 'from')::date;
  v_to constant date := coalesce((p_closure ->> 'to')::date, v_from);
  v_label constant text := coalesce(btrim(p_closure ->> 'label'), '');
  v_spans constant jsonb := case when jsonb_array_length(coalesce(p_closure -> 'spans', '[]')) = 0 then '[{}]' else p_closure -> 'spans' end;
  v_taken date;
  v_id uuid;
begin
  if v_from is null then raise sqlstate 'PT422' using message = 'Choose a day.', detail = p_at || '.from'; end if;
  if v_to < v_from then raise sqlstate 'PT422' using message = 'The last day cannot be before the first.', detail = p_at || '.to'; end if;
  if v_to < v_today then raise sqlstate 'PT422' using message = 'That is past already.', detail = p_at || '.to'; end if;
  if v_to - v_from >= c_longest or v_to > v_today + c_furthest then
    raise sqlstate 'PT422' using message = 'A year at a time, and three years ahead, are the most.', detail = p_at || '.to';
  end if;
  if length(v_label) > 80 then raise sqlstate 'PT422' using message = 'Use 80 characters at most.', detail = p_at || '.label'; end if;
  select min(e.day) into v_taken from public.working_hours_exceptions e
  where e.clinic_id = p_clinic and e.practitioner_id is not distinct from v_who and e.day between v_from and v_to;
  if v_taken is not null then
    raise sqlstate 'PT422' using message = to_char(v_taken, 'FMDD FMMonth YYYY') || ' is set already: remove that first.', detail = p_at || '.from';
  end if;
  insert into public.working_hours_exceptions (clinic_id, practitioner_id, day, opens, closes, label)
  values (p_clinic, v_who, v_from, (v_spans -> 0 ->> 'opens')::time, (v_spans -> 0 ->> 'closes')::time, v_label) returning id into v_id;
  insert into public.working_hours_exceptions (clinic_id, practitioner_id, day, opens, closes, label, closure_id)
  select p_clinic, v_who, v_from + n, (s.value ->> 'opens')::time, (s.value ->> 'closes')::time, v_label, v_id
  from generate_series(0, v_to - v_from) n cross join jsonb_array_elements(v_spans) with ordinality s (value, place)
  where (n, s.place) <> (0, 1);
  return v_id;
exception when integrity_constraint_violation or datetime_field_overflow then
  raise sqlstate 'PT422' using message = 'Hours end after they begin, and none overlap.', detail = p_at || '.spans';
end
$$;

create function public.add_closures(p_clinic_id uuid, p_closures jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s'
as $$
declare
  c_most constant int := 40;
  v_known uuid[];
  v_one record;
  v_id uuid;
  v_items jsonb := '[]';
begin
  if not app.owns_in_person(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  if jsonb_typeof(p_closures) = 'string' then p_closures := (p_closures #>> '{}')::jsonb; end if;
  if jsonb_typeof(p_closures) is distinct from 'array' or jsonb_array_length(p_closures) not between 1 and c_most then
    raise sqlstate 'PT422' using message = 'one closure or more, forty at most', detail = 'closures';
  end if;
  if exists (select from jsonb_array_elements(p_closures) c where c ->> 'practitionerId' is not null and not exists (
      select from public.practitioners p where p.clinic_id = p_clinic_id and p.id = (c ->> 'practitionerId')::uuid)) then
    raise sqlstate 'PT403' using message = 'forbidden';
  end if;
  perform app.hold_diary(p_clinic_id);
  v_known := array(select o.booking_id from app.bookings_outside(p_clinic_id) o);
  for v_one in select c.value, c.place from jsonb_array_elements(p_closures) with ordinality c (value, place) order by c.place loop
    v_id := app.add_closure(p_clinic_id, v_one.value, 'closures.' || v_one.place - 1);
    -- In a statement of its own: one that reads sees nothing that its own statement wrote.
    v_items := v_items || app.closure_json(v_id);
  end loop;
  return jsonb_build_object('items', v_items, 'bookingsOutside', app.outside_json(p_clinic_id, v_known));
exception
  when lock_not_available or deadlock_detected then raise sqlstate 'PT503' using message = 'the diary is busy', hint = 'try again';
  when data_exception then raise sqlstate 'PT422' using message = 'a closure is {practitionerId, from, to, spans, label}', detail = 'closures';
end
$$;
comment on function public.add_closures(uuid, jsonb) is
  'Closes days, or gives them hours of their own, all or none: [{practitionerId or null for the clinic, from, to, spans, label}], no spans for closed. '
  'Answers {items, bookingsOutside}, the latter those that lie outside of hours since. Signed-in owners only; 403 for everybody else and for a practitioner who is not this clinic''s.';

create function public.remove_closure(p_clinic_id uuid, p_closure_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s'
as $$
declare
  v_known uuid[];
  v_item jsonb;
begin
  if not app.owns_in_person(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  perform app.hold_diary(p_clinic_id);
  v_known := array(select o.booking_id from app.bookings_outside(p_clinic_id) o);
  v_item := app.closure_json(p_closure_id);
  delete from public.working_hours_exceptions e where e.clinic_id = p_clinic_id and e.id = p_closure_id and e.closure_id is null;
  if not found then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  return jsonb_build_object('item', v_item, 'bookingsOutside', app.outside_json(p_clinic_id, v_known));
exception when lock_not_available or deadlock_detected then
  raise sqlstate 'PT503' using message = 'the diary is busy', hint = 'try again';
end
$$;
comment on function public.remove_closure(uuid, uuid) is
  'Takes a run of special days away, whole: {item, bookingsOutside}. Signed-in owners only; 403 for everybody else and for one that is not this clinic''s.';

create function public.add_time_off(p_clinic_id uuid, p_practitioner_id uuid, p_from timestamptz, p_to timestamptz, p_label text default '') returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s'
as $$
declare
  v_known uuid[];
  v_id uuid;
begin
  if not app.owns_in_person(p_clinic_id)
    or not exists (select from public.practitioners p where p.clinic_id = p_clinic_id and p.id = p_practitioner_id) then
    raise sqlstate 'PT403' using message = 'forbidden';
  end if;
  if p_from is null or p_to is null or p_to <= p_from then raise sqlstate 'PT422' using message = 'The end comes after the beginning.', detail = 'end'; end if;
  if p_to <= clock_timestamp() then raise sqlstate 'PT422' using message = 'That is past already.', detail = 'end'; end if;
  if p_to > p_from + interval '366 days' or p_to > clock_timestamp() + interval '1100 days' then
    raise sqlstate 'PT422' using message = 'A year at a time, and three years ahead, are the most.', detail = 'end';
  end if;
  if length(btrim(p_label)) > 80 then raise sqlstate 'PT422' using message = 'Use 80 characters at most.', detail = 'label'; end if;
  perform app.hold_diary(p_clinic_id);
  v_known := array(select o.booking_id from app.bookings_outside(p_clinic_id) o);
  insert into public.time_off (clinic_id, practitioner_id, during, label)
  values (p_clinic_id, p_practitioner_id, tstzrange(p_from, p_to), coalesce(btrim(p_label), '')) returning id into v_id;
  return jsonb_build_object('item', app.time_off_json(v_id), 'bookingsOutside', app.outside_json(p_clinic_id, v_known));
exception when lock_not_available or deadlock_detected then
  raise sqlstate 'PT503' using message = 'the diary is busy', hint = 'try again';
end
$$;
comment on function public.add_time_off(uuid, uuid, timestamptz, timestamptz, text) is
  'Enters when a practitioner is away: {item, bookingsOutside}. Signed-in owners only; 403 for everybody else and for a practitioner who is not this clinic''s.';

create function public.remove_time_off(p_clinic_id uuid, p_time_off_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s'
as $$
declare v_item constant jsonb := app.time_off_json(p_time_off_id);
begin
  if not app.owns_in_person(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  delete from public.time_off t where t.clinic_id = p_clinic_id and t.id = p_time_off_id;
  if not found then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  return v_item;
end
$$;
comment on function public.remove_time_off(uuid, uuid) is 'Takes time off away, and answers what it was. Signed-in owners only; 403 for everybody else and for what is not this clinic''s.';

create function public.save_bank_holidays(p_clinic_id uuid, p_part text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if not app.owns_in_person(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  update public.clinics c set bank_holidays = p_part where c.id = p_clinic_id and c.bank_holidays is distinct from p_part;
exception when check_violation then
  raise sqlstate 'PT422' using message = 'one of the three parts of the United Kingdom', detail = 'bankHolidays';
end
$$;
comment on function public.save_bank_holidays(uuid, text) is 'Whose bank holidays the clinic goes by. Signed-in owners only; 403 for everybody else.';

select app.build_wall();
grant execute on function public.bookings_outside(uuid) to authenticated, api_client;
grant execute on function public.save_week(uuid, uuid, jsonb), public.add_closures(uuid, jsonb), public.remove_closure(uuid, uuid),
  public.add_time_off(uuid, uuid, timestamptz, timestamptz, text), public.remove_time_off(uuid, uuid), public.save_bank_holidays(uuid, text) to authenticated;
