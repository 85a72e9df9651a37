-- Openings: one answer to "is this time free?", used by availability, claims and alternatives alike.

create function app.rfc3339(p_at timestamptz, p_zone text) returns text
language sql immutable parallel safe set search_path = ''
as $$
  select to_char(t.wall, 'YYYY-MM-DD"T"HH24:MI:SS') || case when t.mins < 0 then '-' else '+' end
    || lpad((abs(t.mins) / 60)::text, 2, '0') || ':' || lpad((abs(t.mins) % 60)::text, 2, '0')
  from (select timezone(p_zone, p_at) as wall,
    (extract(epoch from timezone(p_zone, p_at) - timezone('UTC', p_at)) / 60)::int as mins) t
$$;
comment on function app.rfc3339(timestamptz, text) is 'The instant in the clinic''s wall-clock time with its offset, RFC 3339.';

create function app.hours(p_practitioner uuid, p_from date, p_to date) returns table (opens_at timestamptz, closes_at timestamptz)
language plpgsql stable security definer set search_path = '' rows 10
as $$
begin
  return query
  select timezone(c.time_zone, d.day + h.opens), timezone(c.time_zone, d.day + h.closes)
  from public.practitioners p
  join public.clinics c on c.id = p.clinic_id
  cross join lateral (select g::date as day from generate_series(p_from::timestamp, p_to::timestamp, interval '1 day') g) d
  cross join lateral (
    -- A practitioner's own exception beats the clinic's, which beats the usual week.
    select e.opens, e.closes from public.working_hours_exceptions e
    where e.clinic_id = p.clinic_id and e.day = d.day and e.opens is not null
      and (e.practitioner_id = p.id or e.practitioner_id is null and not exists (
        select from public.working_hours_exceptions o where o.practitioner_id = p.id and o.day = d.day))
    union all
    select w.opens, w.closes from public.working_hours w
    where w.practitioner_id = p.id and w.weekday = extract(isodow from d.day)::int
      and not exists (select from public.working_hours_exceptions e
        where e.clinic_id = p.clinic_id and e.day = d.day and (e.practitioner_id = p.id or e.practitioner_id is null))
  ) h
  where p.id = p_practitioner and p.is_active;
end
$$;
comment on function app.hours(uuid, date, date) is
  'Working hours as instants, day by day in the clinic''s zone. A wall-clock time that DST skips moves forward by the gap.';

create function app.time_off_between(p_practitioner uuid, p_span tstzrange) returns tstzmultirange
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (select coalesce(range_agg(t.during), '{}') from public.time_off t where t.practitioner_id = p_practitioner and t.during && p_span);
end
$$;

create function app.busy_between(p_practitioner uuid, p_span tstzrange, p_except uuid) returns tstzmultirange
language plpgsql volatile security definer set search_path = ''
as $$
begin
  return (select coalesce(range_agg(x.r), '{}') from (
    select b.block as r from public.bookings b
    where b.practitioner_id = p_practitioner and b.block && p_span and b.id is distinct from p_except
      and b.status in ('held', 'booked') and (b.status = 'booked' or b.hold_expires_at > clock_timestamp())
    union all
    select e.during from public.external_busy e where e.practitioner_id = p_practitioner and e.during && p_span
  ) x);
end
$$;
comment on function app.busy_between(uuid, tstzrange, uuid) is
  'Blocks of live bookings (but one) and busy times elsewhere. VOLATILE, so that after a lock it sees what the winner committed.';

create function app.why_not(p_practitioner uuid, p_during tstzrange, p_before int, p_after int, p_except uuid) returns text
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_clinic public.clinics;
  v_day date;
begin
  select c.* into strict v_clinic from public.clinics c join public.practitioners p on p.clinic_id = c.id where p.id = p_practitioner;
  v_day := timezone(v_clinic.time_zone, lower(p_during))::date;
  if lower(p_during) < clock_timestamp() + make_interval(mins => v_clinic.min_notice_minutes) then return 'too_soon'; end if;
  if v_day > timezone(v_clinic.time_zone, clock_timestamp())::date + v_clinic.horizon_days then return 'too_far'; end if;
  if not coalesce((select range_agg(tstzrange(h.opens_at, h.closes_at)) @> p_during
      from app.hours(p_practitioner, v_day - 1, v_day + 1) h where h.opens_at < h.closes_at), false) then return 'outside_hours'; end if;
  if app.time_off_between(p_practitioner, p_during) && p_during then return 'time_off'; end if;
  if app.busy_between(p_practitioner, app.widen(p_during, p_before, p_after), p_except) && app.widen(p_during, p_before, p_after) then
    return 'taken';
  end if;
  return null;
end
$$;
comment on function app.why_not(uuid, tstzrange, int, int, uuid) is
  'Null when the time can be booked; else too_soon, too_far, outside_hours, time_off or taken. Call it under the practitioner''s lock.';

create function app.free_starts(
  p_practitioner uuid, p_minutes int, p_before int, p_after int, p_from timestamptz, p_until timestamptz, p_except uuid
) returns setof timestamptz
language plpgsql volatile security definer set search_path = '' rows 50
as $$
declare
  v_clinic public.clinics;
  v_from timestamptz;
  v_until timestamptz;
  v_off tstzmultirange;
  v_busy tstzmultirange;
begin
  select c.* into strict v_clinic from public.clinics c join public.practitioners p on p.clinic_id = c.id where p.id = p_practitioner;
  v_from := greatest(p_from, clock_timestamp() + make_interval(mins => v_clinic.min_notice_minutes));
  v_until := least(p_until, timezone(v_clinic.time_zone,
    (timezone(v_clinic.time_zone, clock_timestamp())::date + v_clinic.horizon_days + 1)::timestamp));
  if v_from >= v_until then return; end if;
  v_off := app.time_off_between(p_practitioner, tstzrange(v_from, v_until + interval '12 hours'));
  v_busy := app.busy_between(p_practitioner, tstzrange(v_from - interval '2 hours', v_until + interval '14 hours'), p_except);
  return query
    select s from app.hours(p_practitioner, timezone(v_clinic.time_zone, v_from)::date - 1, timezone(v_clinic.time_zone, v_until)::date) h
    cross join lateral generate_series(h.opens_at, h.closes_at - make_interval(mins => p_minutes),
      make_interval(mins => v_clinic.slot_step_minutes)) s
    where s >= v_from and s < v_until
      and not v_off && tstzrange(s, s + make_interval(mins => p_minutes))
      and not v_busy && tstzrange(s - make_interval(mins => p_before), s + make_interval(mins => p_minutes + p_after))
    order by s;
end
$$;
comment on function app.free_starts(uuid, int, int, int, timestamptz, timestamptz, uuid) is
  'Starts in [from, until) at which an appointment of so many minutes can be booked, on the clinic''s grid.';

create function public.available_slots(
  p_clinic_id uuid, p_procedure text, p_from timestamptz, p_until timestamptz, p_practitioner_id uuid default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
declare
  v_procedure public.procedures;
  v_zone text;
begin
  if not app.may_act(p_clinic_id) or p_practitioner_id is not null and not exists (
      select from public.practitioners p where p.id = p_practitioner_id and p.clinic_id = p_clinic_id) then
    raise sqlstate 'PT403' using message = 'forbidden';
  end if;
  select * into v_procedure from public.procedures p where p.clinic_id = p_clinic_id and p.slug = p_procedure and p.is_active;
  if not found then raise sqlstate 'PT422' using message = 'unknown procedure', detail = 'procedure'; end if;
  if p_until <= p_from or p_until > p_from + interval '62 days' then
    raise sqlstate 'PT422' using message = 'the span must be between nothing and 62 days', detail = 'to';
  end if;
  select c.time_zone into v_zone from public.clinics c where c.id = p_clinic_id;
  return coalesce((
    select jsonb_agg(jsonb_build_object(
      'start', app.rfc3339(s, v_zone), 'end', app.rfc3339(s + make_interval(mins => o.minutes), v_zone), 'practitionerId', o.practitioner_id)
      order by s, o.practitioner_id)
    from (
      select pp.practitioner_id, coalesce(pp.duration_minutes, v_procedure.duration_minutes) as minutes
      from public.practitioner_procedures pp join public.practitioners p on p.id = pp.practitioner_id and p.is_active
      where pp.procedure_id = v_procedure.id and (p_practitioner_id is null or pp.practitioner_id = p_practitioner_id)
    ) o
    cross join lateral app.free_starts(o.practitioner_id, o.minutes, v_procedure.buffer_before_minutes,
      v_procedure.buffer_after_minutes, p_from, p_until, null) s), '[]');
end
$$;
comment on function public.available_slots(uuid, text, timestamptz, timestamptz, uuid) is
  'Free slots of a procedure in [from, until), 62 days at most: [{start, end, practitionerId}]. A foreign or unknown id is refused with 403.';

create function public.open_hours(p_clinic_id uuid, p_from date, p_to date)
returns table (practitioner_id uuid, opens_at timestamptz, closes_at timestamptz)
language plpgsql stable security definer set search_path = ''
as $$
begin
  if not app.may_act(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  return query
    select p.id, h.opens_at, h.closes_at from public.practitioners p
    cross join lateral app.hours(p.id, p_from, least(p_to, p_from + 62)) h
    where p.clinic_id = p_clinic_id and p.is_active;
end
$$;
comment on function public.open_hours(uuid, date, date) is 'Working hours of every practitioner, day by day as instants; 62 days at most.';
